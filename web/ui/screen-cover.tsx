import { t } from "../language/translate.ts";
import { isTooSmall } from "../state/too-small.ts";
import { ScreenStopIcon } from "./icons.tsx";
import type { TileSpec } from "./layout.ts";
import { titleOf } from "./tile-title.ts";
import { useLate } from "./use-late.ts";

/** A picture that has not come after so many milliseconds may never come. */
const LATE_MS = 10_000;

interface ScreenCoverProps {
  tile: TileSpec;
  /** There is no picture yet. */
  isWaiting: boolean;
  /** It is shown in a window of its own. */
  isOutside: boolean;
  /** Ends one's own share. */
  onStop: () => void;
}

/** What is said over a shared screen, or instead of it. */
export function ScreenCover({ tile, isWaiting, isOutside, onStop }: ScreenCoverProps) {
  const { person, stream } = tile;
  const isComing = isWaiting && !stream?.paused && !stream?.undecodable;
  const isLate = useLate(isComing, LATE_MS);
  if (person.isSelf) {
    const isLost = !stream?.paused && isTooSmall(stream?.track ?? null);
    return (
      <div class="screen-cover own">
        {isLost ? (
          <p class="lost">{t("Too small to be shown")}</p>
        ) : (
          <p>{stream?.paused ? t("Your screen is paused") : t("You are sharing")}</p>
        )}
        <button
          type="button"
          class="cover-button"
          aria-label={t("Stop sharing this screen")}
          aria-description={titleOf(tile)}
          onClick={onStop}
        >
          <ScreenStopIcon />
          <span>{t("Stop")}</span>
        </button>
      </div>
    );
  }
  if (isOutside) return <p class="screen-cover shade">{t("In its own window")}</p>;
  if (stream?.paused) return <p class={`screen-cover${isWaiting ? "" : " shade"}`}>{t("Paused")}</p>;
  if (!isComing) return null;
  return (
    <p class="screen-cover">
      {isLate
        ? t("No picture comes: it may be too small or too large to be shown.")
        : t("The picture is on its way…")}
    </p>
  );
}
