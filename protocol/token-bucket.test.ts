import { expect, test } from "vitest";
import { type Bucket, retryAfterMs, take } from "./token-bucket.ts";

const RATE = { burst: 3, perSecond: 2 };

/** Takes at each of these times, and says which takes were good. */
function takeAt(times: readonly number[]): { oks: boolean[]; bucket: Bucket | null } {
  let bucket: Bucket | null = null;
  const oks = times.map((now) => {
    const taken = take(bucket, RATE, now);
    bucket = taken.bucket;
    return taken.ok;
  });
  return { oks, bucket };
}

test("a burst is allowed, and no more at once", () => {
  expect(takeAt([0, 0, 0, 0]).oks).toEqual([true, true, true, false]);
});

test("what was taken comes back at the rate", () => {
  expect(takeAt([0, 0, 0, 499, 500, 500]).oks).toEqual([true, true, true, false, true, false]);
});

test("rest does not add to the burst", () => {
  expect(takeAt([0, 60_000, 60_000, 60_000, 60_000]).oks).toEqual([true, true, true, true, false]);
});

test("a refused try costs nothing", () => {
  expect(takeAt([0, 0, 0, 100, 200, 300, 400, 500]).oks.at(-1)).toBe(true);
});

test("a clock that goes back takes nothing away", () => {
  expect(takeAt([1_000, 0, 0, 0]).oks).toEqual([true, true, true, false]);
});

test("says when to try again, to the moment", () => {
  const { bucket } = takeAt([0, 0, 0, 100]);
  if (!bucket) throw new Error("no bucket");
  const wait = retryAfterMs(bucket, RATE);
  expect(wait).toBe(400);
  expect(take(bucket, RATE, 100 + wait - 1).ok).toBe(false);
  expect(take(bucket, RATE, 100 + wait).ok).toBe(true);
  expect(retryAfterMs({ tokens: 1, at: 0 }, RATE)).toBe(0);
});

test("a dear one takes as much as it costs, and waits until that much is there", () => {
  const first = take(null, RATE, 0, 2);
  expect(first.ok).toBe(true);
  const second = take(first.bucket, RATE, 0, 2);
  expect(second.ok).toBe(false);
  expect(retryAfterMs(second.bucket, RATE, 2)).toBe(500);
  expect(take(second.bucket, RATE, 500, 2).ok).toBe(true);
});
