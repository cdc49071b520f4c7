import { devices } from "../state/device-list.ts";
import { chosenDevice } from "../state/devices.ts";
import type { VoiceProcessing } from "../state/types.ts";
import { DeviceSelect } from "./device-select.tsx";
import { LevelMeter } from "./level-meter.tsx";
import { SpeakerChoice } from "./speaker-choice.tsx";
import { useLevel } from "./use-level.ts";
import { VoiceSwitches } from "./voice-switches.tsx";

interface AudioSettingsProps {
  /** One's own, muted or not; null where it has not been opened in this call. */
  microphone: MediaStreamTrack | null;
  onMicrophone: (deviceId: string) => void;
  onProcessing: (change: Partial<VoiceProcessing>) => void;
}

/** How one is heard, and where one hears the others. */
export function AudioSettings({ microphone, onMicrophone, onProcessing }: AudioSettingsProps) {
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
          note={microphone ? "Speak: the bar should move" : "Unmute to test your microphone"}
        />
      </div>
      <VoiceSwitches onChange={onProcessing} />
      <SpeakerChoice />
    </>
  );
}
