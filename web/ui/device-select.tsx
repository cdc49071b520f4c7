import { t } from "../language/translate.ts";
import type { ChoosableKind, DeviceChoice } from "../state/device-list.ts";

interface DeviceSelectProps {
  kind: ChoosableKind;
  devices: readonly DeviceChoice[];
  chosen: string | null;
  onChoose: (deviceId: string) => void;
}

const LABELS: Readonly<Record<ChoosableKind, string>> = {
  microphone: t("Microphone"),
  camera: t("Camera"),
  speaker: t("Speaker"),
};

/** Which device to use. Before one was allowed the browser names none. */
export function DeviceSelect({ kind, devices, chosen, onChoose }: DeviceSelectProps) {
  const isKnown = devices.some((device) => device.deviceId === chosen);
  return (
    <label class="field">
      <span class="field-label">{LABELS[kind]}</span>
      <span class="select">
        <select
          disabled={devices.length === 0}
          value={isKnown ? (chosen ?? "") : ""}
          onChange={(event) => onChoose(event.currentTarget.value)}
        >
          {isKnown ? null : <option value="">{t("System default")}</option>}
          {devices.map((device) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
