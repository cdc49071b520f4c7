import { LIMITS } from "../../protocol/limits.ts";

/** What there is between who asks and a handle, before they ask. */
export interface Asked {
  /** The user who has the handle; null where nobody has. */
  readonly other: string | null;
  readonly isSelf: boolean;
  /** The asker hears no more of them. */
  readonly isBlocked: boolean;
  /** They hear no more of the asker. */
  readonly isBlocking: boolean;
  /** Null where neither has asked the other; `isOwn`: the asker has. */
  readonly friendship: { readonly id: string; readonly isAccepted: boolean; readonly isOwn: boolean } | null;
  /** The asker has asked already, and nobody hears of it. */
  readonly isUnheard: boolean;
  /** How many requests of the asker are open. */
  readonly requests: number;
  /** How many wait for an answer of the one with the handle. */
  readonly incoming: number;
  /** How many friends the one of the two has who has more. */
  readonly mostFriends: number;
}

/** What came of asking somebody. `other` is who hears of it. */
export type Asking =
  /** It is asked, whether or not anybody hears of it. */
  | { readonly kind: "open"; readonly other: string | null }
  /** They had asked already. */
  | { readonly kind: "friends"; readonly other: string }
  | { readonly kind: "too_many_requests" | "too_many_friends" | "blocked_by_you" | "oneself" };

/** What is to be stored. */
type Step =
  | { readonly kind: "accept"; readonly friendshipId: string }
  /** They are friends: what either has asked under another handle, unheard, is no longer open. */
  | { readonly kind: "forget"; readonly friendshipId: string }
  | { readonly kind: "ask"; readonly other: string }
  | { readonly kind: "ask-unheard" };

/**
 * What comes of asking, and what is to be stored, if anything. It comes to the same for a handle that nobody has, for who has
 * blocked the asker, for who has refused and for who has too many requests: the request is there, and nobody sees it.
 */
export function decideAsking(asked: Asked): { asking: Asking; step: Step | null } {
  const { other, friendship } = asked;
  if (asked.isSelf) return { asking: { kind: "oneself" }, step: null };
  if (asked.isBlocked) return { asking: { kind: "blocked_by_you" }, step: null };
  if (other !== null && friendship !== null) return decideBetween(other, friendship, asked.mostFriends);
  if (asked.isUnheard) return { asking: { kind: "open", other: null }, step: null };
  if (asked.requests >= LIMITS.friendRequests) return { asking: { kind: "too_many_requests" }, step: null };
  if (other === null || asked.isBlocking || asked.incoming >= LIMITS.incomingRequests)
    return { asking: { kind: "open", other: null }, step: { kind: "ask-unheard" } };
  return { asking: { kind: "open", other }, step: { kind: "ask", other } };
}

/** Where one of the two has asked already. */
function decideBetween(
  other: string,
  { id, isAccepted, isOwn }: NonNullable<Asked["friendship"]>,
  mostFriends: number,
): { asking: Asking; step: Step | null } {
  if (isAccepted) return { asking: { kind: "friends", other }, step: { kind: "forget", friendshipId: id } };
  if (isOwn) return { asking: { kind: "open", other }, step: null };
  if (mostFriends >= LIMITS.friends) return { asking: { kind: "too_many_friends" }, step: null };
  return { asking: { kind: "friends", other }, step: { kind: "accept", friendshipId: id } };
}
