import { trackSize } from "../call/track-size.ts";

/** Colours are encoded for two pixels by two: of less nothing is left. */
const LEAST_SIDE = 2;

/** Whether the picture of a track comes to nobody, because it has fewer pixels at its source than are sent. */
export function isTooSmall(track: MediaStreamTrack | null): boolean {
  const size = trackSize(track);
  return size !== null && Math.min(size.width, size.height) < LEAST_SIDE;
}
