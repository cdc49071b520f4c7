import { expect, test } from "vitest";
import { smoothness } from "./frame-log.ts";

const log = (...counts: (number | null)[]) =>
  smoothness({ frames: counts.map((count, index) => ({ at: 50 * index, count })), darkLooks: [] });

test("counts the numbers that were never presented, whatever was repeated, came back or was dark", () => {
  expect(log(4, 5, 5, 6).skipped).toBe(0);
  expect(log(4, 7, 7, 9).skipped).toBe(3);
  expect(log(4, 6, 5, 6)).toMatchObject({ skipped: 0, stepsBack: 1 });
  expect(log(4, null, 6)).toMatchObject({ skipped: 1, dark: ["50 ms: a picture"] });
  expect(log().skipped).toBe(0);
});
