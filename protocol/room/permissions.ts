import type { Role } from "./participants.ts";
import type { Source } from "./producers.ts";
import type { Rules } from "./rules.ts";

/**
 * What is the same in every room: `*-others` is about other people's streams; to `stop-drawing` is to clear another's share, and
 * to allow no more of it; to `delete-messages` is to delete anybody's: one's own one may always delete. To `cheer` is to
 * show an emoji for a moment, to `stop-recording` is to end somebody else's, to `admit` to let in who waits, and to `ban` is also to see who is banned, and to end that.
 */
type FixedAction =
  | "raise-hand"
  | "cheer"
  | "mute-others"
  | "stop-others"
  | "stop-drawing"
  | "stop-recording"
  | "delete-messages"
  | "lower-hands"
  | "kick"
  | "ban"
  | "admit"
  | "lock"
  | "change-room"
  | "set-regions"
  | "set-address"
  | "delete-room"
  | "set-roles"
  | "hand-over";

/**
 * What a participant may do. To `draw` is to point, too, on shares whose owner allows it; to `invite` is to make links that
 * need neither password nor somebody at the door; to `record` is to keep what is shown and said, on one's own computer.
 */
export type Action = keyof Rules | FixedAction;

/** The roles, each of which may all that the ones before it may. */
const RANK: Record<Role, number> = { viewer: 0, participant: 1, moderator: 2, owner: 3 };

/**
 * From which role on one may do what, in every room. This and a room's rules are the whole table: the room decides by it, and
 * the page offers nobody what would be refused.
 */
const LEAST_ROLE: Record<FixedAction, Role> = {
  "raise-hand": "viewer",
  cheer: "viewer",
  "mute-others": "moderator",
  "stop-others": "moderator",
  "stop-drawing": "moderator",
  "stop-recording": "moderator",
  "delete-messages": "moderator",
  "lower-hands": "moderator",
  kick: "moderator",
  ban: "moderator",
  admit: "moderator",
  lock: "moderator",
  "change-room": "moderator",
  "set-regions": "owner",
  "set-address": "owner",
  "delete-room": "owner",
  "set-roles": "owner",
  "hand-over": "owner",
};

/** What is done to those alone who are below oneself: moderators do not put each other out. */
const TO_LOWER_ROLES: ReadonlySet<Action> = new Set<Action>(["kick", "ban"]);

/** What it takes to send each kind of stream. */
export const ACTION_OF_SOURCE = {
  microphone: "speak",
  camera: "camera",
  screen: "share",
  "screen-audio": "share",
} as const satisfies Record<Source, Action>;

/** Whether somebody of this role may do that in general, in a room with these rules. */
export function may(role: Role, action: Action, rules: Rules): boolean {
  const least = action in rules ? rules[action as keyof Rules] : LEAST_ROLE[action as FixedAction];
  return RANK[role] >= RANK[least];
}

/** Whether somebody of role `actor` may do that to somebody else of role `target`: nobody acts upon the owner. */
export function mayActOn(actor: Role, action: Action, target: Role, rules: Rules): boolean {
  if (target === "owner" || !may(actor, action, rules)) return false;
  return !TO_LOWER_ROLES.has(action) || RANK[target] < RANK[actor];
}
