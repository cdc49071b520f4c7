import { t } from "../language/translate.ts";
import { devices } from "../state/device-list.ts";
import { chosenDevice } from "../state/devices.ts";
import { type Preferences, preferences, setPreferences } from "../state/preferences.ts";
import type { VoiceProcessing } from "../state/types.ts";
import { Choice } from "./choice.tsx";
import { DeviceSelect } from "./device-select.tsx";
import { LevelMeter } from "./level-meter.tsx";
import { SpeakerChoice } from "./speaker-choice.tsx";
import { Switch } from "./switch.tsx";
import { useLevel } from "./use-level.ts";
import { VoiceSwitches } from "./voice-switches.tsx";

export type VoiceMode = Preferences["voiceMode"];

const MODES = [
  { value: "open", label: t("Open microphone"), hint: t("You are heard until you mute yourself.") },
  {
    value: "push-to-talk",
    label: t("Push to talk"),
    hint: t("You are heard while you hold the space bar, or the microphone button."),
  },
] as const;

interface AudioSettingsProps {
  /** One's own, muted or not; null where it has not been opened in this call. */
  microphone: MediaStreamTrack | null;
  onMicrophone: (deviceId: string) => void;
  onVoiceMode: (mode: VoiceMode) => void;
  onProcessing: (change: Partial<VoiceProcessing>) => void;
}

/** How one is heard, and where one hears the others. */
export function AudioSettings({ microphone, onMicrophone, onVoiceMode, onProcessing }: AudioSettingsProps) {
  const { voiceMode, noticeMuted } = preferences.value;
  const level = useLevel(microphone);
  return (
    <>
      <div>
        <DeviceSelect
          kind="microphone"
          devices={devices.value.microphone}
          chosen={chosenDevice("microphone")}
          onChoose={onMicrophone}
        />
        <LevelMeter
          level={level}
          note={microphone ? t("Speak: the bar should move") : t("Unmute to test your microphone")}
        />
      </div>
      <SpeakerChoice />
      <Choice
        legend={t("Voice")}
        name="voice-mode"
        options={MODES}
        value={voiceMode}
        onChange={onVoiceMode}
      />
      {voiceMode === "open" ? (
        <Switch
          label={t("Notice when I speak while muted")}
          hint={t(
            "Your muted microphone is then heard by this page alone, while it is seen. Nothing of it leaves this device.",
          )}
          on={noticeMuted}
          onChange={(on) => setPreferences({ noticeMuted: on })}
        />
      ) : null}
      <VoiceSwitches onChange={onProcessing} />
    </>
  );
}
