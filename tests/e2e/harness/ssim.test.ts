import { describe, expect, it } from "vitest";
import { type Luma, ssim } from "./ssim.ts";

const picture = (brightness: (x: number, y: number) => number): Luma => ({
  width: 64,
  height: 32,
  data: Uint8ClampedArray.from({ length: 64 * 32 }, (_, at) => brightness(at % 64, Math.floor(at / 64))),
});
const stripes = picture((x) => (x % 4 < 2 ? 0 : 255));

describe("ssim", () => {
  it("is 1 for the same picture, and less the more of it is lost", () => {
    expect(ssim(stripes, stripes)).toBeCloseTo(1, 10);
    const faint = ssim(
      stripes,
      picture((x) => (x % 4 < 2 ? 20 : 235)),
    );
    const blurred = ssim(
      stripes,
      picture((x) => (x % 4 < 2 ? 100 : 155)),
    );
    const gray = ssim(
      stripes,
      picture(() => 127),
    );
    expect(faint).toBeLessThan(1);
    expect(blurred).toBeLessThan(faint);
    expect(gray).toBeLessThan(blurred);
    expect(gray).toBeLessThan(0.1);
  });

  it("is below nought where dark is bright", () => {
    expect(
      ssim(
        stripes,
        picture((x) => (x % 4 < 2 ? 255 : 0)),
      ),
    ).toBeLessThan(0);
  });

  it("compares pictures of one size only", () => {
    expect(() => ssim(stripes, { ...stripes, width: 32, height: 64 })).toThrow("size");
  });
});
