import { t } from "../language/translate.ts";
import { preferences, setPreferences } from "../state/preferences.ts";
import { CapSelect } from "./cap-select.tsx";
import { Switch } from "./switch.tsx";

const CAPS = [5_000_000, 2_000_000, 1_000_000, 500_000] as const;

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
      <CapSelect
        label={t("Receive at most")}
        caps={CAPS}
        value={receive.maxBitrate}
        disabled={!receive.video}
        onChange={(maxBitrate) => change({ maxBitrate })}
      />
    </>
  );
}
