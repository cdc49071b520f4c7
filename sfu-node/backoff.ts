const FIRST_MS = 100;
const CAP_MS = 5_000;

/**
 * How long to wait before a try, in milliseconds: full jitter, so that the nodes of a restarted edge do not all come back
 * in the same instant.
 *
 * @param failures tries that failed in a row, 1 or more.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(CAP_MS, FIRST_MS * 2 ** failures));
}
