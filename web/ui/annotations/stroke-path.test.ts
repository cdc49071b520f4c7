import { expect, it } from "vitest";
import { strokePath } from "./stroke-path.ts";

it("draws a dot, a line, and a curve that bends at each point and ends at the last", () => {
  expect(strokePath([5, 6])).toBe("M5 6l0 0");
  expect(strokePath([0, 0, 10, 20])).toBe("M0 0L10 20");
  expect(strokePath([0, 0, 10, 0, 20, 10, 30, 10])).toBe("M0 0Q10 0 15 5Q20 10 25 10L30 10");
});

it("takes what is no stroke", () => {
  expect(strokePath([])).toBe("M0 0l0 0");
  expect(strokePath([1, 2, 3])).toBe("M1 2l0 0");
});
