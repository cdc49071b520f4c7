import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test("the wait grows, is jittered down to nothing, and is never above five seconds", () => {
  expect([1, 2, 3, 20].map((failures) => backoffMs(failures, () => 1))).toEqual([200, 400, 800, 5_000]);
  expect(backoffMs(20, () => 0)).toBe(0);
});
