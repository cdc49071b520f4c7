import { describe, expect, test } from "vitest";
import { LIMITS, RATES, TIMES } from "../../protocol/limits.ts";
import { chatInPostgres, deleteRoomInPostgres, withoutDatabase } from "./harness/database.ts";
import { Guest } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { logged } from "./harness/logged.ts";
import { Room } from "./harness/room.ts";

describe("in the room", () => {
  test("messages have one order, which everybody sees, the sender too", async () => {
    const room = await Room.open();
    const ada = await room.join(new Guest(), { name: "Ada" });
    const bob = await room.join(new Guest(), { name: "Bob" });
    const answers = await Promise.all([
      ada.chat("one"),
      bob.chat("two"),
      ada.chat("three"),
      bob.chat("four"),
    ]);
    const seen = [];
    for (const page of [ada, bob]) {
      await page.settled();
      seen.push(page.inbox.waiting.filter((item) => item.type === "chat-message"));
    }
    expect(seen[0]).toEqual(seen[1]);
    const seqs = seen[0]?.map(({ seq }) => seq) ?? [];
    expect(seqs).toEqual([...answers.map(({ seq }) => seq)].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(4);
    expect(seen[0]?.find(({ text }) => text === "three")).toMatchObject({
      name: "Ada",
      participantId: ada.id,
    });
  });

  test("a message that is sent again keeps its place, and is heard once", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const bob = await room.join();
    const messageId = crypto.randomUUID();
    const first = await ada.chat("once", messageId);
    await ada.chat("between");
    expect(await ada.chat("once", messageId)).toEqual(first);
    await room.evict();
    expect(await ada.chat("once", messageId)).toEqual(first);
    await bob.settled();
    const heard = bob.inbox.waiting.filter((item) => item.type === "chat-message");
    expect(heard.map(({ text }) => text)).toEqual(["once", "between"]);
  });

  test("outlasts the room's memory", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const { seq } = await ada.chat("before");
    await room.evict();
    const { seq: next } = await ada.chat("after");
    expect(next).toBeGreaterThan(seq);
    const bob = await room.join();
    expect(bob.session.snapshot.chat.map(({ text }) => text)).toEqual(["before", "after"]);
  });

  test("newcomers see the latest messages, and those of long ago leave the room for Postgres", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const said = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
    const count = LIMITS.chatTail + 10;
    const say = async (texts: string[]) => {
      for (const [index, text] of texts.entries()) {
        await ada.chat(text);
        // The time that a page has to leave between messages, and a flush.
        if (index % RATES.chat.burst === RATES.chat.burst - 1) await room.pass(5_000);
      }
    };
    await say(said(count));
    const newcomer = await room.join();
    const shown = newcomer.session.snapshot.chat.map(({ text }) => text);
    expect(shown).toEqual(said(count).slice(-LIMITS.chatTail));
    expect((await chatInPostgres(room.id)).map(({ body }) => body)).toEqual(said(count));
    // They are known for a while yet, so that one that is sent again is stored once.
    expect(await room.keys("message/")).toHaveLength(count);

    // As if many had come and gone since.
    await room.storage(({ kv }) => {
      const head = kv.get<{ seq: number }>("head");
      if (head) kv.put("head", { ...head, seq: head.seq + 10_000 });
    });
    await room.evict();
    await say(said(RATES.chat.burst));
    await say(said(RATES.chat.burst));
    expect(await room.keys("chat/")).toHaveLength(LIMITS.chatTail);
    expect(await room.keys("message/")).toHaveLength(LIMITS.chatTail);
  });

  test("text is cleaned of what deceives, and an empty one is refused", async () => {
    const room = await Room.open();
    const ada = await room.join();
    await ada.chat("  two\nlines \u202e\u0000");
    expect((await ada.inbox.take("chat-message")).text).toBe("two\nlines");
    const empty = { type: "chat", messageId: crypto.randomUUID(), text: " \n " } as const;
    expect((await ada.refused(empty)).code).toBe("bad_message");
  });
});

describe("on its way to Postgres", () => {
  test("it goes nowhere, and is not sent for ever, once Postgres knows the room no more", async () => {
    const room = await Room.open();
    const ada = await room.join();
    await deleteRoomInPostgres(room.id);
    await ada.chat("Is anybody there?");
    await room.pass(TIMES.outboxFlushMs);
    expect(await room.keys("outbox/")).toEqual([]);
    expect(await chatInPostgres(room.id)).toEqual([]);
    expect(logged).toEqual([]);
  });

  test("the room's alarm takes it there", async () => {
    const room = await Room.open();
    const ada = await room.join(new Guest(), { name: "Ada" });
    const messageId = crypto.randomUUID();
    const { seq } = await ada.chat("for the record", messageId);
    // The platform's own alarm, a second later.
    await eventually(async () => (await chatInPostgres(room.id)).length > 0);
    expect(await chatInPostgres(room.id)).toEqual([
      { seq, messageId, author: "Ada", body: "for the record" },
    ]);
    await eventually(async () => (await room.keys("outbox/")).length === 0);
  });

  test("nobody waits for it, and nothing is lost while Postgres is away", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const bringBack = withoutDatabase();
    await ada.chat("into the dark");
    await room.pass(TIMES.outboxFlushMs);
    await room.evict();
    await ada.chat("still dark");
    await room.pass(TIMES.outboxRetryMaxMs);
    expect(await room.keys("outbox/")).toHaveLength(2);

    bringBack();
    await room.pass(TIMES.outboxRetryMaxMs);
    expect((await chatInPostgres(room.id)).map(({ body }) => body)).toEqual(["into the dark", "still dark"]);
    expect(await room.keys("outbox/")).toEqual([]);
  });

  test("a message that was delivered, but whose delivery was forgotten, is there once", async () => {
    const room = await Room.open();
    const ada = await room.join();
    await ada.chat("twice on its way");
    const waiting = await room.storage(({ kv }) => [...kv.list({ prefix: "outbox/" })]);
    await room.pass(TIMES.outboxFlushMs);
    await room.storage(({ kv }) => {
      for (const [key, value] of waiting) kv.put(key, value);
    });
    await room.evict();
    await ada.chat("another");
    await room.pass(TIMES.outboxFlushMs);
    expect(await chatInPostgres(room.id)).toHaveLength(2);
    expect(await room.keys("outbox/")).toEqual([]);
  });

  test("a text that Postgres would not take does not hold up the others", async () => {
    const room = await Room.open();
    const ada = await room.join();
    await ada.chat("half a surrogate: \ud83d");
    await ada.chat("after it");
    await room.pass(TIMES.outboxFlushMs);
    expect((await chatInPostgres(room.id)).map(({ body }) => body)).toEqual([
      "half a surrogate: \ufffd",
      "after it",
    ]);
  });

  test("a room whose storage is lost has its chat and its order back", async () => {
    const room = await Room.open();
    const ada = await room.join();
    await ada.chat("before");
    const { seq } = await ada.chat("the last");
    await room.pass(TIMES.outboxFlushMs);
    await room.storage((storage) => storage.deleteAll());
    await room.evict();

    const bob = await room.join();
    expect(bob.session.snapshot.chat.map(({ text }) => text)).toEqual(["before", "the last"]);
    expect(bob.session.snapshot.participants).toHaveLength(1);
    expect((await bob.chat("goes on")).seq).toBeGreaterThan(seq);
    await room.pass(TIMES.outboxFlushMs);
    expect((await chatInPostgres(room.id)).map(({ body }) => body)).toEqual([
      "before",
      "the last",
      "goes on",
    ]);
  });
});
