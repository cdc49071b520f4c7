import { expect, it } from "vitest";
import { loudness } from "./level-meter.ts";

it("fills the meter with a voice, and not with silence", () => {
  const tone = (amplitude: number) =>
    Float32Array.from({ length: 1024 }, (_, i) => amplitude * Math.sin(i / 5));
  expect(loudness(new Float32Array(0))).toBe(0);
  expect(loudness(tone(0.001))).toBeLessThan(0.01);
  expect(loudness(tone(0.15))).toBeGreaterThan(0.5);
  expect(loudness(tone(1))).toBe(1);
});
