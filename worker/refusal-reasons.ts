/** Why a node, or somebody who says that they are one, is refused. */
export const REFUSAL_REASONS = [
  /** There is no token, or none that a node could have made. */
  "no-token",
  /** The node that the token names has no key in `NODE_KEYS`, or one that is none. */
  "unknown-node",
  /** `NODE_KEYS` does not answer: the node is welcome to dial again. */
  "keys-unreadable",
  /** Its signature, its claims or its times are not those of a node's token. */
  "bad-token",
  "expired-token",
  /** It is good for another door, or another room. */
  "foreign-token",
  /** Somebody has dialled with it before. */
  "used-token",
  /** The node says that it is where no node is. */
  "absurd-position",
  /** What it sent cannot be read or believed, was not asked for, or comes too often. */
  "bad-message",
  /** It comes back in the run of its program in which it was removed. */
  "removed",
  /** It did too much of this, and its link was closed. */
  "abuse",
  /** It links to a room that it does not serve, or not in this epoch. */
  "not-serving",
  /** It reports on a room of a former epoch, or by a link that is not the one by which it serves the room. */
  "stale-report",
  /** It offers a pipe to who is no peer of it in this room, or a stream through it that is not its own. */
  "foreign-pipe",
] as const;

export type RefusalReason = (typeof REFUSAL_REASONS)[number];
