/** The size of a picture at its source, in pixels; null for sound, and where the browser does not say. */
export function trackSize(track: MediaStreamTrack | null): { width: number; height: number } | null {
  const { width = 0, height = 0 } = track?.getSettings() ?? {};
  return width > 0 && height > 0 ? { width, height } : null;
}
