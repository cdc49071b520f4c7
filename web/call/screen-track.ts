import type { ShareOptions } from "./types.ts";

/**
 * Tells the browser what a captured screen shows, and has it send a picture that does not change until it is sharp.
 *
 * Without a lower bound of the frame rate Chromium sends such a picture once a second only, as coarse as its one key frame
 * was: a page of text takes many seconds to become readable. With a lower bound of nought it repeats the last frame at the
 * full rate until the encoder has nothing left to improve, after every key frame, and then once a second. `getDisplayMedia`
 * itself takes no lower bounds.
 */
export async function prepareScreen(track: MediaStreamTrack, options: ShareOptions): Promise<void> {
  const { height, frameRate, content } = options;
  track.contentHint = content === "text" ? "detail" : "motion";
  // Where it is known, it says more: it keeps edges rather than shades. Where it is not, the first one stays.
  if (content === "text") track.contentHint = "text";
  const width = (height * 16) / 9;
  await track
    .applyConstraints({
      width: { ideal: width, max: width },
      height: { ideal: height, max: height },
      frameRate: { min: 0, ideal: frameRate, max: frameRate },
    })
    .catch(() => undefined);
}
