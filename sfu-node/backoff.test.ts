import { expect, test } from "vitest";
import { backoffMs } from "./backoff.ts";

test("the wait grows, is jittered down to nothing, and is never above five seconds, or what is asked for", () => {
  const longest = (capMs?: number) => [1, 2, 3, 20].map((failures) => backoffMs(failures, capMs, () => 1));
  expect(longest()).toEqual([200, 400, 800, 5_000]);
  expect(longest(700)).toEqual([200, 400, 700, 700]);
  expect(backoffMs(20, undefined, () => 0)).toBe(0);
});
