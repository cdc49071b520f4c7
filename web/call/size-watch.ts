import { isSameSize, type Size } from "../../protocol/room/watching.ts";
import { firstSize } from "./first-size.ts";
import { trackSize } from "./track-size.ts";

const LOOK_EVERY_MS = 400;
/** A size that lasts from one look to the next is no longer being changed: a window that is dragged has another one at each. */
const RESTS_AFTER_MS = LOOK_EVERY_MS / 2;
/**
 * A picture that only becomes smaller, and keeps its shape, was most likely made so by its browser: Chromium 156 captures a tab in three
 * quarters or half of its size while the machine or the path is short of room, for some seconds each time, and longer where nothing changes
 * in it. A screen of another size that has the very same shape is believed after this long.
 */
const REDUCED_AFTER_MS = 60_000;
/** Sides are whole numbers, and some browsers keep to even ones. */
const SHAPE_TOLERANCE = 0.01;

/** What is known of a picture's size: as it was when that was last told, and at the last look, and from when on it was like that. */
export interface SizeLooks {
  readonly told: Size | null;
  readonly last: Size | null;
  readonly sinceMs: number;
}

/** A look at the size, and whether it is to be told: it is another one, and stays. */
export function lookAtSize(
  { told, last, sinceMs }: SizeLooks,
  size: Size | null,
  nowMs: number,
): { looks: SizeLooks; tells: boolean } {
  if (size === null || last === null || !isSameSize(size, last)) {
    return { looks: { told, last: size, sinceMs: nowMs }, tells: false };
  }
  const isKnown = told !== null && isSameSize(size, told);
  const staysAfterMs = told !== null && isReduced(told, size) ? REDUCED_AFTER_MS : RESTS_AFTER_MS;
  const tells = !isKnown && nowMs - sinceMs >= staysAfterMs;
  return { looks: { told: tells ? size : told, last, sinceMs }, tells };
}

/** Whether it is the same picture, only smaller. */
function isReduced(before: Size, now: Size): boolean {
  if (now.width >= before.width || now.height >= before.height) return false;
  const [shape, other] = [before, now].map(({ width, height }) => width / height) as [number, number];
  return Math.abs(shape / other - 1) <= SHAPE_TOLERANCE;
}

/**
 * Calls `changed` with the size of a captured screen once its first picture has told it, and whenever it has another one and keeps it: its
 * window is made larger, or another one is chosen. It is looked at, because `configurationchange` is not fired for the first picture.
 *
 * @returns a function that ends the watch
 */
export function watchSize(track: MediaStreamTrack, changed: (size: Size) => void): () => void {
  let looks: SizeLooks = { told: null, last: null, sinceMs: 0 };
  let timer: ReturnType<typeof setInterval> | undefined;
  let isOver = false;
  const look = (): void => {
    const { looks: next, tells } = lookAtSize(looks, trackSize(track), performance.now());
    looks = next;
    if (tells && looks.told !== null) changed(looks.told);
  };
  void firstSize(track).then(() => {
    if (!isOver) timer = setInterval(look, LOOK_EVERY_MS);
  });
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}
