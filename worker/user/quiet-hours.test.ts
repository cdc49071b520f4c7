import { expect, test } from "vitest";
import { isQuiet } from "./quiet-hours.ts";

const at = (time: string) => Date.parse(`2026-07-01T${time}:00Z`);
const settings = (from: number, to: number, timeZone = "UTC") => ({
  calls: true,
  mentions: true,
  quiet: { from, to, timeZone },
});

test.for([
  ["in them", "13:00", settings(12 * 60, 14 * 60), true],
  ["from their first minute", "12:00", settings(12 * 60, 14 * 60), true],
  ["but not in their last", "14:00", settings(12 * 60, 14 * 60), false],
  ["before midnight", "23:30", settings(22 * 60, 7 * 60), true],
  ["after it", "06:59", settings(22 * 60, 7 * 60), true],
  ["not in the day", "12:00", settings(22 * 60, 7 * 60), false],
  ["never where they have no length", "12:00", settings(12 * 60, 12 * 60), false],
  // Berlin is two hours ahead of UTC in July.
  ["by the clock of where one is", "21:00", settings(22 * 60, 7 * 60, "Europe/Berlin"), true],
  ["and of nowhere else", "06:00", settings(22 * 60, 7 * 60, "Europe/Berlin"), false],
  ["at midnight", "00:00", settings(0, 1), true],
] as const)("it is quiet %s", ([, time, given, quiet]) => {
  expect(isQuiet(given, at(time))).toBe(quiet);
});

test("it is never quiet for who has no quiet hours", () => {
  expect(isQuiet({ calls: true, mentions: true, quiet: null }, at("03:00"))).toBe(false);
});
