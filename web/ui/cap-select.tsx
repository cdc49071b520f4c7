import { t } from "../language/translate.ts";

interface CapSelectProps<T extends number> {
  label: string;
  /** In bit/s. */
  caps: readonly T[];
  /** Null where nothing is capped. */
  value: T | null;
  disabled?: boolean;
  onChange: (value: T | null) => void;
}

/** Chooses the most that something may take of a connection; by itself it takes what it needs. */
export function CapSelect<T extends number>({ label, caps, value, disabled, onChange }: CapSelectProps<T>) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <span class="select">
        <select
          value={String(value)}
          disabled={disabled}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onChange(caps.find((cap) => String(cap) === chosen) ?? null);
          }}
        >
          <option value="null">{t("Automatic")}</option>
          {caps.map((cap) => (
            <option key={cap} value={String(cap)}>
              {`${cap / 1_000_000} Mbit/s`}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
