import { expect, test } from "vitest";
import { timeAgo } from "./time-ago.ts";

test.for([
  [0, "now"],
  [59_999, "now"],
  [60_000, "1 minute ago"],
  [7_300_000, "2 hours ago"],
  [86_400_000, "yesterday"],
  // Of another clock.
  [-5_000, "now"],
] as const)("%i ms are %s", ([past, words]) => {
  expect(timeAgo(1_000_000_000_000 - past, 1_000_000_000_000)).toBe(words);
});
