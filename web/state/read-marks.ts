import type { ReadMark } from "../../protocol/room/reading.ts";
import type { Message } from "./types.ts";

/** How far people have read, by author id. */
export type ReadMarks = ReadonlyMap<string, ReadMark>;

/** The marks after some more. Such words may overtake each other: what counts is the furthest. */
export function withReadMarks(before: ReadMarks, marks: readonly ReadMark[]): ReadMarks {
  const after = new Map(before);
  for (const mark of marks)
    if (mark.seq > (after.get(mark.authorId)?.seq ?? -1)) after.set(mark.authorId, mark);
  return after;
}

/** The newest place in the room's order up to which there are messages. */
export function newestSeq(messages: readonly Message[]): number {
  return messages.findLast(({ seq }) => seq !== null)?.seq ?? 0;
}

/** What others wrote after a place, oldest first. */
function unreadSince(messages: readonly Message[], place: number): readonly Message[] {
  return messages.filter(({ seq, isOwn, deleted }) => seq !== null && seq > place && !isOwn && !deleted);
}

/** How many messages of others came after a place. */
export function unreadCount(messages: readonly Message[], place: number): number {
  return unreadSince(messages, place).length;
}

/** The id of the first message of others that came after a place; null where there is none. */
export function firstUnread(messages: readonly Message[], place: number): string | null {
  return unreadSince(messages, place)[0]?.messageId ?? null;
}

/** The newest message of one's own, and the names of those who have read up to it; null where nobody has. */
export function seenBy(
  messages: readonly Message[],
  marks: ReadMarks,
  ownId: string,
): { readonly messageId: string; readonly names: readonly string[] } | null {
  const message = messages.findLast(({ isOwn, deleted, seq }) => isOwn && !deleted && seq !== null);
  if (message?.seq == null) return null;
  const { messageId, seq } = message;
  const readers = [...marks.values()].filter((mark) => mark.authorId !== ownId && mark.seq >= seq);
  return readers.length === 0 ? null : { messageId, names: readers.map(({ name }) => name) };
}
