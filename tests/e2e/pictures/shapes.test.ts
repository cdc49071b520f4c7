import { expect, test } from "vitest";
import { shareScreen } from "../harness/browser.ts";
import { openMark, readMark, resizeInside } from "../harness/mark.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();
const SOON = { timeout: 20_000 };

test.for([
  { width: 2000, height: 800 },
  { width: 900, height: 1400 },
])(
  "a window of $width × $height is seen in all of its pixels, for they are no more than 1080p has",
  { timeout: 120_000 },
  async (size) => {
    const slug = `shape-${size.width}`;
    const ada = await scene.arrive("Ada", slug);
    const ben = await scene.arrive("Ben", slug);
    const shared = await openMark(ada.context, size);
    await shareScreen(ada.page, "1080p");
    const seen = async () => {
      const { width, height, count } = await readMark(ben.page);
      return count === null ? null : { width, height };
    };
    await expect.poll(seen, SOON).toEqual(size);

    const other = { width: 1600, height: 1000 };
    await resizeInside(ada.context, shared, other);
    await expect
      .poll(async () => {
        const { width, height } = await readMark(ben.page);
        return { width, height };
      }, SOON)
      .toEqual(other);
  },
);
