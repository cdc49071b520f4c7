import type { Person, Stream } from "../state/types.ts";

/** One place on the page for a person's camera (or initials) or for one of their screens. */
export interface TileSpec {
  /** Stays the same when a stream is published again, so that its `<video>` and its last picture stay too. */
  readonly key: string;
  readonly person: Person;
  readonly source: "camera" | "screen";
  readonly stream: Stream | null;
  /** Which of a person's several screens it is, from 1; null where there is but one. */
  readonly number: number | null;
}

/** `stage`: few tiles large and the rest beside them; `grid`: everybody alike. */
export interface Arrangement {
  readonly mode: "stage" | "grid";
  readonly front: readonly TileSpec[];
  readonly strip: readonly TileSpec[];
  /** The screens of others that can be in front, in order. */
  readonly shares: readonly TileSpec[];
}

/** How a number of equal tiles fills a box best. */
export interface GridShape {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}

function screensOf(person: Person): TileSpec[] {
  const streams = person.streams.filter((stream) => stream.source === "screen");
  return streams.map((stream, index) => ({
    key: `${person.id}:screen:${stream.streamId}`,
    person,
    source: "screen",
    stream,
    number: streams.length > 1 ? index + 1 : null,
  }));
}

const cameraOf = (person: Person): TileSpec => ({
  key: `${person.id}:camera`,
  person,
  source: "camera",
  stream: person.streams.find((stream) => stream.source === "camera") ?? null,
  number: null,
});

const rank = (tile: TileSpec): number =>
  tile.person.isSelf ? 2 : tile.stream && !tile.stream.paused ? 0 : 1;

const NONE: ReadonlySet<string> = new Set();

/**
 * Puts every picture in its place: a pinned tile alone in front, else all screens of others, else everybody's camera.
 * What is shown `outside`, in a window of its own, leaves the front to others.
 */
export function arrange(
  people: readonly Person[],
  pinned: string | null,
  outside: ReadonlySet<string> = NONE,
): Arrangement {
  const screens = people.flatMap(screensOf);
  const cameras = people.map(cameraOf).sort((a, b) => rank(a) - rank(b));
  const all = [...screens, ...cameras];

  // One's own screen is never large by itself: it would show itself showing itself.
  const shares = screens.filter((tile) => !tile.person.isSelf && !outside.has(tile.key));

  const first = all.find((tile) => tile.key === pinned && !outside.has(tile.key));
  if (first) return { mode: "stage", front: [first], strip: all.filter((tile) => tile !== first), shares };
  if (shares.length > 0) {
    return { mode: "stage", front: shares, strip: all.filter((tile) => !shares.includes(tile)), shares };
  }
  return { mode: "grid", front: cameras, strip: screens, shares };
}

/** The largest equal tiles with a shape between `narrowest` and `widest` (width ÷ height) that fit into a box. */
export function fitGrid(
  count: number,
  box: { readonly width: number; readonly height: number },
  shape: { readonly narrowest: number; readonly widest: number },
  gap: number,
): GridShape {
  let best: GridShape = { columns: 1, rows: Math.max(count, 1), width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (box.width - gap * (columns - 1)) / columns;
    const cellHeight = (box.height - gap * (rows - 1)) / rows;
    if (cellWidth <= 0 || cellHeight <= 0) continue;
    const width = Math.floor(Math.min(cellWidth, cellHeight * shape.widest));
    const height = Math.floor(Math.min(cellHeight, width / shape.narrowest));
    if (width * height > best.width * best.height) best = { columns, rows, width, height };
  }
  return best;
}
