import { expect, test } from "vitest";
import { clockTime, minutesOf } from "./time-of-day.ts";

test("times are written and read alike", () => {
  for (const minutes of [0, 59, 60, 22 * 60, 1_439]) expect(minutesOf(clockTime(minutes))).toBe(minutes);
  expect(clockTime(7 * 60 + 5)).toBe("07:05");
});

test("what is no time is none", () => {
  expect([minutesOf(""), minutesOf("noon")]).toEqual([null, null]);
});
