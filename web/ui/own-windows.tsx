import type { Signal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { t } from "../language/translate.ts";
import { ShareAnnotations, ShareTools } from "./annotations/share-annotations.tsx";
import { Caption } from "./caption.tsx";
import { EncryptionCover } from "./encryption-cover.tsx";
import { BackIcon } from "./icons.tsx";
import type { TileSpec } from "./layout.ts";
import { ScreenCover } from "./screen-cover.tsx";
import { titleOf } from "./tile-title.ts";
import { ScreenView } from "./zoom/screen-view.tsx";
import { onZoomKey } from "./zoom/zoom-keys.ts";
import { ZoomState } from "./zoom/zoom-state.ts";

/** Shared screens that are shown in windows of their own, by their tiles' keys. */
export type OwnWindowMap = ReadonlyMap<string, Window>;

interface OwnWindowsProps {
  windows: Signal<OwnWindowMap>;
  tiles: readonly TileSpec[];
}

/** Keeps the windows as their tiles are, and closes those whose share has ended. It shows nothing here. */
export function OwnWindows({ windows, tiles }: OwnWindowsProps) {
  const close = (key: string) => {
    windows.value = new Map([...windows.value].filter(([other]) => other !== key));
  };
  return (
    <>
      {[...windows.value].map(([key, home]) => (
        <OwnWindow
          key={key}
          home={home}
          tile={tiles.find((tile) => tile.key === key) ?? null}
          onClose={() => close(key)}
        />
      ))}
    </>
  );
}

function OwnWindow({ home, tile, onClose }: { home: Window; tile: TileSpec | null; onClose: () => void }) {
  const isGone = tile === null;
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  useLayoutEffect(() => {
    if (!tile) return;
    home.document.title = `${titleOf(tile)} · Nearcast`;
    render(<WindowTile tile={tile} onClose={onClose} />, home.document.body);
  });
  useEffect(() => {
    const close = () => home.close();
    // Without the page nothing in the window would live.
    addEventListener("pagehide", close);
    return () => {
      removeEventListener("pagehide", close);
      render(null, home.document.body);
      home.close();
    };
  }, [home]);
  useEffect(() => {
    home.addEventListener("pagehide", onClose);
    return () => home.removeEventListener("pagehide", onClose);
  }, [home, onClose]);
  return null;
}

function WindowTile({ tile, onClose }: { tile: TileSpec; onClose: () => void }) {
  const [zoom] = useState(() => new ZoomState());
  const [isShown, setShown] = useState(false);
  const { person, stream } = tile;
  const title = titleOf(tile);
  return (
    <figure class="tile screen large" onKeyDown={(event) => onZoomKey(event, zoom)}>
      {stream?.track ? (
        <ScreenView
          participantId={person.id}
          isSelf={false}
          track={stream.track}
          isOver={stream.stale}
          zoom={zoom}
          zoomable
          title={title}
          onShown={() => setShown(true)}
          onDoubleClick={null}
        >
          <ShareAnnotations tile={tile} isLarge />
        </ScreenView>
      ) : null}
      <ScreenCover tile={tile} isWaiting={!isShown} isOutside={false} onStop={onClose} />
      <EncryptionCover tile={tile} />
      <div class="tile-tools">
        <button
          type="button"
          class="tile-tool"
          aria-label={t("Back to the room: {title}", { title })}
          data-tip={t("Back to the room")}
          onClick={onClose}
        >
          <BackIcon />
        </button>
      </div>
      <ShareTools tile={tile} isLarge />
      <Caption tile={tile} />
    </figure>
  );
}
