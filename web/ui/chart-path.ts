/** A figure at a time; undefined where it was not known. */
export interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number | undefined;
}

/** The box that is drawn in, and what it stands for. */
export interface ChartFrame {
  readonly width: number;
  readonly height: number;
  /** The value of the upper edge; the lower one is 0. */
  readonly top: number;
  /** The time of the right edge, and how far back the left one is, in milliseconds. */
  readonly now: number;
  readonly span: number;
}

/** Points further apart than this are not joined: nothing was measured in between. */
const GAP_MS = 2_500;

/** A line as SVG path data; empty where there is nothing to draw. */
export function linePath(points: readonly Point[], frame: ChartFrame): string {
  return runsOf(points, frame)
    .map((run) => `M${run.map(({ x, y }) => `${x} ${y}`).join("L")}`)
    .join("");
}

/** The area below that line. */
export function areaPath(points: readonly Point[], frame: ChartFrame): string {
  return runsOf(points, frame)
    .map((run) => {
      const line = run.map(({ x, y }) => `${x} ${y}`).join("L");
      return `M${run[0]?.x} ${frame.height}L${line}L${run.at(-1)?.x} ${frame.height}Z`;
    })
    .join("");
}

/** A round number for the upper edge, so that the scale does not change with every sample. */
export function scaleTop(values: readonly (number | undefined)[], least: number): number {
  const highest = values.reduce<number>((top, value) => Math.max(top, value ?? 0), 0);
  if (highest <= least) return least;
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 1.5, 2, 3, 5, 7.5].find((factor) => highest <= factor * power);
  return (step ?? 10) * power;
}

interface Position {
  readonly x: number;
  readonly y: number;
}

function runsOf(points: readonly Point[], frame: ChartFrame): Position[][] {
  const runs: Position[][] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { at, value } of points) {
    if (value === undefined || at < frame.now - frame.span) continue;
    if (at - lastAt > GAP_MS) runs.push([]);
    runs.at(-1)?.push(place(at, value, frame));
    lastAt = at;
  }
  return runs;
}

function place(at: number, value: number, { width, height, top, now, span }: ChartFrame): Position {
  const x = width * (1 - (now - at) / span);
  const y = height * (1 - Math.min(value / top, 1));
  return { x: round(x), y: round(y) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
