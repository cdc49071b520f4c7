import { t } from "../language/translate.ts";
import { preferences, setPreferences } from "../state/preferences.ts";
import type { TileSpec } from "./layout.ts";

/** Lies over a picture of somebody else while one receives none, and offers to. */
export function VideoOff({ tile: { person, stream }, title }: { tile: TileSpec; title: string }) {
  const { receive } = preferences.value;
  if (receive.video || person.isSelf || !stream || stream.paused) return null;
  return (
    <div class="video-off">
      <p>{t("Video is off")}</p>
      <button
        type="button"
        class="cover-button"
        aria-label={t("Turn video on, to see {title}", { title })}
        onClick={() => setPreferences({ receive: { ...receive, video: true } })}
      >
        {t("Turn on")}
      </button>
    </div>
  );
}
