import { expect, it } from "vitest";
import { lookAtSize, type SizeLooks } from "./size-watch.ts";

const EVERY_MS = 400;
const size = (width: number, height = 360) => ({ width, height });

type Looked = ReturnType<typeof size> | null;

/** Which of these looks tell of a change; null where the browser does not say. */
function told(from: Looked, sizes: readonly Looked[]): Looked[] {
  let looks: SizeLooks = { told: from, last: null, sinceMs: 0 };
  return sizes.filter((each, index) => {
    const look = lookAtSize(looks, each, index * EVERY_MS);
    looks = look.looks;
    return look.tells;
  });
}
const widths = (from: number | null, looks: readonly (number | null)[]) =>
  told(
    from === null ? null : size(from),
    looks.map((width) => (width === null ? null : size(width))),
  ).map((each) => each?.width);

it("tells a new size once, when it has come to rest", () => {
  expect(widths(640, [640, 640, 700, 820, 900, 900, 900, 900])).toEqual([900]);
  expect(widths(640, [1920, 1920, 640, 640, 640])).toEqual([1920, 640]);
});

it("tells nothing of a size that came and went, or that is known", () => {
  expect(widths(640, [640, 900, 640, 640])).toEqual([]);
  expect(widths(1920, [1920, 1920])).toEqual([]);
});

it("tells the first size where none was known, and nothing where the browser says nothing", () => {
  expect(widths(null, [640, 640])).toEqual([640]);
  expect(widths(null, [null, null])).toEqual([]);
  expect(widths(640, [null, null, 640, 640])).toEqual([]);
});

it("believes for a minute that a picture which only becomes smaller was made so by its browser", () => {
  const full = size(1920, 1080);
  const reduced = [...Array(100).fill(size(1440, 810)), ...Array(100).fill(size(960, 540))];
  expect(told(full, [...reduced, ...Array(10).fill(full)])).toEqual([]);
  expect(told(full, Array(152).fill(size(1280, 720)))).toEqual([size(1280, 720)]);
  // Another shape, and one that is larger, are true at once.
  expect(told(full, Array(2).fill(size(1280, 800)))).toEqual([size(1280, 800)]);
  expect(told(size(1440, 810), Array(2).fill(full))).toEqual([full]);
});
