import { expect, test } from "vitest";
import { FULL_SIZE } from "../../protocol/room/watching.ts";
import { drawnSize } from "./drawn-size.ts";

const video = (source: string, videoWidth = 1920, videoHeight = 1080) => ({
  videoWidth,
  videoHeight,
  dataset: { source },
});
const SQUARE = { width: 540, height: 540 };

test("a screen fits into its box", () => {
  expect(drawnSize(video("screen"), SQUARE, 2, false)).toEqual({ width: 1080, height: 607.5 });
});

test("a camera fills its box, and what is cut off is drawn, too", () => {
  expect(drawnSize(video("camera"), SQUARE, 1, false)).toEqual({ width: 960, height: 540 });
});

test("before there is a picture, its box is all that is known", () => {
  expect(drawnSize(video("screen", 0, 0), SQUARE, 1.5, false)).toEqual({ width: 810, height: 810 });
});

test("what is looked at closely is wanted in full, unless it has no room at all", () => {
  expect(drawnSize(video("screen"), SQUARE, 1, true)).toEqual(FULL_SIZE);
  expect(drawnSize(video("screen"), { width: 0, height: 100 }, 1, true)).toEqual({ width: 0, height: 0 });
});
