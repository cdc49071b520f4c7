import { preferences, setPreferences } from "../state/preferences.ts";
import type { TileSpec } from "./layout.ts";

/** Lies over a picture of somebody else while one receives none, and offers to. */
export function VideoOff({ tile: { person, stream }, title }: { tile: TileSpec; title: string }) {
  const { receive } = preferences.value;
  if (receive.video || person.isSelf || !stream || stream.paused) return null;
  return (
    <div class="video-off">
      <p>Video is off</p>
      <button
        type="button"
        class="cover-button"
        aria-label={`Turn video on, to see ${title}`}
        onClick={() => setPreferences({ receive: { ...receive, video: true } })}
      >
        Turn on
      </button>
    </div>
  );
}
