import { preferences } from "../state/preferences.ts";
import type { VoiceProcessing } from "../state/types.ts";
import { Switch } from "./switch.tsx";

const SWITCHES: readonly {
  readonly key: keyof VoiceProcessing;
  readonly label: string;
  readonly hint: string;
}[] = [
  {
    key: "noiseSuppression",
    label: "Noise suppression",
    hint: "Takes out fans and keys. Turn it off for music.",
  },
  {
    key: "echoCancellation",
    label: "Echo cancellation",
    hint: "Keeps your speakers out of your microphone. Headphones do without it.",
  },
  {
    key: "autoGainControl",
    label: "Automatic gain",
    hint: "Makes quiet voices louder and loud ones quieter.",
  },
];

/** What the browser does to one's voice. */
export function VoiceSwitches({ onChange }: { onChange: (change: Partial<VoiceProcessing>) => void }) {
  return (
    <div class="switches">
      {SWITCHES.map(({ key, label, hint }) => (
        <Switch
          key={key}
          label={label}
          hint={hint}
          on={preferences.value.voice[key]}
          onChange={(on) => onChange({ [key]: on })}
        />
      ))}
    </div>
  );
}
