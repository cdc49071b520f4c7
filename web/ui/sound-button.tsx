import { t } from "../language/translate.ts";
import { SoundIcon } from "./icons.tsx";

/** Shown while the browser plays nothing before the page is touched. */
export function SoundButton({ onClick }: { onClick: () => void }) {
  return (
    <div class="sound-note" role="status">
      <p>{t("Your browser holds the sound back.")}</p>
      <button type="button" class="button primary" onClick={onClick}>
        <SoundIcon />
        {t("Turn sound on")}
      </button>
    </div>
  );
}
