import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { LIMITS } from "../../protocol/limits.ts";
import { t } from "../language/translate.ts";
import { refreshDevices } from "../state/device-list.ts";
import type { DeviceKind } from "../state/devices.ts";
import type { VoiceProcessing } from "../state/types.ts";
import { Modal } from "./modal.tsx";
import { ReceiveChoice } from "./receive-choice.tsx";
import { AudioSettings, type VoiceMode } from "./settings-audio.tsx";
import { VideoSettings } from "./settings-video.tsx";
import { Tabs } from "./tabs.tsx";

const SECTIONS = [
  { key: "audio", label: t("Audio") },
  { key: "video", label: t("Video") },
  { key: "you", label: t("You") },
] as const;

interface SettingsDialogProps {
  name: string;
  microphone: MediaStreamTrack | null;
  camera: MediaStreamTrack | null;
  onRename: (name: string) => void;
  onDevice: (kind: DeviceKind, deviceId: string) => void;
  onBlur: (on: boolean) => void;
  onVoiceMode: (mode: VoiceMode) => void;
  onProcessing: (change: Partial<VoiceProcessing>) => void;
  onClose: () => void;
}

/** One's devices and name, during a call. All but the name changes at once. */
export function SettingsDialog(props: SettingsDialogProps) {
  const { name, microphone, camera, onRename, onDevice, onBlur, onVoiceMode, onProcessing, onClose } = props;
  const section = useSignal<(typeof SECTIONS)[number]["key"]>("audio");
  const draft = useSignal(name);
  useEffect(() => void refreshDevices(), []);
  return (
    <Modal id="settings" title={t("Settings")} size="wide" onClose={onClose}>
      <form
        class="modal-form settings"
        onSubmit={(event) => {
          event.preventDefault();
          const trimmed = draft.value.trim();
          if (trimmed !== "" && trimmed !== name) onRename(trimmed);
          onClose();
        }}
      >
        <Tabs
          name={t("Settings")}
          tabs={SECTIONS}
          chosen={section.value}
          onChoose={(key) => {
            section.value = key;
          }}
        >
          {section.value === "audio" ? (
            <AudioSettings
              microphone={microphone}
              onMicrophone={(deviceId) => onDevice("microphone", deviceId)}
              onVoiceMode={onVoiceMode}
              onProcessing={onProcessing}
            />
          ) : null}
          {section.value === "video" ? (
            <>
              <VideoSettings
                camera={camera}
                onCamera={(deviceId) => onDevice("camera", deviceId)}
                onBlur={onBlur}
              />
              <ReceiveChoice />
            </>
          ) : null}
          {section.value === "you" ? (
            <label class="field">
              <span class="field-label">{t("Your name")}</span>
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
          ) : null}
        </Tabs>
        <div class="modal-buttons">
          <button type="submit" class="button primary">
            {t("Done")}
          </button>
        </div>
      </form>
    </Modal>
  );
}
