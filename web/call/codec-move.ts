import type { VideoCodec } from "../../protocol/video-codecs.ts";

/** A better codec is moved to only after this long without another change of who watches: each move costs a key frame. */
const CALM_MS = 10_000;

/**
 * After how many milliseconds to move from one codec to another; null where there is nothing to move to. At once where
 * more people then see the picture, or where the current one is a misfit: this machine is too slow for it, or it was chosen for a picture
 * of another size.
 */
export function moveAfterMs(
  current: VideoCodec,
  target: VideoCodec,
  viewers: readonly (readonly VideoCodec[])[],
  isMisfit: boolean,
): number | null {
  if (current === target) return null;
  const reach = (codec: VideoCodec) => viewers.filter((decodes) => decodes.includes(codec)).length;
  return isMisfit || reach(target) > reach(current) ? 0 : CALM_MS;
}
