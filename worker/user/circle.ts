import type { FromUser } from "../../protocol/user/messages.ts";
import { SILENCE, type Signal, type Visibility } from "./presence.ts";

/** What somebody's object keeps of them, and of their friends by user id: what the friendship is called, and what was heard last. */
export interface Circle extends Visibility {
  readonly friends: ReadonlyMap<string, Friend>;
}

interface Friend {
  readonly id: string;
  readonly heard: Signal;
}

/** As the database has it. */
export interface StoredCircle extends Visibility {
  readonly friends: readonly { readonly userId: string; readonly id: string }[];
}

/** The circle as the database has it now; what was heard of who is in it still, stays. */
export function withStored(before: Circle | null, { friends, ...visibility }: StoredCircle): Circle {
  const entries = friends.map(({ userId, id }) => {
    const known = before?.friends.get(userId);
    return [userId, known?.id === id ? known : { id, heard: SILENCE }] as const;
  });
  return { ...visibility, friends: new Map(entries) };
}

/** The circle without somebody. */
export function without(circle: Circle, userId: string): Circle {
  const friends = new Map(circle.friends);
  friends.delete(userId);
  return { ...circle, friends };
}

/** The circle with what a friend said. Null where that is nobody in it, or older than what they said last. */
export function withSignal(circle: Circle, userId: string, heard: Signal): Circle | null {
  const friend = circle.friends.get(userId);
  if (!friend || friend.heard.version >= heard.version) return null;
  return { ...circle, friends: new Map(circle.friends).set(userId, { ...friend, heard }) };
}

/** The circle of somebody who hears nothing any more: what was heard will be old. */
export function withNothingHeard(circle: Circle): Circle {
  const entries = [...circle.friends].map(([userId, { id }]) => [userId, { id, heard: SILENCE }] as const);
  return { ...circle, friends: new Map(entries) };
}

/** How it is with all friends, for a page. */
export function presencesOf(circle: Circle): Extract<FromUser, { type: "presences" }> {
  const friends = [...circle.friends.values()]
    .filter(({ heard }) => heard.presence.kind !== "offline")
    .map(({ id, heard }) => ({ friend: id, presence: heard.presence }));
  return { type: "presences", friends };
}
