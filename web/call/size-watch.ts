import { isSameSize, type Size } from "../../protocol/room/watching.ts";
import { trackSize } from "./track-size.ts";

/** A size that lasts from one look to the next is no longer being changed: a window that is dragged has another one at each. */
const LOOK_EVERY_MS = 400;

/** What is known of a picture's size: as it was when that was last told, and at the last look. */
export interface SizeLooks {
  readonly told: Size | null;
  readonly last: Size | null;
}

/** A look at the size, and whether it is to be told: it is another one, and stays. */
export function lookAtSize(
  { told, last }: SizeLooks,
  size: Size | null,
): { looks: SizeLooks; tells: boolean } {
  const isAs = (other: Size | null) => size !== null && other !== null && isSameSize(size, other);
  const tells = isAs(last) && !isAs(told);
  return { looks: { told: tells ? size : told, last: size }, tells };
}

/**
 * Calls `changed` whenever a captured screen has another size and keeps it: its window is made larger, or another one is chosen. It is
 * looked at, because `configurationchange` is not fired for the first picture: until that is there, Chromium's settings of the track
 * say the size that was asked for (Chromium 156).
 *
 * @param told the size that is known already
 * @returns a function that ends the watch
 */
export function watchSize(track: MediaStreamTrack, told: Size | null, changed: () => void): () => void {
  let looks: SizeLooks = { told, last: null };
  const timer = setInterval(() => {
    const look = lookAtSize(looks, trackSize(track));
    looks = look.looks;
    if (look.tells) changed();
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
