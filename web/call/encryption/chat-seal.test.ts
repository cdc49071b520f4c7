import * as v from "valibot";
import { expect, test } from "vitest";
import { LIMITS } from "../../../protocol/limits.ts";
import { chatSchema } from "../../../protocol/room/chat.ts";
import { randomBytes } from "./bytes.ts";
import { openText, sealText } from "./chat-seal.ts";
import { deriveRoomKeys } from "./room-keys.ts";

const ID = "b7f0c0de-0000-4000-8000-000000000001";
const keys = await deriveRoomKeys(randomBytes(32), "room");

test("a text comes back as it was, and says nothing in between", async () => {
  const text = "Line 12 is blurred, no?\n\t– “ja” 👋";
  const sealed = await sealText(keys, ID, text);
  expect(sealed).toMatch(/^e2ee1\.[\w-]+$/);
  expect(await openText(keys, ID, sealed)).toBe(text);
});

test("the longest text fits the wire, whatever it is made of", async () => {
  for (const letter of ["a", "ä", "語", "👋"]) {
    const text = letter.repeat(LIMITS.chatTextChars / letter.length);
    const sealed = await sealText(keys, ID, text);
    expect(v.safeParse(chatSchema, { messageId: ID, text: sealed }).success, letter).toBe(true);
  }
});

test("another room's key, another message's id, and what was altered open nothing", async () => {
  const sealed = await sealText(keys, ID, "hello");
  expect(await openText(await deriveRoomKeys(randomBytes(32), "room"), ID, sealed)).toBeNull();
  expect(await openText(keys, "another", sealed)).toBeNull();
  for (const altered of [sealed.slice(0, -2), `${sealed}AA`, "hello", "e2ee1.", "e2ee1.AAAA", ""])
    expect(await openText(keys, ID, altered), altered).toBeNull();
});
