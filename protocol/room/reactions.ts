import { LIMITS } from "../limits.ts";
import { type ChatMessage, REACTIONS } from "./chat.ts";

type Reactions = ChatMessage["reactions"];

/** One person's reaction, given or taken back. */
interface Given {
  readonly reaction: string;
  readonly authorId: string;
  readonly name: string;
  readonly on: boolean;
}

/** A message's reactions after one more was given or taken back; the same list where that changes nothing. */
export function withReaction(before: Reactions, { reaction, authorId, name, on }: Given): Reactions {
  const known = before.find((one) => one.reaction === reaction);
  const has = known?.by.some((person) => person.authorId === authorId) ?? false;
  if (has === on) return before;
  if (known === undefined) return [...before, { reaction, by: [{ authorId, name }] }];
  const by = on
    ? [...known.by, { authorId, name }]
    : known.by.filter((person) => person.authorId !== authorId);
  if (by.length === 0) return before.filter((one) => one !== known);
  return before.map((one) => (one === known ? { reaction, by } : one));
}

/** Whether reactions are within bounds. Of tags nobody but pages can tell what they stand for: there are no more kinds than reactions. */
export function isWithinBounds(reactions: Reactions): boolean {
  const count = reactions.reduce((sum, { by }) => sum + by.length, 0);
  return count <= LIMITS.reactionsPerMessage && reactions.length <= REACTIONS.length;
}
