import { t } from "../language/translate.ts";
import { LockIcon } from "./icons.tsx";

interface EncryptionChoiceProps {
  checked: boolean;
  /** Whether this browser could take part. */
  possible: boolean;
  onChange: (checked: boolean) => void;
}

/** Whether a room that is about to be made is encrypted, and what that means. */
export function EncryptionChoice({ checked, possible, onChange }: EncryptionChoiceProps) {
  return (
    <label class={`encryption-choice${possible ? "" : " impossible"}`}>
      <input
        type="checkbox"
        aria-label={t("End-to-end encrypted")}
        aria-describedby="encryption-choice-note"
        checked={checked}
        disabled={!possible}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span class="encryption-choice-text">
        <span class="encryption-choice-title">
          <LockIcon />
          {t("End-to-end encrypted")}
        </span>
        <span id="encryption-choice-note" class="encryption-choice-note">
          {possible
            ? t("Only people with the whole link can see, hear and read along. No server can record it.")
            : t("This browser cannot take part in it: use a current one, at an https address.")}
        </span>
      </span>
    </label>
  );
}
