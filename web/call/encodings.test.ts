import { describe, expect, it } from "vitest";
import { screenSettings } from "./encodings.ts";

const base = { height: 1080, frameRate: 30, content: "text", systemAudio: false } as const;

describe("screenSettings", () => {
  it("keeps pixels of text and frames of motion", () => {
    expect(screenSettings(base).degradationPreference).toBe("maintain-resolution");
    expect(screenSettings({ ...base, content: "motion" }).degradationPreference).toBe("maintain-framerate");
  });

  it("gives more pixels and more frames more bits, within the cap", () => {
    const rates = ([1080, 1440, 2160] as const).flatMap((height) =>
      ([15, 30, 60] as const).map(
        (frameRate) => screenSettings({ ...base, height, frameRate, content: "motion" }).maxBitrate,
      ),
    );
    for (const [index, rate] of rates.entries()) {
      expect(rate).toBeGreaterThan(1_000_000);
      expect(rate).toBeLessThanOrEqual(20_000_000);
      if (index % 3 > 0) expect(rate).toBeGreaterThan(rates[index - 1] ?? 0);
    }
  });

  it("starts below its ceiling", () => {
    const { startBitrate, maxBitrate } = screenSettings({ ...base, height: 2160, frameRate: 60 });
    expect(startBitrate * 1000).toBeLessThan(maxBitrate);
  });
});
