import { useSignal } from "@preact/signals";
import { ERRORS } from "../../protocol/errors.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { may, self, setCamera, setMicrophone, startShare, stopShare } from "../state/call.ts";
import { notify } from "../state/notices.ts";
import { setPreferences } from "../state/preferences.ts";
import type { CaptureFault, ShareOptions } from "../state/types.ts";
import { type Captured, captureWords } from "../ui/words.ts";

/** What one sends oneself, and how to change it. */
export interface OwnMedia {
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  readonly sharing: boolean;
  readonly maySpeak: boolean;
  readonly mayUseCamera: boolean;
  /** Phones cannot share a screen; on an insecure page the button stays, and says what is wrong. */
  readonly canShare: boolean;
  readonly busy: { readonly microphone: boolean; readonly camera: boolean; readonly share: boolean };
  /** Opens or closes the microphone for as long as it is held; it is not remembered. */
  readonly talk: (open: boolean) => void;
  readonly toggleMicrophone: () => void;
  readonly toggleCamera: () => void;
  readonly toggleShare: () => void;
  readonly shareAnother: () => void;
  readonly share: (options: ShareOptions) => void;
}

function tell(fault: CaptureFault | null, captured: Captured): void {
  const words = fault ? captureWords(fault, captured) : null;
  if (words) notify("error", `${words.title}. ${words.what}`);
}

const IDLE = { microphone: false, camera: false, share: false };

/** One's own microphone, camera and screen. `onAskShare` opens the question of how to share. */
export function useOwnMedia(onAskShare: () => void): OwnMedia {
  const busy = useSignal(IDLE);
  // Read anew each time: an action may have changed it since the last rendering.
  const streams = () => self.value?.streams ?? [];
  const isOn = (source: "microphone" | "camera") =>
    streams().some((stream) => stream.source === source && !stream.paused);
  const isSharing = () => streams().some((stream) => stream.source === "screen");
  const maySpeak = may("speak");
  const mayUseCamera = may("camera");
  const hasShare = !isSecureContext || typeof navigator.mediaDevices?.getDisplayMedia === "function";
  const canShare = hasShare && may("share");

  const run = async (
    key: keyof typeof IDLE,
    captured: Captured,
    action: () => Promise<CaptureFault | null>,
  ): Promise<void> => {
    // A second press while the browser asks would take back what is not there yet.
    if (busy.value[key]) return;
    busy.value = { ...busy.value, [key]: true };
    const fault = await action();
    busy.value = { ...busy.value, [key]: false };
    // Joining again, here or at the next visit, is as this call was.
    if (!fault && key !== "share") setPreferences({ [key]: isOn(key) });
    tell(fault, captured);
  };

  return {
    microphoneOn: isOn("microphone"),
    cameraOn: isOn("camera"),
    sharing: isSharing(),
    maySpeak,
    mayUseCamera,
    canShare,
    busy: busy.value,
    talk: (open) => {
      if (maySpeak) void setMicrophone(open).then((fault) => tell(fault, "microphone"));
    },
    toggleMicrophone: () => {
      if (maySpeak) void run("microphone", "microphone", () => setMicrophone(!isOn("microphone")));
    },
    toggleCamera: () => {
      if (mayUseCamera) void run("camera", "camera", () => setCamera(!isOn("camera")));
    },
    toggleShare: () => {
      if (!canShare) return;
      if (isSharing()) void stopShare();
      else onAskShare();
    },
    shareAnother: () => {
      if (streams().length < LIMITS.producersPerParticipant) onAskShare();
      else notify("info", ERRORS.too_many_producers, "too_many_producers");
    },
    share: (options) => void run("share", "screen", () => startShare(options)),
  };
}
