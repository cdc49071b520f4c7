import { useSignal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { Avatar } from "./avatar.tsx";
import { Caption } from "./caption.tsx";
import { toggleFullScreen, useFullScreen } from "./full-screen.ts";
import { ExpandIcon, PinIcon, ShrinkIcon } from "./icons.tsx";
import type { TileSpec } from "./layout.ts";
import { Picture } from "./picture.tsx";
import { titleOf } from "./tile-title.ts";
import { ScreenView } from "./zoom/screen-view.tsx";
import { zoomActionOf } from "./zoom/zoom-keys.ts";
import { ZoomState } from "./zoom/zoom-state.ts";

interface TileProps {
  tile: TileSpec;
  isLarge: boolean;
  isPinned: boolean;
  /** Null where there is nothing that it could be brought in front of. */
  onPin: (() => void) | null;
  style: { left: string; top: string; width: string; height: string };
}

/** One picture with its person's name and marks; a press on a small one brings it to the front. */
export function Tile({ tile, isLarge, isPinned, onPin, style }: TileProps) {
  const { person, source, stream } = tile;
  const figure = useRef<HTMLElement>(null);
  const [zoom] = useState(() => new ZoomState());
  const isFull = useFullScreen(figure);
  const shownTrack = useSignal<MediaStreamTrack | null>(null);
  const track = stream && !stream.paused ? stream.track : null;
  const isScreen = source === "screen";
  const title = titleOf(tile);
  const isStudied = isLarge && isScreen && !person.isSelf;
  const isWaiting = track === null || shownTrack.value === null;
  const onShown = () => {
    shownTrack.value = track;
  };
  const shared = { participantId: person.id, isSelf: person.isSelf, onShown };

  const onKeyDown = (event: KeyboardEvent) => {
    const action = isStudied ? zoomActionOf(event) : null;
    if (!action) return;
    event.preventDefault();
    zoom.act(action);
  };

  return (
    <figure
      ref={figure}
      class={`tile ${source}${isLarge ? " large" : " small"}${person.isSelf ? " self" : ""}${person.connected ? "" : " away"}`}
      data-speaking={!isScreen && person.speaking ? "" : undefined}
      style={style}
      onKeyDown={onKeyDown}
    >
      {track && isScreen ? (
        <ScreenView {...shared} track={track} zoom={zoom} zoomable={isStudied} title={title} />
      ) : null}
      {track && !isScreen ? <Picture {...shared} source={source} track={track} /> : null}
      {isScreen ? <ScreenCover tile={tile} waiting={isWaiting} /> : null}
      {!isScreen && isWaiting ? <Avatar id={person.id} name={person.name} /> : null}
      {onPin && !isStudied ? <PinCover title={title} isPinned={isPinned} onPin={onPin} /> : null}
      {isStudied ? (
        <div class="tile-tools">
          {onPin ? (
            <button
              type="button"
              class="tile-tool"
              aria-label={pinName(title, isPinned)}
              aria-pressed={isPinned}
              data-tip={isPinned ? "Back to all" : "Bring to the front"}
              onClick={onPin}
            >
              <PinIcon />
            </button>
          ) : null}
          {document.fullscreenEnabled ? (
            <button
              type="button"
              class="tile-tool"
              aria-label={`${isFull ? "Leave full" : "Full"} screen: ${title}`}
              data-tip={isFull ? "Leave full screen" : "Full screen"}
              onClick={() => void toggleFullScreen(figure.current)}
            >
              {isFull ? <ShrinkIcon /> : <ExpandIcon />}
            </button>
          ) : null}
        </div>
      ) : null}
      <Caption tile={tile} />
    </figure>
  );
}

const pinName = (title: string, isPinned: boolean) =>
  isPinned ? `Back to all, from ${title}` : `Bring ${title} to the front`;

/** The whole of a picture that is not there to be studied is one button. */
function PinCover(props: { title: string; isPinned: boolean; onPin: () => void }) {
  return (
    <button
      type="button"
      class="tile-front"
      aria-label={pinName(props.title, props.isPinned)}
      aria-pressed={props.isPinned}
      onClick={props.onPin}
    >
      <span class="tile-tool" aria-hidden="true">
        <PinIcon />
      </span>
    </button>
  );
}

function ScreenCover({ tile, waiting }: { tile: TileSpec; waiting: boolean }) {
  if (tile.person.isSelf) return <p class="screen-cover own">You are sharing</p>;
  if (!waiting) return null;
  return <p class="screen-cover">{tile.stream?.paused ? "Paused" : "The picture is on its way…"}</p>;
}
