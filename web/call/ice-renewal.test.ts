import { expect, test } from "vitest";
import { nextRenewal } from "./ice-renewal.ts";

test("credentials are renewed at half of their life", () => {
  expect(nextRenewal(3_600_000, 0)).toBe(1_800_000);
  expect(nextRenewal(60_000, 0)).toBe(30_000);
});

test("a failure is followed by several tries before they end", () => {
  let left = 30_000;
  let tries = 0;
  while (left > 0) {
    tries += 1;
    left -= nextRenewal(left, tries);
  }
  expect(tries).toBeGreaterThan(3);
});

test("what has ended is asked for without haste, and for ever", () => {
  expect(nextRenewal(-5_000, 0)).toBe(1_000);
  expect(nextRenewal(-5_000, 100)).toBe(1_000);
});
