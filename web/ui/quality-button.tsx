import type { Ref } from "preact";
import { t } from "../language/translate.ts";
import { ownQuality } from "../state/quality.ts";
import { QualityBars } from "./quality-bars.tsx";
import { adviceText, causeText, ownQualityText } from "./quality-words.ts";

interface QualityButtonProps {
  expanded: boolean;
  onClick: () => void;
  buttonRef: Ref<HTMLButtonElement>;
}

/** One's own connection in three steps; pressed, it shows the figures behind it. */
export function QualityButton({ expanded, onClick, buttonRef }: QualityButtonProps) {
  const quality = ownQuality.value;
  const sentence = ownQualityText(quality);
  const advice = adviceText(quality);
  const cause = causeText(quality);
  return (
    <>
      <button
        type="button"
        ref={buttonRef}
        class={`quality-button ${quality.level}`}
        aria-label={t("Statistics")}
        aria-description={sentence}
        aria-keyshortcuts="i"
        aria-expanded={expanded}
        aria-controls={expanded ? "stats-panel" : undefined}
        data-tip={`${sentence.slice(0, -1)} (I)`}
        onClick={onClick}
      >
        <QualityBars level={quality.level} />
        {cause === null ? null : <span class="quality-cause">{cause}</span>}
      </button>
      <p class="hidden" role="status">
        {advice === null ? "" : `${sentence} ${advice}`}
      </p>
    </>
  );
}
