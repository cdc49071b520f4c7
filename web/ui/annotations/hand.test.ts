import { expect, it } from "vitest";
import { placeIn, thinned } from "./hand.ts";

const at = (clientX: number, clientY: number) => ({ clientX, clientY });

it("finds the same place in a picture of any size", () => {
  const small = { left: 10, top: 20, width: 100, height: 50 };
  const zoomed = { left: -200, top: -100, width: 1000, height: 500 };
  expect(placeIn(small, at(60, 45))).toEqual(placeIn(zoomed, at(300, 150)));
  expect(placeIn(small, at(10, 20))).toEqual([0, 0]);
  expect(placeIn(small, at(110, 70))).toEqual([65_535, 65_535]);
});

it("stays within the picture, and takes one without a size", () => {
  expect(placeIn({ left: 0, top: 0, width: 100, height: 100 }, at(-5, 500))).toEqual([0, 65_535]);
  expect(placeIn({ left: 0, top: 0, width: 0, height: 0 }, at(5, 5))).toEqual([0, 0]);
});

it("leaves out points that nobody could tell apart", () => {
  const moved = [at(0, 0), at(1, 0), at(1.9, 0), at(2, 0), at(3, 1), at(9, 9)];
  expect(thinned(null, moved)).toEqual([at(0, 0), at(2, 0), at(9, 9)]);
  expect(thinned(at(0, 0), [at(1, 1)])).toEqual([]);
});
