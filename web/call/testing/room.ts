import { DEFAULT_RULES } from "../../../protocol/room/rules.ts";
import type { RoomDetails } from "../../../protocol/room/settings.ts";

/** A room as whoever may see it sees it. */
export const ROOM: RoomDetails = {
  slug: "tea",
  title: "Tea",
  encrypted: false,
  rules: DEFAULT_RULES,
  lobby: "nobody",
  guests: true,
  locked: false,
  limit: 200,
  regions: null,
  hasPassword: false,
};
