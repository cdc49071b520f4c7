import { useSignal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../language/translate.ts";
import { ShareAnnotations, ShareTools } from "./annotations/share-annotations.tsx";
import { Avatar } from "./avatar.tsx";
import { CannotShow } from "./cannot-show.tsx";
import { Caption } from "./caption.tsx";
import { EncryptionCover } from "./encryption-cover.tsx";
import { canFloat, toggleFloating, useFloating } from "./floating-picture.ts";
import { canFillScreen, toggleFullScreen, useFullScreen } from "./full-screen.ts";
import { PinIcon } from "./icons.tsx";
import type { TileSpec } from "./layout.ts";
import { Picture } from "./picture.tsx";
import { ScreenCover } from "./screen-cover.tsx";
import { titleOf } from "./tile-title.ts";
import { pinName, ShareSwitch, type Switcher, TileTools } from "./tile-tools.tsx";
import { VideoOff } from "./video-off.tsx";
import { ScreenView } from "./zoom/screen-view.tsx";
import { onZoomKey } from "./zoom/zoom-keys.ts";
import { ZoomState } from "./zoom/zoom-state.ts";

/** How the stage reaches a tile. */
export interface TileHandle {
  readonly figure: HTMLElement;
  readonly zoom: ZoomState;
}

interface TileProps {
  tile: TileSpec;
  isLarge: boolean;
  isPinned: boolean;
  /** It is shown in a window of its own; here is what is left of it. */
  isOutside: boolean;
  /** Null where there is nothing that it could be brought in front of. */
  onPin: (() => void) | null;
  onWindow: (tile: TileSpec) => void;
  /** Takes it back from its own window. */
  onBack: () => void;
  /** Ends one's own share. */
  onStop: () => void;
  /** Called with what there is to reach, and with null when it goes. */
  onHandle: (key: string, handle: TileHandle | null) => void;
  switcher: Switcher | null;
  style: { left: string; top: string; width: string; height: string };
}

/** One picture with its person's name and marks; a press on a small one brings it to the front. */
export function Tile(props: TileProps) {
  const { tile, isLarge, isPinned, isOutside, onPin, onHandle } = props;
  const { person, source, stream } = tile;
  const figure = useRef<HTMLElement>(null);
  const [zoom] = useState(() => new ZoomState());
  const isFull = useFullScreen(figure);
  const isFloating = useFloating(figure);
  const shownTrack = useSignal<MediaStreamTrack | null>(null);
  const isScreen = source === "screen";
  // A camera that is paused shows nobody; a screen that is paused shows what it showed.
  const track = stream && (isScreen || !stream.paused) ? stream.track : null;
  const title = titleOf(tile);
  const isStudied = isLarge && isScreen && !person.isSelf && !isOutside;
  const isWaiting = track === null || shownTrack.value === null;
  const isSeen = !isWaiting && !person.isSelf && !isOutside;
  const onShown = () => {
    shownTrack.value = track;
  };
  const isOver = stream?.stale === true;
  const shared = { participantId: person.id, isSelf: person.isSelf, isOver, onShown };

  useEffect(() => {
    if (figure.current) onHandle(tile.key, { figure: figure.current, zoom });
    return () => onHandle(tile.key, null);
  }, [tile.key, zoom, onHandle]);
  const onFigure = (act: (figure: HTMLElement) => Promise<void>) => () => {
    if (figure.current) void act(figure.current);
  };
  const toggleFull = isStudied && canFillScreen() ? onFigure(toggleFullScreen) : null;

  const marks = `${isLarge ? " large" : " small"}${person.isSelf ? " self" : ""}${person.connected ? "" : " away"}`;
  return (
    <figure
      ref={figure}
      class={`tile ${source}${marks}`}
      data-speaking={!isScreen && person.speaking ? "" : undefined}
      style={props.style}
      onKeyDown={isStudied ? (event) => onZoomKey(event, zoom) : undefined}
    >
      {track && isScreen ? (
        <ScreenView
          {...shared}
          track={track}
          zoom={zoom}
          zoomable={isStudied}
          title={title}
          onDoubleClick={toggleFull}
        >
          <ShareAnnotations tile={tile} isLarge={isLarge} />
        </ScreenView>
      ) : null}
      {track && !isScreen ? <Picture {...shared} source={source} track={track} /> : null}
      {!isScreen && isWaiting ? <Avatar id={person.id} name={person.name} picture={person.picture} /> : null}
      {isOutside ? (
        <Cover name={t("Bring {title} back from its window", { title })} onClick={props.onBack} />
      ) : null}
      {onPin && !isStudied && !isOutside ? (
        <Cover name={pinName(title, isPinned)} pressed={isPinned} onClick={onPin} />
      ) : null}
      <CannotShow stream={stream} />
      {isScreen ? (
        <ScreenCover tile={tile} isWaiting={isWaiting} isOutside={isOutside} onStop={props.onStop} />
      ) : null}
      <EncryptionCover tile={tile} />
      <VideoOff tile={tile} title={title} />
      {isStudied && props.switcher ? <ShareSwitch {...props.switcher} /> : null}
      {isStudied || isSeen ? (
        <TileTools
          title={title}
          isPinned={isPinned}
          isFloating={isFloating}
          isFull={isFull}
          onPin={isStudied ? onPin : null}
          onFloat={isSeen && canFloat() ? onFigure(toggleFloating) : null}
          onWindow={isSeen && isStudied && !isFull ? () => props.onWindow(tile) : null}
          onFull={toggleFull}
        />
      ) : null}
      {track && isScreen ? <ShareTools tile={tile} isLarge={isLarge} /> : null}
      <Caption tile={tile} />
    </figure>
  );
}

/** The whole of a picture that is not there to be studied is one button. */
function Cover({ name, pressed, onClick }: { name: string; pressed?: boolean; onClick: () => void }) {
  return (
    <button type="button" class="tile-front" aria-label={name} aria-pressed={pressed} onClick={onClick}>
      {pressed === undefined ? null : (
        <span class="tile-tool" aria-hidden="true">
          <PinIcon />
        </span>
      )}
    </button>
  );
}
