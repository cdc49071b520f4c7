import { expect, it } from "vitest";
import { isTooSmall } from "./too-small.ts";

function ofSize(width?: number, height?: number): boolean {
  const settings = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
  return isTooSmall({ getSettings: () => settings } as Partial<MediaStreamTrack> as MediaStreamTrack);
}

it("finds a picture too small by its smaller side", () => {
  expect(ofSize(1, 1)).toBe(true);
  expect(ofSize(1_920, 1)).toBe(true);
  expect(ofSize(2, 2)).toBe(false);
  expect(ofSize(16, 4_096)).toBe(false);
});

it("says nothing of a size that the browser does not tell", () => {
  expect(ofSize()).toBe(false);
  expect(ofSize(0, 0)).toBe(false);
  expect(ofSize(1_920)).toBe(false);
  expect(isTooSmall(null)).toBe(false);
});
