import { t } from "../language/translate.ts";
import { preferences, setPreferences } from "../state/preferences.ts";
import { Switch } from "./switch.tsx";

const CAPS = [
  { value: null, label: t("Automatic") },
  { value: 5_000_000, label: "5 Mbit/s" },
  { value: 2_000_000, label: "2 Mbit/s" },
  { value: 1_000_000, label: "1 Mbit/s" },
  { value: 500_000, label: "0.5 Mbit/s" },
] as const;

/** What this browser receives of the others: how much at most, and whether any pictures. */
export function ReceiveChoice() {
  const { receive } = preferences.value;
  const change = (part: Partial<typeof receive>) => setPreferences({ receive: { ...receive, ...part } });
  return (
    <>
      <Switch
        label={t("Show video")}
        hint={t("Without it you hear everybody and see nobody. It saves data and battery.")}
        on={receive.video}
        onChange={(video) => change({ video })}
      />
      <label class="field">
        <span class="field-label">{t("Receive at most")}</span>
        <span class="select">
          <select
            value={String(receive.maxBitrate)}
            disabled={!receive.video}
            onChange={(event) => {
              const { value } = event.currentTarget;
              change({ maxBitrate: CAPS.find((cap) => String(cap.value) === value)?.value ?? null });
            }}
          >
            {CAPS.map(({ value, label }) => (
              <option key={label} value={String(value)}>
                {label}
              </option>
            ))}
          </select>
        </span>
      </label>
    </>
  );
}
