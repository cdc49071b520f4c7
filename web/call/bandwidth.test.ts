import { expect, test } from "vitest";
import { type Bandwidth, lookAtBandwidth } from "./bandwidth.ts";

/** At which seconds a connection that wants 4 Mbit/s tries for more, looked at once a second. */
function triesOf(
  availableAt: (second: number) => number,
  seconds: number,
  share = (available: number) => 0.9 * available,
): number[] {
  let bandwidth: Bandwidth = "new";
  const tries: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const available = availableAt(second);
    const look = { at: second * 1_000, available, sent: share(available), wanted: 4_000_000 };
    const step = lookAtBandwidth(bandwidth, look);
    bandwidth = step.bandwidth;
    if (step.tries) tries.push(second);
  }
  return tries;
}

const dipAt = (second: number) => (at: number) => (at < second ? 4_000_000 : 400_000);

test("who has enough, or sends nothing, is left in peace", () => {
  expect(triesOf(() => 3_700_000, 60)).toEqual([]);
  expect(lookAtBandwidth("new", { at: 0, available: 0, sent: 0, wanted: 0 })).toEqual({
    bandwidth: "new",
    tries: false,
  });
});

test("in a dip it is tried every second, after the first", () => {
  expect(triesOf(dipAt(5), 10)).toEqual([6, 7, 8, 9]);
});

test("a dip that lasts is tried less and less, and then no more", () => {
  const tries = triesOf(dipAt(1), 600);
  expect(tries.filter((second) => second > 31 && second <= 181).length).toBe(10);
  expect(tries.filter((second) => second > 181)).toEqual([]);
});

test("a path that was narrow from the beginning is tried seldom", () => {
  expect(triesOf(() => 400_000, 60)).toEqual([15, 30, 45]);
});

test("another fall is another dip", () => {
  const tries = triesOf((second) => (second < 300 ? 2_000_000 : 400_000), 305);
  expect(tries.filter((second) => second >= 300)).toEqual([301, 302, 303, 304]);
});

test("pictures that do not use what they could are not held back by the path, and lose no frames to a try", () => {
  expect(triesOf(dipAt(5), 60, (available) => 0.01 * available)).toEqual([]);
});
