import { DEFAULT_RULES, type Rules } from "../../protocol/room/rules.ts";
import type { RoomDetails } from "../../protocol/room/settings.ts";
import type { RoomMeta, RoomState } from "./state.ts";

/** Who may do what in this room. */
export function rulesOf({ meta }: RoomState): Rules {
  return meta?.settings.rules ?? DEFAULT_RULES;
}

/** A room as whoever may see it is shown it. */
export function detailsOf({
  slug,
  title,
  settings,
  password,
}: Pick<RoomMeta, "slug" | "title" | "settings" | "password">): RoomDetails {
  const { encrypted, rules, lobby, guests, locked, limit } = settings;
  return { slug, title, encrypted, rules, lobby, guests, locked, limit, hasPassword: password !== null };
}
