import type { Figure } from "../report/figure.ts";

/** How often a text is waited for, besides the first time, which warms everything up and does not count. */
export const SAMPLES = 5;
/** Before each, in milliseconds, so that the machine is calm, and the shared window quiet again. */
export const QUIET_MS = 2_000;
/** Who has no sharp picture by then counts as having waited so long: it belongs into the figure, and ends no bench. */
export const PATIENCE_MS = 20_000;

/** When somebody saw a text: milliseconds from one moment to the first picture, and to the first that was sharp. */
export interface Appearance {
  readonly first: number;
  readonly sharp: number;
}

/** How long it took until the text was sharp, held against its first pictures. */
export function appearanceFigure(name: string, seen: readonly Appearance[], of: string): Figure {
  return {
    name,
    unit: "ms",
    better: "lower",
    nearcast: seen.map(({ sharp }) => sharp),
    against: { kind: "floor", what: `the first picture of ${of}`, samples: seen.map(({ first }) => first) },
  };
}
