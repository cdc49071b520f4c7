/** A picture made small: the brightness of each of its pixels. */
export type Likeness = Uint8Array;

/** Two pictures of one moment, from two encoders, differ by less; two of different moments may differ by less, too. */
const SAME_BELOW = 0.03;

/**
 * Whether a picture may follow these, of which the last one is seen now: it must not be an older one, for two paths take
 * different times. What looks like none of them is news, and what looks most like the last one is at least as young.
 */
export function follows(seen: readonly Likeness[], next: Likeness): boolean {
  const differences = seen.map((each) => difference(each, next));
  const least = Math.min(...differences);
  return least >= SAME_BELOW || differences.lastIndexOf(least) === differences.length - 1;
}

/** How much two pictures differ: 0 where they are the same, 1 for black and white. */
function difference(a: Likeness, b: Likeness): number {
  const sum = a.reduce((total, brightness, index) => total + Math.abs(brightness - (b[index] ?? 0)), 0);
  return sum / (255 * Math.max(1, a.length));
}
