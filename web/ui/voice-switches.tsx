import { t } from "../language/translate.ts";
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
    label: t("Noise suppression"),
    hint: t("Takes out fans and keys. Turn it off for music."),
  },
  {
    key: "echoCancellation",
    label: t("Echo cancellation"),
    hint: t("Keeps your speakers out of your microphone. Headphones do without it."),
  },
  {
    key: "autoGainControl",
    label: t("Automatic gain"),
    hint: t("Makes quiet voices louder and loud ones quieter."),
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
