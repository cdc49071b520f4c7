import { type Captured, describe, deviceFault, type Failure, missingCapture } from "./capture.ts";
import { firstSize } from "./first-size.ts";
import { boxOf, fitInto, prepareScreen } from "./screen-track.ts";
import type { CaptureFault, ShareOptions } from "./types.ts";

/** The first picture of a screen is waited for this long. */
const SIZE_KNOWN_AFTER_MS = 500;

/** A captured screen, and its sound where the person shared it. */
export interface CapturedScreen {
  video: MediaStreamTrack;
  audio: MediaStreamTrack | null;
}

/** What Chromium takes beyond the DOM's types: without these two, viewers of a shared system hear themselves. */
interface SystemAudioConstraints extends MediaTrackConstraints {
  suppressLocalAudioPlayback: boolean;
  restrictOwnAudio: boolean;
}

interface ScreenRequest extends DisplayMediaStreamOptions {
  systemAudio: "include" | "exclude";
  windowAudio: "exclude" | "window" | "system";
  selfBrowserSurface: "include" | "exclude";
  surfaceSwitching: "include" | "exclude";
}

/** A screen, window or tab that the person picks. */
export async function captureScreen(options: ShareOptions): Promise<Captured<CapturedScreen>> {
  const missing = missingCapture("getDisplayMedia");
  if (missing !== null) return { fault: missing };
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(screenRequest(options));
    const [video] = stream.getVideoTracks();
    const [audio = null] = stream.getAudioTracks();
    if (video === undefined) return { fault: "unknown" };
    await prepareScreen(video, options);
    // What goes out in several sizes is published anew where it has another one than was planned.
    if (options.content === "motion")
      await Promise.race([
        firstSize(video),
        new Promise((resolve) => setTimeout(resolve, SIZE_KNOWN_AFTER_MS)),
      ]);
    if (audio !== null) audio.contentHint = "music";
    return { ok: { video, audio } };
  } catch (error) {
    return { fault: screenFault(describe(error)) };
  }
}

/** What to ask the browser for. */
export function screenRequest({ height, frameRate, systemAudio }: ShareOptions): ScreenRequest {
  const sound: SystemAudioConstraints = {
    suppressLocalAudioPlayback: false,
    restrictOwnAudio: true,
    // These are for voices; they would ruin music and films.
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  };
  return {
    video: { ...fitInto(boxOf(height)), frameRate: { ideal: frameRate, max: frameRate } },
    audio: systemAudio ? sound : false,
    systemAudio: systemAudio ? "include" : "exclude",
    // Of a window its own program's sound, never all of the system's: that would bring other programs along.
    windowAudio: systemAudio ? "window" : "exclude",
    selfBrowserSurface: "exclude",
    surfaceSwitching: "include",
  };
}

/**
 * What `getDisplayMedia` failed of. A closed picker and a refusal by the system or a policy have the same name: only
 * the sentence tells them apart, and where it says nothing the person most likely closed the picker.
 */
export function screenFault(failure: Failure): CaptureFault {
  if (failure.name !== "NotAllowedError") return deviceFault(failure);
  return /system|policy/i.test(failure.message) ? "permission-denied" : "cancelled";
}
