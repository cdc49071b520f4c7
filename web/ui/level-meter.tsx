import { t } from "../language/translate.ts";

interface LevelMeterProps {
  /** 0 to 1. */
  level: number;
  /** What to do, or what to watch for. */
  note: string;
}

/** How loud the microphone is. */
export function LevelMeter({ level, note }: LevelMeterProps) {
  return (
    <div class="meter">
      <meter
        class="meter-value"
        aria-label={t("Microphone level")}
        min={0}
        max={1}
        value={Math.round(level * 100) / 100}
      />
      <span class="meter-note">{note}</span>
    </div>
  );
}
