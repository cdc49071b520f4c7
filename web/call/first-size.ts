import { isSameSize } from "../../protocol/room/watching.ts";
import { trackSize } from "./track-size.ts";

const LOOK_EVERY_MS = 20;

/**
 * Resolves when a captured screen's track says the size of its first picture, or has ended. Until that picture is there, Chromium's settings
 * of the track say the size that was asked for (Chromium 156); where a browser says none, nothing is waited for.
 */
export async function firstSize(track: MediaStreamTrack): Promise<void> {
  const video = document.createElement("video");
  video.srcObject = new MediaStream([track]);
  const isTrue = () => {
    const size = trackSize(track);
    return size === null || isSameSize(size, { width: video.videoWidth, height: video.videoHeight });
  };
  while (!isTrue() && track.readyState === "live") {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  video.srcObject = null;
}
