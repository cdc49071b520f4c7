import { expect, it } from "vitest";
import { messagesOf } from "./outgoing-chat.ts";
import { firstUnread, newestSeq, seenBy, unreadCount, withReadMarks } from "./read-marks.ts";
import { chatMessage } from "./testing/chat-message.ts";

const self = { participantId: "now", authorId: "me", name: "Me" };
const said = (seq: number, authorId: string, deleted = false) =>
  chatMessage({ seq, messageId: `m${seq}`, authorId, deleted });
const sending = { messageId: "m9", text: "…", at: 9, state: "sending", files: [], replyTo: null } as const;
const all = messagesOf(
  [said(1, "a"), said(2, "me"), said(3, "a", true), said(4, "a"), said(6, "b")],
  [sending],
  self,
);
const mark = (authorId: string, seq: number) => ({ authorId, name: authorId.toUpperCase(), seq });

it("counts what others wrote after a place, and finds the first of it", () => {
  expect([unreadCount(all, 0), firstUnread(all, 0)]).toEqual([3, "m1"]);
  expect([unreadCount(all, 1), firstUnread(all, 1)]).toEqual([2, "m4"]);
  expect([unreadCount(all, 6), firstUnread(all, 6)]).toEqual([0, null]);
});

it("reads up to what is stored, not up to what is on its way", () => {
  expect(newestSeq(all)).toBe(6);
  expect(newestSeq([])).toBe(0);
});

it("believes of two words about somebody the one that is further", () => {
  const marks = withReadMarks(new Map(), [mark("a", 4), mark("b", 1)]);
  expect([...withReadMarks(marks, [mark("a", 3), mark("b", 2)]).values()]).toEqual([
    mark("a", 4),
    mark("b", 2),
  ]);
});

it("says who has seen one's newest message, without oneself and who is not there yet", () => {
  const seen = (...marks: ReturnType<typeof mark>[]) => seenBy(all, withReadMarks(new Map(), marks), "me");
  expect(seen(mark("a", 2), mark("b", 6), mark("me", 6), mark("c", 1))).toEqual({
    messageId: "m2",
    names: ["A", "B"],
  });
  expect(seen(mark("me", 6), mark("c", 1))).toBe(null);
  expect(seenBy([], new Map(), "me")).toBe(null);
});
