import { DEFAULT_RULES } from "../../../protocol/room/rules.ts";

/** A room in which there is nobody, as it tells it to who joins. */
export const SNAPSHOT = {
  epoch: 2,
  seq: 10,
  room: { slug: "tea", title: "Tea", encrypted: false, rules: DEFAULT_RULES },
  route: "direct" as const,
  participants: [],
  chat: [],
};
