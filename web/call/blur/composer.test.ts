import { describe, expect, it } from "vitest";
import { sizeWithin } from "./composer.ts";

describe("sizeWithin", () => {
  it("leaves small pictures as they are, but even", () => {
    expect(sizeWithin({ width: 640, height: 480 }, 1280 * 720)).toEqual({ width: 640, height: 480 });
    expect(sizeWithin({ width: 641, height: 479 }, 1280 * 720)).toEqual({ width: 642, height: 480 });
  });

  it("keeps the shape of large ones, upright ones too", () => {
    expect(sizeWithin({ width: 1920, height: 1080 }, 1280 * 720)).toEqual({ width: 1280, height: 720 });
    expect(sizeWithin({ width: 1080, height: 1920 }, 640 * 360)).toEqual({ width: 360, height: 640 });
  });
});
