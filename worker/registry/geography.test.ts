import { expect, test } from "vitest";
import { distanceKm, FARTHEST_KM, meanDistanceKm } from "./geography.ts";

const at = (latitude: number, longitude: number) => ({ latitude, longitude });
const BERLIN = at(52.52, 13.405);
const PARIS = at(48.8566, 2.3522);
const TOKYO = at(35.6895, 139.6917);

test("known distances come out within half a percent", () => {
  expect(distanceKm(BERLIN, PARIS) / 878).toBeCloseTo(1, 2);
  expect(distanceKm(BERLIN, TOKYO) / 8_918).toBeCloseTo(1, 2);
  expect(distanceKm(at(0, 0), at(0, 1))).toBeCloseTo(111.195, 2);
});

test("it is the same in both directions, and nothing to itself", () => {
  expect(distanceKm(PARIS, TOKYO)).toBeCloseTo(distanceKm(TOKYO, PARIS), 9);
  expect(distanceKm(PARIS, PARIS)).toBe(0);
});

test("the date line and the poles are no borders", () => {
  expect(distanceKm(at(10, 179.9), at(10, -179.9))).toBeLessThan(25);
  expect(distanceKm(at(89.9, 0), at(89.9, 180))).toBeLessThan(25);
});

test("opposite points are farthest apart", () => {
  expect(distanceKm(at(30, 20), at(-30, -160))).toBeCloseTo(FARTHEST_KM, 6);
});

test("of several places it is the mean; of none there is none", () => {
  const both = (distanceKm(BERLIN, PARIS) + distanceKm(BERLIN, TOKYO)) / 2;
  expect(meanDistanceKm(BERLIN, [PARIS, TOKYO])).toBeCloseTo(both, 9);
  expect(meanDistanceKm(BERLIN, [])).toBeNull();
});
