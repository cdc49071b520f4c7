import { LIMITS } from "../../protocol/limits.ts";

/** The size of a picture at its source, in pixels; null for sound, and where the browser says none that a picture has. */
export function trackSize(track: MediaStreamTrack | null): { width: number; height: number } | null {
  const { width = 0, height = 0 } = track?.getSettings() ?? {};
  const isSide = (side: number) => side > 0 && side <= LIMITS.pictureSide;
  return isSide(width) && isSide(height) ? { width, height } : null;
}
