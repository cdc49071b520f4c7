import type { CaptureFault, ShareOptions } from "./types.ts";

/** What came of asking for a device or a screen. */
export type Captured<T> = { ok: T } | { fault: CaptureFault };

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
  selfBrowserSurface: "include" | "exclude";
  surfaceSwitching: "include" | "exclude";
}

/** The person's microphone. A device that is gone is replaced by the usual one. */
export function captureMicrophone(deviceId: string | null): Promise<Captured<MediaStreamTrack>> {
  const audio = {
    ...(deviceId === null ? {} : { deviceId: { ideal: deviceId } }),
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
  };
  return captureDevice({ audio });
}

/** The person's camera. A device that is gone is replaced by the usual one. */
export function captureCamera(deviceId: string | null): Promise<Captured<MediaStreamTrack>> {
  const video = {
    ...(deviceId === null ? {} : { deviceId: { ideal: deviceId } }),
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
  };
  return captureDevice({ video });
}

async function captureDevice(constraints: MediaStreamConstraints): Promise<Captured<MediaStreamTrack>> {
  const missing = missingCapture("getUserMedia");
  if (missing !== null) return { fault: missing };
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    const [track] = stream.getTracks();
    return track === undefined ? { fault: "no-device" } : { ok: track };
  } catch (error) {
    return { fault: deviceFault(describe(error)) };
  }
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
    video.contentHint = options.content === "text" ? "detail" : "motion";
    if (audio !== null) audio.contentHint = "music";
    return { ok: { video, audio } };
  } catch (error) {
    return { fault: screenFault(describe(error)) };
  }
}

/** What to ask the browser for. `max` makes it scale a larger screen down before it is encoded. */
export function screenRequest({ height, frameRate, systemAudio }: ShareOptions): ScreenRequest {
  const width = (height * 16) / 9;
  const sound: SystemAudioConstraints = {
    suppressLocalAudioPlayback: false,
    restrictOwnAudio: true,
    // These are for voices; they would ruin music and films.
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  };
  return {
    video: {
      width: { ideal: width, max: width },
      height: { ideal: height, max: height },
      frameRate: { ideal: frameRate, max: frameRate },
    },
    audio: systemAudio ? sound : false,
    systemAudio: systemAudio ? "include" : "exclude",
    selfBrowserSurface: "exclude",
    surfaceSwitching: "include",
  };
}

/** Browsers hide capture from insecure pages altogether; phones have no screen capture. */
function missingCapture(method: "getUserMedia" | "getDisplayMedia"): CaptureFault | null {
  if (!globalThis.isSecureContext) return "insecure-context";
  const devices: Partial<MediaDevices> | undefined = navigator.mediaDevices;
  return typeof devices?.[method] === "function" ? null : "unsupported";
}

interface Failure {
  name: string;
  message: string;
}

function describe(error: unknown): Failure {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: "", message: String(error) };
}

/** What `getUserMedia` failed of. */
export function deviceFault({ name }: Failure): CaptureFault {
  switch (name) {
    case "NotAllowedError":
    case "SecurityError":
      return "permission-denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "no-device";
    case "NotReadableError":
    case "AbortError":
      return "device-busy";
    default:
      return "unknown";
  }
}

/**
 * What `getDisplayMedia` failed of. A closed picker and a refusal by the system or a policy have the same name: only
 * the sentence tells them apart, and where it says nothing the person most likely closed the picker.
 */
export function screenFault(failure: Failure): CaptureFault {
  if (failure.name !== "NotAllowedError") return deviceFault(failure);
  return /system|policy/i.test(failure.message) ? "permission-denied" : "cancelled";
}
