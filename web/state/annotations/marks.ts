import { LIMITS } from "../../../protocol/limits.ts";
import type { Mark } from "../../../protocol/room/annotations.ts";

/** A stroke that is not kept stays this long after its last point, */
const STAYS_MS = 3_000;
/** and then fades for so long. */
const FADES_MS = 800;
/** A pointer that has not moved for this long points at nothing any more. */
const RESTS_MS = 8_000;

/** A drawn line: x, y, x, y, … in fractions of PICTURE_SPAN. */
export interface Stroke {
  readonly id: number;
  readonly points: readonly number[];
  readonly kept: boolean;
  /** When it last grew, in milliseconds since 1970 by this page's clock. */
  readonly at: number;
  readonly fading: boolean;
}

/** Where somebody points, and since when. */
export interface Pointer {
  readonly x: number;
  readonly y: number;
  readonly at: number;
}

/** What one person does on a share. */
interface PersonMarks {
  readonly pointer: Pointer | null;
  /** In the order in which they were begun. */
  readonly strokes: readonly Stroke[];
}

/** What everybody does on a share, by participant. Values are never changed in place: what stayed the same is the same object. */
export type ShareMarks = ReadonlyMap<string, PersonMarks>;

const NO_MARKS: PersonMarks = { pointer: null, strokes: [] };

/** A share's marks after somebody did something on it at `now`. */
export function withMarks(
  share: ShareMarks,
  authorId: string,
  marks: readonly Mark[],
  now: number,
): ShareMarks {
  let result = share;
  for (const mark of marks) {
    if (mark.kind === "clear" && mark.whose === "all") result = withoutStrokes(result);
    else result = withPerson(result, authorId, apply(result.get(authorId) ?? NO_MARKS, mark, now));
  }
  return result;
}

function apply(marks: PersonMarks, mark: Mark, now: number): PersonMarks {
  switch (mark.kind) {
    case "pointer":
      return { ...marks, pointer: mark.at && { x: mark.at[0], y: mark.at[1], at: now } };
    case "stroke":
      return { ...marks, strokes: bounded(withStroke(marks.strokes, mark, now)) };
    case "erase":
      return { ...marks, strokes: marks.strokes.filter(({ id }) => id !== mark.stroke) };
    case "clear":
      return { ...marks, strokes: [] };
  }
}

function withStroke(
  strokes: readonly Stroke[],
  mark: Extract<Mark, { kind: "stroke" }>,
  now: number,
): readonly Stroke[] {
  const index = strokes.findIndex(({ id }) => id === mark.stroke);
  const before = strokes[index]?.points.slice(0, 2 * mark.from) ?? [];
  // Where a part was lost on the way, the line goes straight across.
  const points = [...before, ...mark.points].slice(0, 2 * LIMITS.pointsPerStroke);
  const stroke: Stroke = { id: mark.stroke, points, kept: mark.kept, at: now, fading: false };
  return index < 0 ? [...strokes, stroke] : strokes.with(index, stroke);
}

/** The newest of somebody's strokes that a page keeps. */
function bounded(strokes: readonly Stroke[]): readonly Stroke[] {
  let first = Math.max(0, strokes.length - LIMITS.strokesPerPerson);
  const kept = strokes.slice(first);
  let points = kept.reduce((sum, stroke) => sum + stroke.points.length / 2, 0);
  first = 0;
  for (const stroke of kept) {
    if (points <= LIMITS.pointsPerPerson) break;
    points -= stroke.points.length / 2;
    first += 1;
  }
  return first === 0 && kept.length === strokes.length ? strokes : kept.slice(first);
}

/** A share's marks without one person's; `pointerOnly` where what was drawn stays. */
export function withoutPerson(share: ShareMarks, authorId: string, pointerOnly = false): ShareMarks {
  const marks = share.get(authorId);
  if (marks === undefined || (pointerOnly && marks.pointer === null)) return share;
  return withPerson(share, authorId, pointerOnly ? { ...marks, pointer: null } : NO_MARKS);
}

/** A share's marks at `now`: what is over fades and goes. The same object where nothing does. */
export function aged(share: ShareMarks, now: number): ShareMarks {
  let result = share;
  for (const [authorId, marks] of share) {
    const pointer = marks.pointer && now < marks.pointer.at + RESTS_MS ? marks.pointer : null;
    const strokes = agedStrokes(marks.strokes, now);
    if (pointer !== marks.pointer || strokes !== marks.strokes)
      result = withPerson(result, authorId, { pointer, strokes });
  }
  return result;
}

function agedStrokes(strokes: readonly Stroke[], now: number): readonly Stroke[] {
  const isOver = ({ kept, at }: Stroke) => !kept && now >= at + STAYS_MS + FADES_MS;
  const beginsToFade = ({ kept, at, fading }: Stroke) => !kept && !fading && now >= at + STAYS_MS;
  if (!strokes.some((stroke) => isOver(stroke) || beginsToFade(stroke))) return strokes;
  return strokes
    .filter((stroke) => !isOver(stroke))
    .map((stroke) => (beginsToFade(stroke) ? { ...stroke, fading: true } : stroke));
}

/** When a share's marks next change by themselves, in milliseconds since 1970; null where they stay as they are. */
export function nextChange(share: ShareMarks): number | null {
  let next = Number.POSITIVE_INFINITY;
  for (const { pointer, strokes } of share.values()) {
    if (pointer) next = Math.min(next, pointer.at + RESTS_MS);
    for (const { kept, at, fading } of strokes)
      if (!kept) next = Math.min(next, at + STAYS_MS + (fading ? FADES_MS : 0));
  }
  return Number.isFinite(next) ? next : null;
}

function withoutStrokes(share: ShareMarks): ShareMarks {
  let result = share;
  for (const [authorId, marks] of share) result = withPerson(result, authorId, { ...marks, strokes: [] });
  return result;
}

/** Nobody is in the map who does nothing. */
function withPerson(share: ShareMarks, authorId: string, marks: PersonMarks): ShareMarks {
  const result = new Map(share);
  if (marks.pointer === null && marks.strokes.length === 0) result.delete(authorId);
  else result.set(authorId, marks);
  return result;
}
