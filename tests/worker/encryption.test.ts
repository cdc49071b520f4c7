import { describe, expect, test } from "vitest";
import { LIMITS } from "../../protocol/limits.ts";
import { chatInPostgres } from "./harness/database.ts";
import { Guest } from "./harness/guest.ts";
import { joinMessage, Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const SEALED = `e2ee1.${"A".repeat(LIMITS.sealedTextChars - 6)}`;

describe("an encrypted room", () => {
  test("says so before anybody joins, and in the room", async () => {
    const room = await Room.open({ encrypted: true });
    const guest = new Guest();
    expect((await guest.session(room.slug)).room.encrypted).toBe(true);
    expect((await room.join(guest)).session.snapshot.room.encrypted).toBe(true);
  });

  test("passes on who each page is, and says when a page is somebody else", async () => {
    const room = await Room.open({ encrypted: true });
    const ada = await room.join(new Guest(), { identity: "ada-1" });
    const guest = new Guest();
    const tab = crypto.randomUUID();
    const ben = await room.join(guest, { identity: "ben-1", tab });
    expect(ben.session.snapshot.participants.map(({ identity }) => identity)).toEqual(["ada-1", "ben-1"]);
    expect(await ada.inbox.take("participant-joined")).toMatchObject({ participant: { identity: "ben-1" } });
    await room.join(guest, { identity: "ben-2", tab });
    expect(
      await ada.inbox.take("participant-changed", ({ identity }) => identity !== undefined),
    ).toMatchObject({
      participantId: ben.id,
      identity: "ben-2",
    });
  });

  test("holds fewer people than another one, whatever its owner sets", async () => {
    const full = { limit: LIMITS.participantsPerRoom };
    const [secret, open] = [await Room.open({ encrypted: true, ...full }), await Room.open(full)];
    for (const room of [secret, open]) {
      await room.fill((await room.join(room.owner)).id, LIMITS.encryptedParticipants);
    }
    const { token } = await new Guest().session(secret.slug);
    const page = await Page.open(secret.id);
    expect((await page.refused(joinMessage(token))).code).toBe("room_full");
    const { snapshot } = (await open.join()).session;
    expect(snapshot.participants).toHaveLength(LIMITS.encryptedParticipants + 1);
  });

  test("takes no message that its page has not encrypted, and keeps those that are long by it", async () => {
    const room = await Room.open({ encrypted: true });
    const ada = await room.join();
    const messageId = crypto.randomUUID();
    expect(await ada.refused({ type: "chat", messageId, text: "hello" })).toMatchObject({
      code: "bad_message",
    });
    await ada.chat(SEALED);
    await room.pass(60_000);
    expect((await chatInPostgres(room.id)).map(({ body }) => body)).toEqual([SEALED]);
  });
});

test("another room takes no message that is longer than anybody can write", async () => {
  const room = await Room.open();
  const ada = await room.join();
  const refused = await ada.refused({ type: "chat", messageId: crypto.randomUUID(), text: SEALED });
  expect(refused.code).toBe("bad_message");
});
