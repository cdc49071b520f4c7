import { useRef } from "preact/hooks";
import type { Person } from "../state/types.ts";
import { arrange } from "./layout.ts";
import { type Place, placeTiles } from "./place.ts";
import { Tile } from "./tile.tsx";
import { useSize } from "./use-size.ts";

interface StageProps {
  people: readonly Person[];
  pinned: string | null;
  onPin: (key: string | null) => void;
  /** Opens the list of people, where those are whose picture has no room here. */
  onMore: () => void;
}

const px = (rect: { x: number; y: number; width: number; height: number }) => ({
  left: `${Math.round(rect.x)}px`,
  top: `${Math.round(rect.y)}px`,
  width: `${Math.round(rect.width)}px`,
  height: `${Math.round(rect.height)}px`,
});

/** All pictures: the important ones large, the others in a strip beside or below. */
export function Stage({ people, pinned, onPin, onMore }: StageProps) {
  const area = useRef<HTMLDivElement>(null);
  const size = useSize(area);
  const arrangement = arrange(people, pinned);
  const { places, hidden, more } = placeTiles(arrangement, size);
  // In the order of the people, whatever is in front: a `<video>` that moves in the document stops.
  const order = new Map(people.map((person, index) => [person.id, index]));
  const stable = [...places].sort(
    (a, b) =>
      (order.get(a.tile.person.id) ?? 0) - (order.get(b.tile.person.id) ?? 0) ||
      (a.tile.key < b.tile.key ? -1 : 1),
  );

  const toTile = (place: Place) => {
    const { tile } = place;
    const isPinned = tile.key === pinned;
    const canPin = isPinned || !place.inFront || arrangement.front.length > 1;
    return (
      <Tile
        key={tile.key}
        tile={tile}
        isLarge={place.inFront}
        isPinned={isPinned}
        onPin={canPin ? () => onPin(isPinned ? null : tile.key) : null}
        style={px(place)}
      />
    );
  };

  return (
    <section class="stage" aria-label="Screens and cameras">
      <div class="stage-area" ref={area}>
        {stable.map(toTile)}
        {more ? (
          <button type="button" class="tile more-tile" style={px(more)} onClick={onMore}>
            +{hidden}
            <span class="hidden"> more people</span>
          </button>
        ) : null}
      </div>
    </section>
  );
}
