import { expect, test } from "vitest";
import { earliest } from "./earliest.ts";

test("the first of some times, and none where there is none", () => {
  expect(earliest([30, null, 10, undefined, 20])).toBe(10);
  expect(earliest([0, 5])).toBe(0);
  expect(earliest([null, undefined])).toBeNull();
  expect(earliest([])).toBeNull();
});
