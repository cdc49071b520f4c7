import { expect, test } from "vitest";
import { lookAtBandwidth, type Shortage } from "./bandwidth.ts";

/** When a connection tries for more, in ms from the start, looked at every 250 ms. */
function triesOf(availableAt: (ms: number) => number, forMs: number): number[] {
  let shortage: Shortage | null = null;
  const tries: number[] = [];
  for (let at = 0; at < forMs; at += 250) {
    const step = lookAtBandwidth(shortage, { at, available: availableAt(at), wanted: 4_000_000 });
    shortage = step.shortage;
    if (step.tries) tries.push(at);
  }
  return tries;
}

test("who has enough is left in peace", () => {
  expect(triesOf(() => 3_700_000, 60_000)).toEqual([]);
  expect(lookAtBandwidth(null, { at: 0, available: 0, wanted: 0 })).toEqual({ shortage: null, tries: false });
});

test("in a dip it is tried about every second, after a second", () => {
  const tries = triesOf(() => 400_000, 10_000);
  expect(tries[0]).toBe(1_000);
  expect(tries.length).toBe(9);
});

test("a path that stays narrow is tried less and less, and then no more", () => {
  const tries = triesOf(() => 400_000, 600_000);
  expect(tries.filter((at) => at >= 30_000 && at < 180_000).length).toBe(15);
  expect(tries.filter((at) => at >= 180_000)).toEqual([]);
});

test("another fall begins anew", () => {
  const tries = triesOf((ms) => (ms < 300_000 ? 2_000_000 : 400_000), 310_000);
  expect(tries.filter((at) => at >= 300_000).length).toBeGreaterThan(5);
});
