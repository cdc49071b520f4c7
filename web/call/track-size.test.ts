import { expect, it } from "vitest";
import { trackSize } from "./track-size.ts";

it.each([
  ["what the browser says", { width: 1280, height: 720 }, { width: 1280, height: 720 }],
  ["a single pixel", { width: 1, height: 1 }, { width: 1, height: 1 }],
  ["the largest that is told", { width: 16_384, height: 2 }, { width: 16_384, height: 2 }],
  ["more than is told", { width: 16_385, height: 2 }, null],
  ["no picture yet", { width: 0, height: 0 }, null],
  ["a width alone", { width: 1280 }, null],
  ["nothing", {}, null],
] as const)("%s", (_what, settings, size) => {
  expect(trackSize({ getSettings: () => settings } as Partial<MediaStreamTrack> as MediaStreamTrack)).toEqual(
    size,
  );
});

it("has none of sound", () => {
  expect(trackSize(null)).toBeNull();
});
