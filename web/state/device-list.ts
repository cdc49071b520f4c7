import { type ReadonlySignal, signal } from "@preact/signals";
import { t } from "../language/translate.ts";

/** A kind of device that can be chosen. */
export type ChoosableKind = "microphone" | "camera" | "speaker";

export interface DeviceChoice {
  readonly deviceId: string;
  readonly label: string;
}

const KINDS: Readonly<Record<ChoosableKind, { readonly kind: MediaDeviceKind; readonly name: string }>> = {
  microphone: { kind: "audioinput", name: t("Microphone") },
  camera: { kind: "videoinput", name: t("Camera") },
  speaker: { kind: "audiooutput", name: t("Speaker") },
};

const current = signal<Record<ChoosableKind, readonly DeviceChoice[]>>({
  microphone: [],
  camera: [],
  speaker: [],
});

/** The devices that can be chosen; names are empty until one was allowed. */
export const devices: ReadonlySignal<Record<ChoosableKind, readonly DeviceChoice[]>> = current;

/** Looks again at which devices there are, and from then on whenever they change. */
export async function refreshDevices(): Promise<void> {
  const all = await enumerate();
  const pick = (wanted: ChoosableKind) =>
    all
      .filter(({ kind, deviceId }) => kind === KINDS[wanted].kind && deviceId !== "")
      .map(({ deviceId, label }, index) => ({
        deviceId,
        label: label || `${KINDS[wanted].name} ${index + 1}`,
      }));
  current.value = { microphone: pick("microphone"), camera: pick("camera"), speaker: pick("speaker") };
}

async function enumerate(): Promise<MediaDeviceInfo[]> {
  const media: MediaDevices | undefined = navigator.mediaDevices;
  if (media === undefined) return [];
  media.ondevicechange ??= () => void refreshDevices();
  return media.enumerateDevices().catch(() => []);
}
