/** How it went to connect to somebody directly. Times are in milliseconds on one clock. */
export interface Attempts {
  readonly failures: number;
  /** Not before this. */
  readonly nextAt: number;
}

/** Nothing tried yet. */
export const UNTRIED: Attempts = { failures: 0, nextAt: 0 };

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
