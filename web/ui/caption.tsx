import { t } from "../language/translate.ts";
import { HandIcon, MicrophoneOffIcon, ScreenIcon, SyncIcon } from "./icons.tsx";
import type { TileSpec } from "./layout.ts";
import { QualityMark } from "./quality-mark.tsx";
import { ROOM_WORDS } from "./room/room-words.ts";

/** Whose picture it is, and what is to know of them. */
export function Caption({ tile }: { tile: TileSpec }) {
  const { person, source, stream, number } = tile;
  const isOwnScreen = person.isSelf && source === "screen";
  const microphone = person.streams.find((stream) => stream.source === "microphone");
  const isMuted = source === "camera" && (!microphone || microphone.paused);
  return (
    <figcaption class="caption">
      {source === "screen" ? <ScreenIcon /> : null}
      {isMuted ? (
        <span class="muted-mark" role="img" aria-label={t("muted")}>
          <MicrophoneOffIcon />
        </span>
      ) : null}
      <span class="caption-name">
        {isOwnScreen ? t("Your screen") : person.name}
        {number !== null && !isOwnScreen ? <span class="caption-of">{t("’s screen")}</span> : null}
        {number === null ? null : ` ${number}`}
        {person.isSelf && source === "camera" ? <span class="caption-self"> {t("(you)")}</span> : null}
      </span>
      {person.connected && stream?.stale ? (
        <span class="away-mark late">
          <SyncIcon />
          <span class="away-text">{t("the picture is coming back…")}</span>
        </span>
      ) : null}
      {person.hand !== null && source === "camera" ? (
        <span class="hand-mark" role="img" aria-label={ROOM_WORDS.handRaised}>
          <HandIcon />
        </span>
      ) : null}
      <QualityMark tile={tile} />
      {person.connected ? null : (
        <span class="away-mark">
          <SyncIcon />
          <span class="away-text">{t("reconnecting…")}</span>
        </span>
      )}
    </figcaption>
  );
}
