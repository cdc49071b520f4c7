import { expect, test } from "vitest";
import { follows } from "./resemblance.ts";

/** A bright bar that has moved so far over a dark picture, as an encoder of this noise shows it. */
const bar = (at: number, noise = 0) =>
  Uint8Array.from({ length: 200 }, (_, x) => (Math.abs(x - at) < 10 ? 200 : 20) + ((x * 7) % 3) * noise);

const seen = [bar(20), bar(30), bar(40)];

test("the same moment follows, and so does what comes after it", () => {
  expect(follows(seen, bar(40, 1))).toBe(true);
  expect(follows(seen, bar(50, 1))).toBe(true);
  expect(follows(seen, bar(150))).toBe(true);
});

test("an earlier moment does not", () => {
  expect(follows(seen, bar(30, 1))).toBe(false);
  expect(follows(seen, bar(20, 1))).toBe(false);
});

test("in a picture that stands still every moment follows", () => {
  expect(follows([bar(20), bar(20), bar(20)], bar(20, 2))).toBe(true);
});

test("anything follows nothing", () => {
  expect(follows([], bar(1))).toBe(true);
});
