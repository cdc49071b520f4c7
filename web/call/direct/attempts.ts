/** How it went to connect to somebody directly. Times are in milliseconds on one clock. */
export interface Attempts {
  readonly failures: number;
  /** Not before this. */
  readonly nextAt: number;
}

/** Nothing tried yet. */
export const UNTRIED: Attempts = { failures: 0, nextAt: 0 };

/** The first path that is tried has so long to be there, in milliseconds. */
const FIRST_PATIENCE_MS = 2_000;

/**
 * How long a path may take to be there before it is given up. Each failure doubles it: media goes by the node meanwhile, and a page
 * on a slow machine, or one that is busy, is not there in two seconds however often it is asked.
 */
export function patienceOf({ failures }: Attempts): number {
  return FIRST_PATIENCE_MS * 2 ** failures;
}

/** After these it is tried again only when a network changes, or somebody comes back. */
const PAUSES_MS = [10_000, 30_000, 120_000] as const;

/** After one more failure. */
export function failed({ failures }: Attempts, now: number): Attempts {
  return { failures: failures + 1, nextAt: now + (PAUSES_MS[failures] ?? Number.POSITIVE_INFINITY) };
}

/** A path that was interrupted is left alone for this long, the longer the more often that happens. */
export function restAfter(interruptions: number): number {
  return Math.min(10_000 * 2 ** (interruptions - 1), 120_000);
}
