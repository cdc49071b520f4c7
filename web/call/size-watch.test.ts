import { expect, it } from "vitest";
import { lookAtSize, type SizeLooks } from "./size-watch.ts";

const size = (width: number) => ({ width, height: 360 });

/** Which of these looks tell of a change, by their widths; null where the browser does not say. */
function told(from: number | null, widths: readonly (number | null)[]): (number | null)[] {
  let looks: SizeLooks = { told: from === null ? null : size(from), last: null };
  return widths.filter((width) => {
    const look = lookAtSize(looks, width === null ? null : size(width));
    looks = look.looks;
    return look.tells;
  });
}

it("tells a new size once, when it has come to rest", () => {
  expect(told(640, [640, 640, 700, 820, 900, 900, 900, 900])).toEqual([900]);
  expect(told(640, [1920, 1920, 640, 640, 640])).toEqual([1920, 640]);
});

it("tells nothing of a size that came and went, or that is known", () => {
  expect(told(640, [640, 900, 640, 640])).toEqual([]);
  expect(told(1920, [1920, 1920])).toEqual([]);
});

it("tells the first size where none was known, and nothing where the browser says nothing", () => {
  expect(told(null, [640, 640])).toEqual([640]);
  expect(told(null, [null, null])).toEqual([]);
  expect(told(640, [null, null, 640, 640])).toEqual([]);
});
