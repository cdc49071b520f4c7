import { expect, it } from "vitest";
import { fittingSize } from "./own-window.ts";

it("opens a window with the picture's shape, handy and never a sliver", () => {
  expect(fittingSize({ width: 1920, height: 1080 })).toEqual({ width: 960, height: 540 });
  expect(fittingSize({ width: 1080, height: 1920 })).toEqual({ width: 338, height: 600 });
  expect(fittingSize({ width: 500, height: 300 })).toEqual({ width: 500, height: 300 });
  expect(fittingSize({ width: 16_384, height: 1 })).toEqual({ width: 960, height: 160 });
  expect(fittingSize({ width: 0, height: 0 })).toEqual({ width: 640, height: 360 });
});
