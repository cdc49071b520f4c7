import type { Size } from "../../protocol/room/watching.ts";
import { divide, GAP, PICTURE_SHAPE, type Rect, SMALLEST_IN_STRIP } from "./divide.ts";
import { type Arrangement, fitGrid, type TileSpec } from "./layout.ts";

/** A tile's rectangle within the stage, in pixels. */
export interface Place extends Rect {
  readonly tile: TileSpec;
  readonly inFront: boolean;
}

/** Every tile's rectangle, and how many did not fit, with the place that says so. */
export interface Placement {
  readonly places: readonly Place[];
  readonly hidden: number;
  readonly more: Rect | null;
}

const WIDE = 16 / 9;
/** Cameras in a grid may be cut to anything between these shapes. */
const CAMERA_SHAPE = { narrowest: 0.9, widest: WIDE };
/** The narrowest picture in the grid. */
const SMALLEST_IN_GRID = 108;

/**
 * Where everything is. All tiles lie side by side in one container and only their rectangles change, so that no
 * `<video>` is ever moved or made anew: that would blank it.
 */
export function placeTiles({ mode, front, strip }: Arrangement, box: Size): Placement {
  if (box.width <= 0 || box.height <= 0) return { places: [], hidden: 0, more: null };
  const { frontBox, stripBox } = divide(box, {
    front: front.length,
    strip: strip.length,
    stripGrows: mode === "stage",
  });
  const large =
    mode === "grid"
      ? placeEqual(front, frontBox, CAMERA_SHAPE, SMALLEST_IN_GRID, true)
      : { places: fillCells(front, frontBox), hidden: 0, more: null };
  const small = placeEqual(strip, stripBox, PICTURE_SHAPE, SMALLEST_IN_STRIP, false);
  return {
    places: [...large.places, ...small.places],
    hidden: large.hidden + small.hidden,
    more: large.more ?? small.more,
  };
}

/** Screens take all the room of their cells, so that their edges line up whatever their shapes are. */
function fillCells(tiles: readonly TileSpec[], box: Rect): Place[] {
  const { columns, rows } = fitGrid(tiles.length, box, PICTURE_SHAPE, GAP);
  const height = (box.height - GAP * (rows - 1)) / rows;
  return tiles.map((tile, index) => {
    const row = Math.floor(index / columns);
    // The last row's tiles share its width, however few they are.
    const inRow = Math.min(columns, tiles.length - row * columns);
    const width = (box.width - GAP * (inRow - 1)) / inRow;
    const x = box.x + (index - row * columns) * (width + GAP);
    return { tile, inFront: true, x, y: box.y + row * (height + GAP), width, height };
  });
}

function placeEqual(
  tiles: readonly TileSpec[],
  box: Rect,
  shape: { narrowest: number; widest: number },
  smallest: number,
  inFront: boolean,
): Placement {
  if (tiles.length === 0) return { places: [], hidden: 0, more: null };
  // One place is kept for the mark that says how many more there are.
  let cells = tiles.length;
  let grid = fitGrid(cells, box, shape, GAP);
  while (grid.width < smallest && cells > 2) {
    cells -= 1;
    grid = fitGrid(cells, box, shape, GAP);
  }
  const shown = cells < tiles.length ? cells - 1 : cells;

  const height = grid.rows * grid.height + GAP * (grid.rows - 1);
  const top = inFront ? box.y + (box.height - height) / 2 : box.y;
  const rectOf = (index: number): Rect => {
    const row = Math.floor(index / grid.columns);
    const inRow = Math.min(grid.columns, cells - row * grid.columns);
    const rowWidth = inRow * grid.width + GAP * (inRow - 1);
    const x = box.x + (box.width - rowWidth) / 2 + (index - row * grid.columns) * (grid.width + GAP);
    return { x, y: top + row * (grid.height + GAP), width: grid.width, height: grid.height };
  };
  return {
    places: tiles.slice(0, shown).map((tile, index) => ({ tile, inFront, ...rectOf(index) })),
    hidden: tiles.length - shown,
    more: shown < tiles.length ? rectOf(shown) : null,
  };
}
