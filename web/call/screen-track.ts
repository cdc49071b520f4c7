import type { Size } from "../../protocol/room/watching.ts";
import { trackSize } from "./track-size.ts";
import type { ShareOptions } from "./types.ts";

/** Capturing is work: no more pixels a second than 1080p has at 60 frames. */
const MOST_PIXELS_PER_SECOND = 1920 * 1080 * 60;

const SIXTEEN_NINTHS = 16 / 9;

/** What is captured is looked at this often, in milliseconds: soon after its start, and then for as long as it is there. */
const LOOKS = { soonMs: 50, soonForMs: 2_000, laterMs: 1_000 };

/** A box that shows a picture larger by less than this factor is no better: a shape is told from whole pixels. */
const LEAST_GAIN = 1.002;

/** As many pixels as this many lines have at 16:9. */
const pixelsOf = (height: number) => ((height * 16) / 9) * height;

/**
 * The box, in pixels, into which a picture of this shape (width by height) is fitted so that it has as many pixels as `height` lines have
 * at 16:9. Its sides are rounded up to multiples of four: a shape may be read a little wrong, and what fits is not to be scaled.
 */
export function boxOf(height: number, shape = SIXTEEN_NINTHS): Size {
  const side = (square: number) => 4 * Math.ceil(Math.sqrt(square) / 4 - 0.01);
  return { width: side(pixelsOf(height) * shape), height: side(pixelsOf(height) / shape) };
}

/**
 * The box that is right for a picture which has come out of this one as large as `frame`; null where it would come no larger. So no two
 * boxes are changed for each other again and again.
 */
export function betterBox(frame: Size, box: Size, height: number): Size | null {
  // Browsers round to whole or even pixels.
  const isBound = frame.width > box.width - 2 || frame.height > box.height - 2;
  if (!isBound) return null;
  const better = boxOf(height, frame.width / frame.height);
  const gain = Math.min(better.width / frame.width, better.height / frame.height);
  return gain > LEAST_GAIN ? better : null;
}

/** Has the browser scale a picture down to fit into a box before it is encoded. */
export function fitInto({ width, height }: Size): {
  width: ConstrainULongRange;
  height: ConstrainULongRange;
} {
  return { width: { ideal: width, max: width }, height: { ideal: height, max: height } };
}

/**
 * How often a screen is captured that is sent `frameRate` times a second: twice as often, where that is not too much. With the lower bound
 * below Chromium holds each frame back for the time between two captured ones (FrameCadenceAdapter), 67 ms at 15 a second; its encodings'
 * own limit keeps what is new to the rate that was chosen, and in what time is left frames are repeated, sharper. Between two browsers a page
 * that scrolls was seen 114 ms after it was drawn in place of 181 at 1080p30, and 177 in place of 228 at 1080p15 (medians of 180
 * frames), for as much of the processor's time; of 20 frames a second at 1080p15, 15 were new (Chromium 156).
 */
export function captureRate({ height, frameRate }: Pick<ShareOptions, "height" | "frameRate">): number {
  const twice = 2 * frameRate;
  return pixelsOf(height) * twice <= MOST_PIXELS_PER_SECOND ? twice : frameRate;
}

/**
 * Tells the browser what a captured screen shows, and has it send a picture that does not change until it is sharp.
 *
 * Without a lower bound of the frame rate Chromium sends such a picture once a second only, as coarse as its one key frame
 * was: a page of text takes many seconds to become readable. With a lower bound of nought it repeats the last frame at the
 * full rate until the encoder has nothing left to improve, after every key frame, and then once a second. `getDisplayMedia`
 * itself takes no lower bounds.
 *
 * Resolves while the shape of what is captured is still unknown; from then on it is followed.
 */
export async function prepareScreen(track: MediaStreamTrack, options: ShareOptions): Promise<void> {
  const { height, content } = options;
  track.contentHint = content === "text" ? "detail" : "motion";
  // Where it is known, it says more: it keeps edges rather than shades. Where it is not, the first one stays.
  if (content === "text") track.contentHint = "text";
  const rate = captureRate(options);
  const frameRate = { min: 0, ideal: rate, max: rate };
  const apply = (box: Size) => track.applyConstraints({ ...fitInto(box), frameRate }).catch(() => undefined);
  await apply(boxOf(height));
  followShape(track, height, apply);
}

/**
 * Bounds the pixels of a captured screen, whatever its shape, for as long as it is there. Constraints are a box, and browsers say what
 * is captured only once they have scaled it; a window may be given another shape, and another surface be chosen.
 */
function followShape(track: MediaStreamTrack, height: number, apply: (box: Size) => Promise<void>): void {
  let box = boxOf(height);
  const startedAt = performance.now();
  const look = async (): Promise<void> => {
    if (track.readyState === "ended") return;
    const frame = trackSize(track);
    const better = frame && betterBox(frame, box, height);
    if (better) {
      box = better;
      await apply(better);
    }
    const isNew = performance.now() - startedAt < LOOKS.soonForMs;
    setTimeout(() => void look(), isNew ? LOOKS.soonMs : LOOKS.laterMs);
  };
  void look();
}
