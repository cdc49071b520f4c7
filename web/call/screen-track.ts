import type { ShareOptions } from "./types.ts";

/** Capturing is work: no more pixels a second than 1080p has at 60 frames. */
const MOST_PIXELS_PER_SECOND = 1920 * 1080 * 60;

const widthOf = (height: number) => (height * 16) / 9;

/** The size at which a screen is captured, in pixels; `max` has the browser scale a larger one down before it is encoded. */
export function screenSize(height: number): { width: ConstrainULongRange; height: ConstrainULongRange } {
  const width = widthOf(height);
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
  return widthOf(height) * height * twice <= MOST_PIXELS_PER_SECOND ? twice : frameRate;
}

/**
 * Tells the browser what a captured screen shows, and has it send a picture that does not change until it is sharp.
 *
 * Without a lower bound of the frame rate Chromium sends such a picture once a second only, as coarse as its one key frame
 * was: a page of text takes many seconds to become readable. With a lower bound of nought it repeats the last frame at the
 * full rate until the encoder has nothing left to improve, after every key frame, and then once a second. `getDisplayMedia`
 * itself takes no lower bounds.
 */
export async function prepareScreen(track: MediaStreamTrack, options: ShareOptions): Promise<void> {
  const { height, content } = options;
  track.contentHint = content === "text" ? "detail" : "motion";
  // Where it is known, it says more: it keeps edges rather than shades. Where it is not, the first one stays.
  if (content === "text") track.contentHint = "text";
  const rate = captureRate(options);
  await track
    .applyConstraints({ ...screenSize(height), frameRate: { min: 0, ideal: rate, max: rate } })
    .catch(() => undefined);
}
