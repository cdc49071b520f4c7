import { MicrophoneOffIcon, ScreenIcon, SyncIcon } from "./icons.tsx";
import type { TileSpec } from "./layout.ts";

/** Whose picture it is, and what is to know of them. */
export function Caption({ tile: { person, source } }: { tile: TileSpec }) {
  const microphone = person.streams.find((stream) => stream.source === "microphone");
  const isMuted = source === "camera" && (!microphone || microphone.paused);
  return (
    <figcaption class="caption">
      {source === "screen" ? <ScreenIcon /> : null}
      {isMuted ? (
        <span class="muted-mark" role="img" aria-label="muted">
          <MicrophoneOffIcon />
        </span>
      ) : null}
      <span class="caption-name">
        {person.isSelf && source === "screen" ? "Your screen" : person.name}
        {person.isSelf && source === "camera" ? <span class="caption-self"> (you)</span> : null}
      </span>
      {person.connected ? null : (
        <span class="away-mark">
          <SyncIcon />
          <span class="away-text">reconnecting…</span>
        </span>
      )}
    </figcaption>
  );
}
