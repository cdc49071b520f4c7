import { describe, expect, test } from "vitest";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import type { ChatMessage } from "../../protocol/room/chat.ts";
import { messagesInPostgres, withoutDatabase } from "./harness/database.ts";
import { Guest } from "./harness/guest.ts";
import type { Page } from "./harness/page.ts";
import { Room } from "./harness/room.ts";

const edit = (messageId: string, revision: number, text: string) =>
  ({ type: "edit-chat", messageId, revision, text }) as const;
const remove = (messageId: string) => ({ type: "delete-chat", messageId }) as const;
const react = (messageId: string, reaction: string, on = true) =>
  ({ type: "react-chat", messageId, reaction, on }) as {
    type: "react-chat";
    messageId: string;
    reaction: "👍";
    on: boolean;
  };

/** Says something; returns the message's id. */
async function say(page: Page, text: string): Promise<string> {
  const messageId = crypto.randomUUID();
  await page.chat(text, messageId);
  return messageId;
}

/** The chat as a newcomer is told it. */
async function chatOf(room: Room): Promise<ChatMessage[]> {
  return (await room.join()).session.snapshot.chat;
}

describe("an edit", () => {
  test("is heard by all, kept, and of one's own messages alone", async () => {
    const room = await Room.open();
    const guest = new Guest();
    const ada = await room.join(guest, { name: "Ada" });
    const owner = await room.join(room.owner);
    const id = await say(ada, "teh");
    await ada.ask(edit(id, 1, "the"));
    expect(await owner.inbox.take("chat-edited")).toMatchObject({ messageId: id, text: "the", revision: 1 });
    for (const other of [owner, await room.join()])
      expect((await other.refused(edit(id, 2, "mine"))).code).toBe("forbidden");
    // In another visit, after the room has slept, it is still one's own.
    ada.sendItem({ type: "leave" });
    await room.evict();
    const again = await room.join(guest);
    expect(again.session.authorId).toBe(ada.session.authorId);
    expect(again.id).not.toBe(ada.id);
    await again.ask(edit(id, 2, "they"));
    expect(await chatOf(room)).toMatchObject([{ messageId: id, text: "they", revision: 2, name: "Ada" }]);
    await room.pass(TIMES.outboxFlushMs);
    expect(await messagesInPostgres(room.id)).toMatchObject([{ messageId: id, text: "they", revision: 2 }]);
  });

  test("that is sent again is done once, and of two at once only the first", async () => {
    const room = await Room.open();
    const guest = new Guest();
    const [ada, alsoAda] = [await room.join(guest), await room.join(guest)];
    const id = await say(ada, "one");
    await ada.ask(edit(id, 1, "two"));
    await ada.ask(edit(id, 1, "two"));
    expect((await alsoAda.refused(edit(id, 1, "three"))).code).toBe("message_changed");
    expect((await alsoAda.refused(edit(id, 3, "three"))).code).toBe("message_changed");
    await alsoAda.ask(edit(id, 2, "three"));
    // An answer that was lost, and the request asked once more after all that.
    expect((await ada.refused(edit(id, 1, "two"))).code).toBe("message_changed");
    await ada.settled();
    const heard = ada.inbox.waiting.filter((item) => item.type === "chat-edited");
    expect(heard.map(({ text }) => text)).toEqual(["two", "three"]);
  });

  test("cannot be empty, too long, of what is unknown, or sealed where nothing is", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const id = await say(ada, "one");
    const long = "x".repeat(LIMITS.chatTextChars + 1);
    for (const text of ["", " \u202e ", long, `e2ee1.${long}`])
      expect((await ada.refused(edit(id, 1, text))).code, text.slice(0, 9)).toBe("bad_message");
    expect((await ada.refused(edit(crypto.randomUUID(), 1, "x"))).code).toBe("unknown_message");
    const other = await (await Room.open()).join();
    expect((await other.refused(edit(id, 1, "x"))).code).toBe("unknown_message");
  });
});

describe("a deletion", () => {
  test("leaves nothing of what was said, anywhere", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const id = await say(ada, "my password");
    await ada.ask(react(id, "👍"));
    await room.pass(TIMES.outboxFlushMs);
    await ada.ask(remove(id));
    await ada.ask(remove(id));
    await room.pass(TIMES.outboxFlushMs);
    const gone = { messageId: id, text: "", deleted: true, reactions: [] };
    expect(await chatOf(room)).toMatchObject([gone]);
    expect(await messagesInPostgres(room.id)).toMatchObject([gone]);
    const stored = await room.storage(({ kv }) => JSON.stringify([...kv.list()]));
    expect(stored).not.toContain("my password");
    expect((await ada.refused(edit(id, 1, "back"))).code).toBe("unknown_message");
    expect((await ada.refused(react(id, "👍"))).code).toBe("unknown_message");
  });

  test("is for the author, moderators and the owner", async () => {
    const room = await Room.open();
    const owner = await room.join(room.owner);
    const [ada, moderator, viewer] = [await room.join(), await room.join(), await room.join()];
    await owner.ask({ type: "set-role", participantId: moderator.id, role: "moderator" });
    await owner.ask({ type: "set-role", participantId: viewer.id, role: "viewer" });
    const [first, second, owners] = [await say(ada, "1"), await say(ada, "2"), await say(owner, "3")];
    for (const other of [viewer, ada]) expect((await other.refused(remove(owners))).code).toBe("forbidden");
    expect((await viewer.refused(remove(first))).code).toBe("forbidden");
    await moderator.ask(remove(first));
    await owner.ask(remove(second));
    await moderator.ask(remove(owners));
    expect((await chatOf(room)).map(({ deleted }) => deleted)).toEqual([true, true, true]);
  });
});

describe("an answer", () => {
  test("says which message it answers, and whose that is", async () => {
    const room = await Room.open();
    const ada = await room.join(new Guest(), { name: "Ada" });
    const ben = await room.join(new Guest(), { name: "Ben" });
    const first = crypto.randomUUID();
    const { seq } = await ada.chat("question", first);
    await ben.ask({ type: "chat", messageId: crypto.randomUUID(), text: "answer", replyTo: first });
    const replyTo = { messageId: first, seq, name: "Ada" };
    expect(await ada.inbox.take("chat-message", ({ text }) => text === "answer")).toMatchObject({ replyTo });
    await room.pass(TIMES.outboxFlushMs);
    expect((await messagesInPostgres(room.id))[1]).toMatchObject({ text: "answer", replyTo });
  });

  test("to what the room does not know is a message like others", async () => {
    const room = await Room.open();
    const other = await Room.open();
    const elsewhere = await say(await other.join(), "in another room");
    const ada = await room.join();
    await ada.ask({ type: "chat", messageId: crypto.randomUUID(), text: "answer", replyTo: elsewhere });
    expect(await chatOf(room)).toMatchObject([{ text: "answer", replyTo: null }]);
  });
});

describe("reactions", () => {
  test("are given and taken back, once each", async () => {
    const room = await Room.open();
    const ada = await room.join(new Guest(), { name: "Ada" });
    const ben = await room.join(new Guest(), { name: "Ben" });
    const id = await say(ada, "done");
    for (const page of [ada, ben, ben]) await page.ask(react(id, "🎉"));
    await ada.ask(react(id, "🎉", false));
    await ada.ask(react(id, "🎉", false));
    await ada.settled();
    const heard = ada.inbox.waiting.filter((item) => item.type === "chat-reacted");
    expect(heard.map(({ name, on }) => [name, on])).toEqual([
      ["Ada", true],
      ["Ben", true],
      ["Ada", false],
    ]);
    const reactions = [{ reaction: "🎉", by: [{ authorId: ben.session.authorId, name: "Ben" }] }];
    expect(await chatOf(room)).toMatchObject([{ reactions }]);
    await room.pass(TIMES.outboxFlushMs);
    expect(await messagesInPostgres(room.id)).toMatchObject([{ reactions }]);
  });

  test("are of those that there are, and have bounds", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const id = await say(ada, "done");
    for (const reaction of ["", "🦄", "<b>", "A".repeat(22), "👍👍"])
      expect((await ada.refused(react(id, reaction))).code, reaction).toBe("bad_message");
    expect((await ada.refused(react(crypto.randomUUID(), "👍"))).code).toBe("unknown_message");
    await room.storage(({ kv }) => {
      const [entry] = [...kv.list<ChatMessage>({ prefix: "chat/" })];
      if (!entry) throw new Error("no message");
      const by = Array.from({ length: LIMITS.reactionsPerMessage }, (_, index) => ({
        authorId: `${index}`,
        name: "x",
      }));
      kv.put(entry[0], { ...entry[1], reactions: [{ reaction: "👍", by }] });
    });
    expect((await ada.refused(react(id, "👍"))).code).toBe("too_many_reactions");
    expect((await ada.refused(react(id, "🎉"))).code).toBe("too_many_reactions");
  });

  test("in an encrypted room are tags, which say nothing to the room", async () => {
    const room = await Room.open({ encrypted: true });
    const ada = await room.join();
    const id = await say(ada, `e2ee1.${"A".repeat(40)}`);
    expect((await ada.refused(react(id, "👍"))).code).toBe("bad_message");
    await ada.ask(react(id, "A".repeat(22)));
    expect(await chatOf(room)).toMatchObject([{ reactions: [{ reaction: "A".repeat(22) }] }]);
  });
});

describe("on their way to Postgres", () => {
  test("changes wait while it is away, and only the last of them is written", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const [first, second] = [await say(ada, "one"), await say(ada, "two")];
    await room.pass(TIMES.outboxFlushMs);
    const bringBack = withoutDatabase();
    await ada.ask(edit(first, 1, "uno"));
    await room.pass(TIMES.outboxFlushMs);
    await room.evict();
    await ada.ask(edit(first, 2, "eins"));
    await ada.ask(remove(second));
    expect(await room.keys("outbox/")).toHaveLength(2);
    bringBack();
    await room.pass(TIMES.outboxRetryMaxMs);
    expect(await messagesInPostgres(room.id)).toMatchObject([
      { text: "eins", revision: 2 },
      { text: "", deleted: true },
    ]);
    expect(await room.keys("outbox/")).toEqual([]);
  });

  test("an older state that comes late changes nothing", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const id = await say(ada, "one");
    const waiting = await room.storage(({ kv }) => [...kv.list({ prefix: "outbox/" })]);
    await ada.ask(edit(id, 1, "two"));
    await room.pass(TIMES.outboxFlushMs);
    await room.storage(({ kv }) => {
      for (const [key, value] of waiting) kv.put(key, value);
    });
    await room.evict();
    await room.pass(TIMES.outboxFlushMs);
    expect(await messagesInPostgres(room.id)).toMatchObject([{ text: "two", revision: 1 }]);
  });

  test("a message that is sent again when the room has forgotten it, is there once, and holds nothing up", async () => {
    const room = await Room.open();
    const ada = await room.join();
    const id = await say(ada, "long ago");
    await room.pass(TIMES.outboxFlushMs);
    await room.storage(({ kv }) => {
      for (const [key] of [...kv.list({ prefix: "chat/" }), ...kv.list({ prefix: "message/" })])
        kv.delete(key);
    });
    await room.evict();
    await ada.chat("long ago", id);
    await ada.chat("today");
    await room.pass(TIMES.outboxFlushMs);
    expect((await messagesInPostgres(room.id)).map(({ text }) => text)).toEqual(["long ago", "today"]);
    expect(await room.keys("outbox/")).toEqual([]);
  });
});
