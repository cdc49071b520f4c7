const FIRST_MS = 100;
/** The longest wait, unless another is asked for. */
const CAP_MS = 5_000;

/**
 * How long to wait before a try, in milliseconds: full jitter, so that the nodes of a restarted edge do not all come back
 * in the same instant.
 *
 * @param failures tries that failed in a row, 1 or more.
 * @param capMs the longest wait, in milliseconds
 */
export function backoffMs(failures: number, capMs = CAP_MS, random: () => number = Math.random): number {
  return Math.round(random() * Math.min(capMs, FIRST_MS * 2 ** failures));
}
