import { expect, it } from "vitest";
import { loudness, peak } from "./level-meter.ts";

it("fills the meter with a voice, and not with silence", () => {
  const tone = (amplitude: number) =>
    Float32Array.from({ length: 1024 }, (_, i) => amplitude * Math.sin(i / 5));
  expect(loudness(new Float32Array(0))).toBe(0);
  expect(loudness(tone(0.001))).toBeLessThan(0.01);
  expect(loudness(tone(0.15))).toBeGreaterThan(0.5);
  expect(loudness(tone(1))).toBe(1);
});

it("takes the largest value for the peak, below zero too", () => {
  expect(peak(Float32Array.of(0.1, -0.5, 0.25))).toBe(0.5);
  expect(peak(new Float32Array(0))).toBe(0);
});
