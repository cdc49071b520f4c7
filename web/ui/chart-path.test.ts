import { describe, expect, it } from "vitest";
import { areaPath, type ChartFrame, linePath, scaleTop } from "./chart-path.ts";

const FRAME: ChartFrame = { width: 100, height: 20, top: 10, now: 60_000, span: 60_000 };
const points = (...values: (number | undefined)[]) =>
  values.map((value, index) => ({ at: 60_000 - 1_000 * (values.length - 1 - index), value }));

describe("a chart", () => {
  it("ends at the right with the newest value", () => {
    expect(linePath(points(0, 5, 10), FRAME)).toBe("M96.7 20L98.3 10L100 0");
  });

  it("does not leave its box", () => {
    expect(linePath(points(20, 10), FRAME)).toBe("M98.3 0L100 0");
  });

  it("leaves a gap where nothing is known, and joins over a single sample that is missing", () => {
    expect(linePath(points(1, undefined, 1), FRAME)).toBe("M96.7 18L100 18");
    expect(linePath(points(1, undefined, undefined, 1), FRAME)).toBe("M95 18M100 18");
    expect(linePath(points(undefined), FRAME)).toBe("");
  });

  it("forgets what is older than its span", () => {
    expect(linePath([{ at: -1, value: 1 }], FRAME)).toBe("");
  });

  it("fills down to zero", () => {
    expect(areaPath(points(5, 10), FRAME)).toBe("M98.3 20L98.3 10L100 0L100 20Z");
  });
});

describe("scaleTop", () => {
  it.each([
    [[], 30],
    [[12, undefined], 30],
    [[31], 50],
    [[1_234_000], 1_500_000],
    [[760], 1_000],
    [[1_000], 1_000],
  ])("is a round number above %o", (values, top) => {
    expect(scaleTop(values, 30)).toBeCloseTo(top);
  });
});
