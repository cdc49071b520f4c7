import { DEFAULT_RULES, type Rules } from "../../protocol/room/rules.ts";
import type { RoomState } from "./state.ts";

/** Who may do what in this room. */
export function rulesOf({ meta }: RoomState): Rules {
  return meta?.rules ?? DEFAULT_RULES;
}
