import * as v from "valibot";
import { expect, test } from "vitest";
import { LIMITS } from "../../../protocol/limits.ts";
import { chatSchema, isReactionFor, REACTIONS } from "../../../protocol/room/chat.ts";
import { randomBytes } from "./bytes.ts";
import { openText, reactionTag, sealText } from "./chat-seal.ts";
import { deriveRoomKeys } from "./room-keys.ts";

const ID = "b7f0c0de-0000-4000-8000-000000000001";
const PLACE = { messageId: ID, revision: 0 };
const keys = await deriveRoomKeys(randomBytes(32), "room");

test("a text comes back as it was, and says nothing in between", async () => {
  const text = "Line 12 is blurred, no?\n\t– “ja” 👋";
  const sealed = await sealText(keys, PLACE, text);
  expect(sealed).toMatch(/^e2ee1\.[\w-]+$/);
  expect(await openText(keys, PLACE, sealed)).toBe(text);
});

test("the longest text fits the wire, whatever it is made of", async () => {
  for (const letter of ["a", "ä", "語", "👋"]) {
    const text = letter.repeat(LIMITS.chatTextChars / letter.length);
    const sealed = await sealText(keys, PLACE, text);
    expect(v.safeParse(chatSchema, { messageId: ID, text: sealed }).success, letter).toBe(true);
  }
});

test("another room's key, another message's place, and what was altered open nothing", async () => {
  const sealed = await sealText(keys, PLACE, "hello");
  expect(await openText(await deriveRoomKeys(randomBytes(32), "room"), PLACE, sealed)).toBeNull();
  expect(await openText(keys, { ...PLACE, messageId: "another" }, sealed)).toBeNull();
  expect(await openText(keys, { ...PLACE, revision: 1 }, sealed)).toBeNull();
  for (const altered of [sealed.slice(0, -2), `${sealed}AA`, "hello", "e2ee1.", "e2ee1.AAAA", ""])
    expect(await openText(keys, PLACE, altered), altered).toBeNull();
});

test("a reaction's tag is the same from everybody, and says nothing without the link", async () => {
  const tags = await Promise.all(REACTIONS.map((reaction) => reactionTag(keys, ID, reaction)));
  expect(new Set(tags).size).toBe(REACTIONS.length);
  for (const tag of tags) expect(isReactionFor({ encrypted: true }, tag)).toBe(true);
  expect(await reactionTag(keys, ID, REACTIONS[0])).toBe(tags[0]);
  expect(await reactionTag(keys, "another", REACTIONS[0])).not.toBe(tags[0]);
  const others = await deriveRoomKeys(randomBytes(32), "room");
  expect(await reactionTag(others, ID, REACTIONS[0])).not.toBe(tags[0]);
});
