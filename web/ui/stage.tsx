import { useSignal } from "@preact/signals";
import { useCallback, useRef, useState } from "preact/hooks";
import { t } from "../language/translate.ts";
import type { Person } from "../state/types.ts";
import { toggleFullScreen } from "./full-screen.ts";
import { arrange, type TileSpec } from "./layout.ts";
import { openOwnWindow } from "./own-window.ts";
import { type OwnWindowMap, OwnWindows } from "./own-windows.tsx";
import { type Place, placeTiles } from "./place.ts";
import { neighbour, type StageAction } from "./stage-keys.ts";
import { StreamOrder } from "./stream-order.ts";
import { Tile, type TileHandle } from "./tile.tsx";
import { titleOf } from "./tile-title.ts";
import { useSize } from "./use-size.ts";
import { useStageKeys } from "./use-stage-keys.ts";

interface StageProps {
  people: readonly Person[];
  pinned: string | null;
  onPin: (key: string | null) => void;
  /** Opens the list of people, where those are whose picture has no room here. */
  onMore: () => void;
  /** Ends one of one's own screens. */
  onStop: (producerId: string) => void;
  /** The browser did not let a window be opened. */
  onNoWindow: () => void;
}

const px = (rect: { x: number; y: number; width: number; height: number }) => ({
  left: `${Math.round(rect.x)}px`,
  top: `${Math.round(rect.y)}px`,
  width: `${Math.round(rect.width)}px`,
  height: `${Math.round(rect.height)}px`,
});

/** A screen's place among those of its owner, whose camera comes after them. */
const screenPlace = ({ source, person, stream }: TileSpec) =>
  source === "camera" || stream === null ? Number.MAX_SAFE_INTEGER : person.streams.indexOf(stream);

/** All pictures: the important ones large, the others in a strip beside or below. */
export function Stage({ people, pinned, onPin, onMore, onStop, onNoWindow }: StageProps) {
  const area = useRef<HTMLDivElement>(null);
  const size = useSize(area);
  const windows = useSignal<OwnWindowMap>(new Map());
  const handles = useRef(new Map<string, TileHandle>());
  const onHandle = useCallback((key: string, handle: TileHandle | null) => {
    if (handle) handles.current.set(key, handle);
    else handles.current.delete(key);
  }, []);

  const [streamOrder] = useState(() => new StreamOrder());
  const arrangement = arrange(streamOrder.sort(people), pinned, new Set(windows.value.keys()));
  const { front, shares } = arrangement;
  const { places, hidden, more } = placeTiles(arrangement, size);
  // In the order of the people, whatever is in front: a `<video>` that moves in the document stops.
  const order = new Map(people.map((person, index) => [person.id, index]));
  const stable = [...places].sort(
    ({ tile: a }, { tile: b }) =>
      (order.get(a.person.id) ?? 0) - (order.get(b.person.id) ?? 0) || screenPlace(a) - screenPlace(b),
  );

  /** The share that keys are for: the one that fills the screen, else that under the pointer, else the first in front. */
  const active = (): TileHandle | null => {
    const inFront = front.flatMap(({ key, source }) =>
      source === "screen" ? (handles.current.get(key) ?? []) : [],
    );
    const full = [...handles.current.values()].find(({ figure }) => figure === document.fullscreenElement);
    return full ?? inFront.find(({ figure }) => figure.matches(":hover")) ?? inFront[0] ?? null;
  };
  const bringForward = (direction: 1 | -1): boolean => {
    const keys = shares.map(({ key }) => key);
    const next = neighbour(keys, pinned, direction);
    if (keys.length < 2 || next === null) return false;
    onPin(next);
    const handle = handles.current.get(next);
    if (document.fullscreenElement && handle) void toggleFullScreen(handle.figure);
    return true;
  };
  const act = (action: StageAction): boolean => {
    if (action === "next" || action === "previous") return bringForward(action === "next" ? 1 : -1);
    if (action === "all") {
      if (pinned !== null) onPin(null);
      return pinned !== null;
    }
    const figure = active()?.figure;
    if (figure) void toggleFullScreen(figure);
    return figure !== undefined;
  };
  useStageKeys({ act, zoom: () => active()?.zoom ?? null });

  const openWindow = async (tile: TileSpec) => {
    const picture = handles.current.get(tile.key)?.zoom.frame.peek().picture;
    const opened = await openOwnWindow(picture ?? { width: 0, height: 0 });
    if (opened === null) return onNoWindow();
    windows.value = new Map(windows.value).set(tile.key, opened);
    if (pinned === tile.key) onPin(null);
  };

  const toTile = (place: Place) => {
    const { tile } = place;
    const { key, stream } = tile;
    const isPinned = key === pinned;
    const canPin = isPinned || !place.inFront || front.length > 1;
    const at = shares.findIndex((share) => share.key === key);
    const isOneOfMany = isPinned && at >= 0 && shares.length > 1;
    return (
      <Tile
        key={key}
        tile={tile}
        isLarge={place.inFront}
        isPinned={isPinned}
        isOutside={windows.value.has(key)}
        onPin={canPin ? () => onPin(isPinned ? null : key) : null}
        onWindow={(opened) => void openWindow(opened)}
        onBack={() => windows.value.get(key)?.close()}
        onStop={() => stream && onStop(stream.producerId)}
        onHandle={onHandle}
        switcher={isOneOfMany ? { place: at + 1, count: shares.length, onStep: bringForward } : null}
        style={px(place)}
      />
    );
  };

  const leading = front.length === 1 && front[0]?.key === pinned ? front[0] : null;
  return (
    <section class="stage" aria-label={t("Screens and cameras")}>
      <p class="hidden" aria-live="polite">
        {leading ? t("In front: {titleOf}", { titleOf: titleOf(leading) }) : ""}
      </p>
      <div class="stage-area" ref={area}>
        {stable.map(toTile)}
        {more ? (
          <button type="button" class="tile more-tile" style={px(more)} onClick={onMore}>
            +{hidden}
            <span class="hidden"> {t("more people")}</span>
          </button>
        ) : null}
      </div>
      <OwnWindows windows={windows} tiles={[...front, ...arrangement.strip]} />
    </section>
  );
}
