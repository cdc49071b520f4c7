import { type ReadonlySignal, signal } from "@preact/signals";
import type { GiveUp } from "../call/blur/messages.ts";
import { type Captured, captureCamera } from "../call/capture.ts";
import { t } from "../language/translate.ts";
import { notify } from "./notices.ts";
import { preferences, setPreferences } from "./preferences.ts";

const BECAUSE: Record<GiveUp | "not-loaded", string> = {
  "not-loaded": t("it could not be loaded"),
  "too-slow": t("this computer is too slow for it"),
  broken: t("it failed on this computer"),
};

const loading = signal(false);
const fault = signal<string | null>(null);

/** What blurs is being loaded. */
export const blurLoading: ReadonlySignal<boolean> = loading;
/** Why the background is not blurred any more although the person wanted it; null where nothing is wrong. */
export const blurFault: ReadonlySignal<string | null> = fault;

/** Opens the camera, with its background blurred where the person wants that. The track is the caller's to stop. */
export async function openCamera(deviceId: string | null): Promise<Captured<MediaStreamTrack>> {
  const captured = await captureCamera(deviceId);
  if ("fault" in captured || !preferences.value.blurBackground) return captured;
  return { ok: await blur(captured.ok) };
}

/** The blurred camera, or the camera as it is where that cannot be had, which the person is told. */
async function blur(camera: MediaStreamTrack): Promise<MediaStreamTrack> {
  loading.value = true;
  fault.value = null;
  try {
    const { blurBackground } = await import("../call/blur/blurred-track.ts");
    return await blurBackground(camera, giveUp);
  } catch {
    giveUp("not-loaded");
    return camera;
  } finally {
    loading.value = false;
  }
}

/** The switch shows it as off, and the next call does not try again by itself. */
function giveUp(reason: keyof typeof BECAUSE): void {
  setPreferences({ blurBackground: false });
  fault.value = t("Your background is not blurred any more: {reason}.", { reason: BECAUSE[reason] });
  notify("error", fault.value);
}
