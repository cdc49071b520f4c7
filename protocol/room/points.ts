import type { Mark } from "./annotations.ts";

/** How many points these marks bring. */
export function pointsIn(marks: readonly Mark[]): number {
  return marks.reduce((sum, mark) => sum + (mark.kind === "stroke" ? mark.points.length / 2 : 0), 0);
}
