import type { BrowserContext, Page } from "playwright-core";
import { openShared } from "./mark.ts";

/** Whether this column of the source is white: bars of one pixel and more, without an order. */
function barAt(column: number): boolean {
  return (Math.imul(column + 1, 2_654_435_761) >>> 16) % 2 === 1;
}

/** Opens a window, to be shared, with this much inside: bars from top to bottom, and a corner that moves so that frames come. */
export async function openBars(
  context: BrowserContext,
  size: { width: number; height: number },
): Promise<Page> {
  const page = await openShared(context, size);
  const columns = Array.from({ length: size.width }, (_, column) => barAt(column));
  await page.evaluate((white) => {
    const context2d = document.querySelector("canvas")?.getContext("2d");
    if (!context2d) throw new Error("no canvas");
    const { width, height } = context2d.canvas;
    context2d.fillStyle = "#000";
    context2d.fillRect(0, 0, width, height);
    context2d.fillStyle = "#fff";
    for (const [column, lit] of white.entries()) if (lit) context2d.fillRect(column, 0, 1, height);
    setInterval(() => {
      context2d.fillStyle = Math.floor(performance.now() / 200) % 2 ? "#888" : "#ccc";
      context2d.fillRect(0, 0, 16, 16);
    }, 200);
  }, columns);
  return page;
}

/** How much of a photograph (PNG, base64) is as the bars from column `from` on are, pixel by pixel: 0 to 1. */
export function comparePixels(bars: Page, photograph: string, from: number): Promise<number> {
  const expected = Array.from({ length: 400 }, (_, column) => barAt(from + column));
  return bars.evaluate(
    async ({ png, white }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context2d = canvas.getContext("2d");
      if (!context2d) throw new Error("no canvas");
      context2d.drawImage(image, 0, 0);
      const { data } = context2d.getImageData(0, 0, image.width, image.height);
      let same = 0;
      for (let pixel = 0; pixel < image.width * image.height; pixel += 1)
        if ((data[pixel * 4] ?? 0) > 128 === white[pixel % image.width]) same += 1;
      return same / (image.width * image.height);
    },
    { png: photograph, white: expected },
  );
}
