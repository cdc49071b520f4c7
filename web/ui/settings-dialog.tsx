import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LIMITS } from "../../protocol/limits.ts";
import { chosenDevice, type DeviceKind, devices, refreshDevices } from "../state/devices.ts";
import { DeviceSelect } from "./device-select.tsx";
import { Modal } from "./modal.tsx";

interface SettingsDialogProps {
  name: string;
  onRename: (name: string) => void;
  onDevice: (kind: DeviceKind, deviceId: string) => void;
  onClose: () => void;
}

/** One's name and devices, during a call. */
export function SettingsDialog({ name, onRename, onDevice, onClose }: SettingsDialogProps) {
  const draft = useSignal(name);
  // The choice shows at once; what is remembered follows when the device has changed.
  const chosen = useSignal({ microphone: chosenDevice("microphone"), camera: chosenDevice("camera") });
  useEffect(() => void refreshDevices(), []);
  const choose = (kind: DeviceKind) => (deviceId: string) => {
    chosen.value = { ...chosen.value, [kind]: deviceId };
    onDevice(kind, deviceId);
  };
  return (
    <Modal id="settings" title="Settings" onClose={onClose}>
      <form
        class="modal-form"
        onSubmit={(event) => {
          event.preventDefault();
          const trimmed = draft.value.trim();
          if (trimmed !== "" && trimmed !== name) onRename(trimmed);
          onClose();
        }}
      >
        <label class="field">
          <span class="field-label">Your name</span>
          <input
            type="text"
            maxLength={LIMITS.nameChars}
            autoComplete="name"
            value={draft.value}
            onInput={(event) => {
              draft.value = event.currentTarget.value;
            }}
          />
        </label>
        <DeviceSelect
          kind="microphone"
          devices={devices.value.microphone}
          chosen={chosen.value.microphone}
          onChoose={choose("microphone")}
        />
        <DeviceSelect
          kind="camera"
          devices={devices.value.camera}
          chosen={chosen.value.camera}
          onChoose={choose("camera")}
        />
        <div class="modal-buttons">
          <button type="submit" class="button primary">
            Done
          </button>
        </div>
      </form>
    </Modal>
  );
}
