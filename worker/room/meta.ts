import { DEFAULT_RULES, type Rules } from "../../protocol/room/rules.ts";
import type { RoomDetails } from "../../protocol/room/settings.ts";
import type { RoomMeta, RoomState } from "./state.ts";

/** Who may do what in this room. */
export function rulesOf({ meta }: RoomState): Rules {
  return meta?.settings.rules ?? DEFAULT_RULES;
}

/** The regions that the room's media may be in; null: all. */
export function regionsOf({ meta }: RoomState): readonly string[] | null {
  return meta?.settings.regions ?? null;
}

/** A room as whoever may see it is shown it. */
export function detailsOf({
  slug,
  title,
  settings,
  password,
}: Pick<RoomMeta, "slug" | "title" | "settings" | "password">): RoomDetails {
  // A room that was stored before there was this setting has none of it.
  const { encrypted, rules, lobby, guests, locked, limit, regions = null } = settings;
  const hasPassword = password !== null;
  return { slug, title, encrypted, rules, lobby, guests, locked, limit, regions, hasPassword };
}
