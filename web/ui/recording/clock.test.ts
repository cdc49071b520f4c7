import { expect, test } from "vitest";
import { clock } from "./clock.ts";

test("says how long something has lasted", () => {
  expect([-5, 999, 61_000, 3_599_999, 3_661_000].map(clock)).toEqual([
    "0:00",
    "0:00",
    "1:01",
    "59:59",
    "1:01:01",
  ]);
});
