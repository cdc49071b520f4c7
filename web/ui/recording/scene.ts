import type { Size } from "../../../protocol/room/watching.ts";
import type { Person } from "../../state/types.ts";
import { arrange } from "../layout.ts";
import { type Place, placeTiles } from "../place.ts";

/**
 * A recording's size in pixels: a share of 1920 × 1080 has all of its pixels, so that text is as sharp as it was, and the
 * people stand beside it.
 */
export const RECORDED_SIZE: Size = { width: 2256, height: 1080 };

/** Where everybody is in a recording: as on the stage of somebody who shares nothing, whoever records. */
export function sceneOf(people: readonly Person[]): readonly Place[] {
  // One's own screen is not in front of oneself, but it is what a recording is about.
  const others = people.map((person) => ({ ...person, isSelf: false }));
  return placeTiles(arrange(others, null), RECORDED_SIZE).places;
}
