import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Avatar } from "./avatar.tsx";
import { ExpandIcon, MicrophoneOffIcon, PinIcon, ScreenIcon, SyncIcon } from "./icons.tsx";
import type { TileSpec } from "./layout.ts";
import { Picture } from "./picture.tsx";

interface TileProps {
  tile: TileSpec;
  isLarge: boolean;
  isPinned: boolean;
  /** Null where there is nothing that it could be brought in front of. */
  onPin: (() => void) | null;
  style: { left: string; top: string; width: string; height: string };
}

/** One picture with its person's name and marks; a press anywhere brings it to the front. */
export function Tile({ tile, isLarge, isPinned, onPin, style }: TileProps) {
  const { person, source, stream } = tile;
  const figure = useRef<HTMLElement>(null);
  const shownTrack = useSignal<MediaStreamTrack | null>(null);
  const track = stream && !stream.paused ? stream.track : null;
  const isScreen = source === "screen";
  const title = titleOf(tile);
  const canEnlarge = isLarge && isScreen && !person.isSelf && document.fullscreenEnabled;

  return (
    <figure
      ref={figure}
      class={`tile ${source}${isLarge ? " large" : " small"}${person.isSelf ? " self" : ""}${person.connected ? "" : " away"}`}
      data-speaking={!isScreen && person.speaking ? "" : undefined}
      style={style}
    >
      {track ? (
        <Picture
          participantId={person.id}
          source={source}
          isSelf={person.isSelf}
          track={track}
          onShown={() => {
            shownTrack.value = track;
          }}
        />
      ) : null}
      {isScreen ? <ScreenCover tile={tile} waiting={track === null || shownTrack.value === null} /> : null}
      {!isScreen && (track === null || shownTrack.value === null) ? (
        <Avatar id={person.id} name={person.name} />
      ) : null}
      {onPin ? (
        <button
          type="button"
          class="tile-front"
          aria-label={isPinned ? `Back to all, from ${title}` : `Bring ${title} to the front`}
          aria-pressed={isPinned}
          onClick={onPin}
        >
          <span class="tile-tool" aria-hidden="true">
            <PinIcon />
          </span>
        </button>
      ) : null}
      {canEnlarge ? (
        <button
          type="button"
          class="tile-tool tile-enlarge"
          aria-label={`Full screen: ${title}`}
          data-tip="Full screen"
          onClick={() => void toggleFullScreen(figure.current)}
        >
          <ExpandIcon />
        </button>
      ) : null}
      <Caption tile={tile} />
    </figure>
  );
}

function Caption({ tile: { person, source } }: { tile: TileSpec }) {
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

function ScreenCover({ tile, waiting }: { tile: TileSpec; waiting: boolean }) {
  if (tile.person.isSelf) return <p class="screen-cover own">You are sharing</p>;
  if (!waiting) return null;
  return <p class="screen-cover">{tile.stream?.paused ? "Paused" : "The picture is on its way…"}</p>;
}

function titleOf({ person, source }: TileSpec): string {
  const whose = person.isSelf ? "your" : `${person.name}’s`;
  return `${whose} ${source === "screen" ? "screen" : "picture"}`;
}

async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  try {
    await (document.fullscreenElement ? document.exitFullscreen() : element?.requestFullscreen());
  } catch {
    // The browser may refuse; the picture stays where it is.
  }
}
