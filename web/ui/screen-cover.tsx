import { t } from "../language/translate.ts";
import { ScreenStopIcon } from "./icons.tsx";
import type { TileSpec } from "./layout.ts";
import { titleOf } from "./tile-title.ts";

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
  if (person.isSelf) {
    return (
      <div class="screen-cover own">
        <p>{stream?.paused ? t("Your screen is paused") : t("You are sharing")}</p>
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
  return isWaiting && !stream?.undecodable ? (
    <p class="screen-cover">{t("The picture is on its way…")}</p>
  ) : null;
}
