import type { Size } from "../../protocol/room/watching.ts";
import { clamp } from "../clamp.ts";
import { fitGrid } from "./layout.ts";

/** A rectangle within the stage, in pixels. */
export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** The stage's two parts. */
export interface Division {
  readonly frontBox: Rect;
  readonly stripBox: Rect;
}

/** What the division has to hold. */
export interface Counts {
  readonly front: number;
  readonly strip: number;
  /** Whether the strip may take what the front's pictures leave empty. */
  readonly stripGrows: boolean;
}

/** The space between any two tiles. */
export const GAP = 10;
/** The shape of most screens, and of every picture in the strip. */
export const PICTURE_SHAPE = { narrowest: 16 / 9, widest: 16 / 9 };
/** The narrowest picture in the strip: smaller, a face is no longer a face. */
export const SMALLEST_IN_STRIP = 84;

/** Puts the strip beside the front or below it, wherever it leaves the larger pictures in front. */
export function divide(box: Size, counts: Counts): Division {
  if (counts.strip === 0) {
    return { frontBox: { x: 0, y: 0, ...box }, stripBox: { x: 0, y: 0, width: 0, height: 0 } };
  }
  const [beside, below] = [divideBeside(box, counts), divideBelow(box, counts)];
  const area = ({ frontBox }: Division) => {
    const { width, height } = fitGrid(counts.front, frontBox, PICTURE_SHAPE, GAP);
    return width * height;
  };
  return area(beside) >= area(below) ? beside : below;
}

function divideBeside(box: Size, counts: Counts): Division {
  const least = clamp(130, box.width * 0.17, 320);
  const grid = fitGrid(
    counts.front,
    { width: box.width - least - GAP, height: box.height },
    PICTURE_SHAPE,
    GAP,
  );
  const unused = box.width - used(grid.columns, grid.width) - GAP;
  const most = counts.stripGrows ? clamp(least, unused, box.width * 0.35) : least;
  const width = Math.round(
    Math.min(most, needed(counts.strip, { width: most, height: box.height }, "width")),
  );
  const rest = box.width - width - GAP;
  return {
    frontBox: { x: 0, y: 0, width: rest, height: box.height },
    stripBox: { x: rest + GAP, y: 0, width, height: box.height },
  };
}

function divideBelow(box: Size, counts: Counts): Division {
  const least = clamp(70, box.height * 0.2, 190);
  const grid = fitGrid(
    counts.front,
    { width: box.width, height: box.height - least - GAP },
    PICTURE_SHAPE,
    GAP,
  );
  const unused = box.height - used(grid.rows, grid.height) - GAP;
  const most = counts.stripGrows ? clamp(least, unused, box.height * 0.45) : least;
  const height = Math.round(
    Math.min(most, needed(counts.strip, { width: box.width, height: most }, "height")),
  );
  const rest = box.height - height - GAP;
  return {
    frontBox: { x: 0, y: 0, width: box.width, height: rest },
    stripBox: { x: 0, y: rest + GAP, width: box.width, height },
  };
}

const used = (tiles: number, size: number) => tiles * size + GAP * (tiles - 1);

/** How much of its box the strip really fills; a crowd that does not fit as a whole takes all of it. */
function needed(count: number, box: Size, side: "width" | "height"): number {
  const grid = fitGrid(count, box, PICTURE_SHAPE, GAP);
  if (grid.width < SMALLEST_IN_STRIP) return box[side];
  // One pixel more, so that rounding does not make the same tiles fit differently.
  return 1 + (side === "width" ? used(grid.columns, grid.width) : used(grid.rows, grid.height));
}
