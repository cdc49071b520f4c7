import type { CaptureFault, VoiceProcessing } from "./types.ts";

/** What came of asking for a device or a screen. */
export type Captured<T> = { ok: T } | { fault: CaptureFault };

/** The person's microphone, processed as wanted where it can be. A device that is gone is replaced by the usual one. */
export async function captureMicrophone(
  deviceId: string | null,
  processing: VoiceProcessing,
): Promise<Captured<MediaStreamTrack>> {
  const device = deviceId === null ? {} : { deviceId: { ideal: deviceId } };
  const { echoCancellation, noiseSuppression, autoGainControl } = processing;
  // A mere wish would be lost on Chromium while the same device is open: it gives the open one once more, as it is.
  const exactly = {
    echoCancellation: { exact: echoCancellation },
    noiseSuppression: { exact: noiseSuppression },
    autoGainControl: { exact: autoGainControl },
  };
  const captured = await captureDevice({ audio: { ...device, ...exactly } });
  // Some microphones are processed by the system, whatever one wants.
  const isRefused = "fault" in captured && captured.fault === "no-device";
  return isRefused ? captureDevice({ audio: { ...device, ...processing } }) : captured;
}

/**
 * Has an open microphone's sound processed in another way. False where the browser leaves it as it was: then the
 * device has to be opened anew. Chromium says that it did as it was told, and only its settings tell otherwise.
 */
export async function applyProcessing(track: MediaStreamTrack, wanted: VoiceProcessing): Promise<boolean> {
  const { deviceId } = track.getSettings();
  await track
    .applyConstraints({ ...(deviceId === undefined ? {} : { deviceId }), ...wanted })
    .catch(() => undefined);
  return isProcessedAs(track.getSettings(), wanted);
}

/** Whether a microphone is processed as wanted. What a browser says nothing about is beyond its reach, and counts as well. */
export function isProcessedAs(settings: MediaTrackSettings, wanted: VoiceProcessing): boolean {
  return PROCESSING_STEPS.every((step) => settings[step] === undefined || settings[step] === wanted[step]);
}

const PROCESSING_STEPS = ["echoCancellation", "noiseSuppression", "autoGainControl"] as const;

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

/** Browsers hide capture from insecure pages altogether; phones have no screen capture. */
export function missingCapture(method: "getUserMedia" | "getDisplayMedia"): CaptureFault | null {
  if (!globalThis.isSecureContext) return "insecure-context";
  const devices: Partial<MediaDevices> | undefined = navigator.mediaDevices;
  return typeof devices?.[method] === "function" ? null : "unsupported";
}

/** What a browser says of a failure. */
export interface Failure {
  name: string;
  message: string;
}

/** What was thrown, in its words. */
export function describe(error: unknown): Failure {
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
