const LEAST_MS = 1_000;
const RETRY_MS = 5_000;

/**
 * After how many milliseconds credentials that are good for `leftMs` more are renewed, where it has failed so often just now: at half
 * of what they have left, so that there is time for several tries, and soon again after a failure.
 */
export function nextRenewal(leftMs: number, failures: number): number {
  const half = Math.max(LEAST_MS, leftMs / 2);
  return failures === 0 ? half : Math.min(half, RETRY_MS * failures);
}
