import type { Role } from "./participants.ts";

/**
 * What a participant may do; `*-others` is about other people's streams and roles. To `draw` is to point, too, on shares
 * whose owner allows it; to `stop-drawing` is to clear another's share, and to allow no more of it. To `delete-messages`
 * is to delete anybody's; one's own one may always delete.
 */
export type Action =
  | "publish"
  | "chat"
  | "draw"
  | "mute-others"
  | "stop-others"
  | "stop-drawing"
  | "delete-messages"
  | "set-roles";

/** Every role and what it may. The room decides by this table; the page offers nobody what would be refused. */
const GRANTS: Record<Role, ReadonlySet<Action>> = {
  owner: new Set<Action>([
    "publish",
    "chat",
    "draw",
    "mute-others",
    "stop-others",
    "stop-drawing",
    "delete-messages",
    "set-roles",
  ]),
  moderator: new Set<Action>([
    "publish",
    "chat",
    "draw",
    "mute-others",
    "stop-others",
    "stop-drawing",
    "delete-messages",
  ]),
  participant: new Set<Action>(["publish", "chat", "draw"]),
  viewer: new Set<Action>(["chat"]),
};

/** Whether somebody of this role may do that in general. */
export function may(role: Role, action: Action): boolean {
  return GRANTS[role].has(action);
}

/** Whether somebody of role `actor` may do that to somebody of role `target`: nobody acts upon the owner. */
export function mayActOn(actor: Role, action: Action, target: Role): boolean {
  return may(actor, action) && target !== "owner";
}
