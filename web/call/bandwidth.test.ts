import { expect, test } from "vitest";
import { isInDip, lookAtBandwidth, NO_BANDWIDTH } from "./bandwidth.ts";

const USUAL = 20;

interface Path {
  /** In bit/s, at a second. */
  readonly available: (second: number) => number;
  readonly roundTrip?: (second: number) => number;
  /** The part of it that is sent. */
  readonly sends?: number;
}

/** At which seconds a connection that wants 4 Mbit/s tries for more, looked at once a second. */
function triesOf({ available, roundTrip = () => USUAL, sends = 0.9 }: Path, seconds: number): number[] {
  let bandwidth = NO_BANDWIDTH;
  const tries: number[] = [];
  for (let second = 0; second < seconds; second++) {
    const look = {
      at: second * 1_000,
      available: available(second),
      sent: sends * available(second),
      wanted: 4_000_000,
      roundTrip: roundTrip(second),
    };
    const step = lookAtBandwidth(bandwidth, look);
    bandwidth = step.bandwidth;
    if (step.tries) tries.push(second);
  }
  return tries;
}

const dipAt = (second: number) => (at: number) => (at < second ? 4_000_000 : 400_000);
/** Packets wait before a narrow place between these seconds. */
const waits = (from: number, to: number) => (at: number) => (at >= from && at < to ? 150 : USUAL + 10);

test("who has enough, or sends nothing, is left in peace", () => {
  expect(triesOf({ available: () => 3_700_000 }, 60)).toEqual([]);
  const nothing = { at: 0, available: 0, sent: 0, wanted: 0, roundTrip: null };
  expect(lookAtBandwidth(NO_BANDWIDTH, nothing)).toEqual({ bandwidth: NO_BANDWIDTH, tries: false });
});

test("a dip is tried when packets wait no more, and at every look from then on", () => {
  expect(triesOf({ available: dipAt(5), roundTrip: waits(5, 9) }, 12)).toEqual([9, 10, 11]);
});

test("while packets wait it is tried seldom", () => {
  expect(triesOf({ available: dipAt(5), roundTrip: waits(5, 60) }, 40)).toEqual([20, 35]);
});

test("round trips that vary, and those with which a dip begins, do not change what is usual", () => {
  const varying = (second: number) => (second < 20 ? [20, 45, 30][second % 3] : waits(20, 24)(second));
  const roundTrip = (second: number) => (second === 18 || second === 19 ? 200 : (varying(second) ?? 0));
  expect(triesOf({ available: dipAt(20), roundTrip }, 26)).toEqual([24, 25]);
});

test("a dip that lasts is tried less and less, and then no more", () => {
  const tries = triesOf({ available: dipAt(1) }, 600);
  expect(tries.filter((second) => second > 31 && second <= 181).length).toBe(10);
  expect(tries.filter((second) => second > 181)).toEqual([]);
});

test("a path that was narrow from the beginning is tried seldom", () => {
  expect(triesOf({ available: () => 400_000 }, 60)).toEqual([15, 30, 45]);
});

test("another fall is another dip", () => {
  const tries = triesOf({ available: (second) => (second < 300 ? 2_000_000 : 400_000) }, 305);
  expect(tries.filter((second) => second >= 300)).toEqual([301, 302, 303, 304]);
});

test("pictures that do not use what they could are not held back by the path", () => {
  expect(triesOf({ available: dipAt(5), sends: 0.01 }, 60)).toEqual([]);
});

test("a dip is one for half a minute, and a path that was always narrow is none", () => {
  const shortage = { since: 1_000, triedAt: 1_000, available: 400_000, isDip: true };
  const dip = { supply: shortage, calm: [USUAL] };
  expect(isInDip(dip, 30_000)).toBe(true);
  expect(isInDip(dip, 31_000)).toBe(false);
  expect(isInDip({ ...dip, supply: { ...shortage, isDip: false } }, 2_000)).toBe(false);
  expect(isInDip({ ...dip, supply: "enough" }, 2_000)).toBe(false);
});
