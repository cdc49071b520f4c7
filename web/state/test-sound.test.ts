import { describe, expect, it } from "vitest";
import { chime, encodeWav } from "./test-sound.ts";

describe("chime", () => {
  it("begins and ends in silence, and is never too loud", () => {
    const samples = chime();
    expect(samples[0]).toBe(0);
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.001);
    expect(Math.max(...samples)).toBeLessThan(0.3);
    expect(Math.max(...samples)).toBeGreaterThan(0.1);
  });
});

describe("encodeWav", () => {
  it("says what it holds", () => {
    const view = new DataView(encodeWav(Float32Array.of(0, 1, -1, 2), 24_000));
    expect(view.byteLength).toBe(52);
    expect(view.getUint32(24, true)).toBe(24_000);
    expect(view.getUint32(40, true)).toBe(8);
    expect([44, 46, 48, 50].map((at) => view.getInt16(at, true))).toEqual([0, 32_767, -32_767, 32_767]);
  });
});
