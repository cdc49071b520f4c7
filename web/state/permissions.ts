import type { Role } from "../../protocol/room/participants.ts";

/** What a participant may do; `*-others` is about other people's streams and roles. */
export type Action = "publish" | "chat" | "mute-others" | "stop-others" | "set-roles";

/** The room decides; this mirrors its table, so that the page offers nobody what would be refused. */
const GRANTS: Record<Role, ReadonlySet<Action>> = {
  owner: new Set<Action>(["publish", "chat", "mute-others", "stop-others", "set-roles"]),
  moderator: new Set<Action>(["publish", "chat", "mute-others", "stop-others"]),
  participant: new Set<Action>(["publish", "chat"]),
  viewer: new Set<Action>(["chat"]),
};

/** Whether somebody of a role may do that, to somebody of role `target` where it is done to somebody. */
export function roleMay(role: Role, action: Action, target?: Role): boolean {
  return GRANTS[role].has(action) && target !== "owner";
}
