import { describe, expect, test } from "vitest";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import { Guest } from "./harness/guest.ts";
import { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

describe("somebody writes", () => {
  test("and the others are told, once each time, and nothing of it is kept", async () => {
    const room = await Room.open();
    const [ada, ben] = [await room.join(), await room.join()];
    await ada.ask({ type: "set-typing", on: true });
    expect(await ben.inbox.take("typing")).toEqual({ type: "typing", participantId: ada.id, on: true });
    await ada.ask({ type: "set-typing", on: false });
    expect(await ben.inbox.take("typing")).toMatchObject({ on: false });
    await ada.settled();
    expect(ada.inbox.waiting.some(({ type }) => type === "typing")).toBe(false);
    const seq = (await ada.chat("Now it is said")).seq;
    await room.evict();
    expect((await ada.chat("And this")).seq).toBe(seq + 1);
  });

  test("who may not write is refused, and what is too much is dropped in silence", async () => {
    const room = await Room.open({ rules: { chat: "moderator" } });
    const [owner, guest] = [await room.join(room.owner), await room.join()];
    expect((await guest.refused({ type: "set-typing", on: true })).code).toBe("forbidden");
    for (let count = 0; count < 30; count += 1) owner.sendItem({ type: "set-typing", on: true });
    await owner.settled();
    await guest.settled();
    expect(guest.inbox.waiting.filter(({ type }) => type === "typing")).toHaveLength(RATES.typing.burst);
    expect(owner.inbox.waiting.some(({ type }) => type === "fault")).toBe(false);
  });

  test.each([{}, { on: "yes" }, { on: null }])(
    "a word about it that makes no sense is refused: %j",
    async (fields) => {
      const page = await (await Room.open()).join();
      expect((await page.refused({ type: "set-typing", ...(fields as { on: boolean }) })).code).toBe(
        "bad_message",
      );
    },
  );
});

describe("how far somebody has read", () => {
  test("is told to the others, and to themselves when they come again", async () => {
    const room = await Room.open();
    const ben = new Guest();
    const [ada, first] = [await room.join(), await room.join(ben, { name: "Ben" })];
    expect(first.session.readSeq).toBe(null);
    const { seq } = await ada.chat("Read this");
    await first.ask({ type: "mark-read", seq });
    const mark = { authorId: first.session.authorId, name: "Ben", seq };
    expect((await ada.inbox.take("read-marks")).marks).toEqual([mark]);
    // An older word, and the same once more, are no news.
    await first.ask({ type: "mark-read", seq: seq - 1 });
    await first.ask({ type: "mark-read", seq });
    await ada.settled();
    expect(ada.inbox.waiting.some(({ type }) => type === "read-marks")).toBe(false);
    await room.evict();
    const again = await room.join(ben);
    expect(again.session.readSeq).toBe(seq);
    expect(again.session.snapshot.reads).toEqual([mark]);
  });

  test("is told to who comes back, for they may have missed it", async () => {
    const room = await Room.open();
    const [ada, ben] = [await room.join(), await room.join(new Guest(), { name: "Ben" })];
    const { seq } = await ada.chat("Read this");
    ada.socket.close();
    await ben.inbox.take("participant-changed", ({ connected }) => connected === false);
    await ben.ask({ type: "mark-read", seq });
    const back = await Page.open(room.id);
    await back.resume(ada, { epoch: ada.session.snapshot.epoch, seq, mediaEpoch: 0 });
    const { marks } = await back.inbox.take("read-marks");
    expect(marks).toEqual([{ authorId: ben.session.authorId, name: "Ben", seq }]);
  });

  test("is not told of those who are behind the tail", async () => {
    const room = await Room.open();
    const page = await room.join();
    const { seq } = await page.chat("first");
    await page.ask({ type: "mark-read", seq });
    for (let said = 0; said < LIMITS.chatTail; said += 1) {
      if (said % RATES.chat.burst === RATES.chat.burst - 2) await room.pass(5_000);
      await page.chat(`${said}`);
    }
    expect((await room.join()).session.snapshot.reads).toEqual([]);
  });

  test.each([{ seq: -1 }, { seq: 1.5 }, { seq: "1" }, { seq: 1e300 }, { seq: 9_999 }, {}])(
    "cannot be %j",
    async (fields) => {
      const page = await (await Room.open()).join();
      const message = { type: "mark-read" as const, ...(fields as { seq: number }) };
      expect((await page.refused(message)).code).toBe("bad_message");
    },
  );

  test("is known of so many people at most: who is furthest behind gives way", async () => {
    const room = await Room.open();
    const page = await room.join();
    const { seq } = await page.chat("Read this");
    await room.storage(({ kv }) => {
      for (let index = 0; index < LIMITS.readMarksPerRoom; index += 1) {
        const authorId = `author-${index}`;
        kv.put(`read/${authorId}`, { authorId, name: "Somebody", seq: index === 7 ? 0 : 1 });
      }
    });
    await room.evict();
    await page.ask({ type: "mark-read", seq });
    const kept = await room.keys("read/");
    expect(kept).toHaveLength(LIMITS.readMarksPerRoom);
    expect(kept).toContain(`read/${page.session.authorId}`);
    expect(kept).not.toContain("read/author-7");
    expect((await room.join()).session.snapshot.reads).toHaveLength(1);
  });
});
