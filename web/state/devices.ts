import { type ReadonlySignal, signal } from "@preact/signals";
import { applyProcessing, type Captured, captureMicrophone } from "../call/capture.ts";
import type { CaptureFault, VoiceProcessing } from "../call/types.ts";
import { openCamera } from "./camera.ts";
import { refreshDevices } from "./device-list.ts";
import { meterLevel } from "./level-meter.ts";
import { preferences, setPreferences } from "./preferences.ts";

/** A device that can be tried before joining and changed during a call. */
export type DeviceKind = "microphone" | "camera";

/** `unknown` where the browser does not say before it is asked for the device. */
type PermissionStatus = "unknown" | "prompt" | "granted" | "denied";

/** A device on the pre-join page: whether the person wants it on, and what it delivers. */
export interface Preview {
  readonly on: boolean;
  readonly track: MediaStreamTrack | null;
  readonly fault: CaptureFault | null;
}

const OFF: Preview = { on: false, track: null, fault: null };
/** What the browser would do if a device were asked for. */
const permissionsSignal = signal<Record<DeviceKind, PermissionStatus>>({
  microphone: "unknown",
  camera: "unknown",
});
const previewSignal = signal<Record<DeviceKind, Preview>>({ microphone: OFF, camera: OFF });
const levelSignal = signal(0);
let stopMeter: (() => void) | null = null;
/** Counts changes of each preview, so that a capture which ends late does not undo a later choice. */
const generations: Record<DeviceKind, number> = { microphone: 0, camera: 0 };
/** The change whose capture is under way, or -1. */
const opening: Record<DeviceKind, number> = { microphone: -1, camera: -1 };

/** What the pre-join page shows and a join takes over. */
export const preview: ReadonlySignal<Record<DeviceKind, Preview>> = previewSignal;
/** The previewed microphone's level, 0 to 1. */
export const microphoneLevel: ReadonlySignal<number> = levelSignal;

/** Opens the preview: devices are on where the person left them on and allowed them before. Nothing prompts. */
export async function openPreview(): Promise<void> {
  await Promise.all([openAgain("microphone"), openAgain("camera"), refreshDevices()]);
}

async function openAgain(kind: DeviceKind): Promise<void> {
  const generation = generations[kind];
  await refreshPermission(kind);
  // The person may have chosen, or left the page, while the browser was asked.
  if (generation !== generations[kind]) return;
  if (preferences.value[kind] && permissionsSignal.value[kind] === "granted") await turnOn(kind);
}

/** Turns a previewed device on or off: here the person asks, so the browser may prompt. */
export async function setPreview(kind: DeviceKind, on: boolean): Promise<CaptureFault | null> {
  setPreferences({ [kind]: on });
  if (on) return turnOn(kind);
  generations[kind] += 1;
  show(kind, OFF);
  return null;
}

/** Chooses another device; one that is previewed changes at once. */
export async function chooseDevice(kind: DeviceKind, deviceId: string): Promise<CaptureFault | null> {
  rememberDevice(kind, deviceId);
  return preview.value[kind].on ? turnOn(kind) : null;
}

/** Has the microphone's sound processed in another way, in the preview at once. */
export async function chooseProcessing(change: Partial<VoiceProcessing>): Promise<CaptureFault | null> {
  setPreferences({ voice: { ...preferences.value.voice, ...change } });
  const { track } = preview.value.microphone;
  if (track === null || (await applyProcessing(track, preferences.value.voice))) return null;
  // Chromium may give an open device once more as it is.
  track.stop();
  return preview.value.microphone.on ? turnOn("microphone") : null;
}

/** Blurs the camera's background or leaves it as it is, in the preview at once. */
export async function chooseBlur(blurBackground: boolean): Promise<CaptureFault | null> {
  setPreferences({ blurBackground });
  return preview.value.camera.on ? turnOn("camera") : null;
}

/** The device that the person chose, or null for the usual one. */
export function chosenDevice(kind: DeviceKind): string | null {
  return kind === "microphone" ? preferences.value.microphoneId : preferences.value.cameraId;
}

/** Remembers a device for this and later visits. */
export function rememberDevice(kind: DeviceKind, deviceId: string): void {
  setPreferences(kind === "microphone" ? { microphoneId: deviceId } : { cameraId: deviceId });
}

/**
 * Hands the previewed devices over to a call, which then stops them. The preview ends. A device that is just being
 * opened is on, without a track: the call opens it.
 */
export function takePreview(): Record<DeviceKind, Preview> {
  const taken = { microphone: take("microphone"), camera: take("camera") };
  reset();
  return taken;
}

function take(kind: DeviceKind): Preview {
  if (opening[kind] !== generations[kind]) return preview.value[kind];
  preview.value[kind].track?.stop();
  return { ...OFF, on: true };
}

/** Ends the preview and stops its devices. */
export function closePreview(): void {
  for (const { track } of Object.values(preview.value)) track?.stop();
  reset();
}

function reset(): void {
  generations.microphone += 1;
  generations.camera += 1;
  stopMeter?.();
  stopMeter = null;
  levelSignal.value = 0;
  previewSignal.value = { microphone: OFF, camera: OFF };
}

async function turnOn(kind: DeviceKind): Promise<CaptureFault | null> {
  generations[kind] += 1;
  const generation = generations[kind];
  opening[kind] = generation;
  const captured = await captureChosen(kind);
  if (generation !== generations[kind]) {
    if ("ok" in captured) captured.ok.stop();
    return null;
  }
  opening[kind] = -1;
  if ("fault" in captured) {
    show(kind, { ...OFF, fault: captured.fault });
  } else {
    show(kind, { on: true, track: captured.ok, fault: null });
    captured.ok.addEventListener("ended", () => {
      if (preview.value[kind].track === captured.ok) show(kind, { ...OFF, fault: "no-device" });
    });
  }
  await Promise.all([refreshPermission(kind), refreshDevices()]);
  return "fault" in captured ? captured.fault : null;
}

/** Opens the device that the person chose, as they chose to have it processed. */
export function captureChosen(kind: DeviceKind): Promise<Captured<MediaStreamTrack>> {
  return kind === "microphone"
    ? captureMicrophone(chosenDevice("microphone"), preferences.value.voice)
    : openCamera(chosenDevice("camera"));
}

function show(kind: DeviceKind, next: Preview): void {
  const old = preview.value[kind].track;
  if (old !== next.track) old?.stop();
  previewSignal.value = { ...preview.value, [kind]: next };
  if (kind !== "microphone") return;
  stopMeter?.();
  levelSignal.value = 0;
  stopMeter = next.track === null ? null : meterLevel(next.track, (level) => (levelSignal.value = level));
}

async function refreshPermission(kind: DeviceKind): Promise<void> {
  const state = await navigator.permissions?.query({ name: kind }).then(
    (status) => status.state,
    () => "unknown" as const, // Some browsers do not know these names.
  );
  permissionsSignal.value = { ...permissionsSignal.value, [kind]: state ?? "unknown" };
}
