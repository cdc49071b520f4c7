import { expect, test } from "vitest";
import { failed, patienceOf, restAfter, UNTRIED } from "./attempts.ts";

test("each failure makes the next attempt wait longer, and the fourth one is the last", () => {
  const first = failed(UNTRIED, 1_000);
  const second = failed(first, 20_000);
  const third = failed(second, 60_000);
  const fourth = failed(third, 200_000);
  expect([UNTRIED, first, second, third, fourth].map(({ nextAt }) => nextAt)).toEqual([
    0,
    11_000,
    50_000,
    180_000,
    Number.POSITIVE_INFINITY,
  ]);
});

test("a path may take twice as long with each failure", () => {
  const once = failed(UNTRIED, 0);
  expect([UNTRIED, once, failed(once, 0)].map(patienceOf)).toEqual([2_000, 4_000, 8_000]);
});

test("a path that fails often rests longer, within bounds", () => {
  expect([1, 2, 3, 4, 5, 50].map(restAfter)).toEqual([10_000, 20_000, 40_000, 80_000, 120_000, 120_000]);
});
