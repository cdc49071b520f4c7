import type { Page } from "playwright-core";

export type Colour = readonly [red: number, green: number, blue: number];

/** Reads the colours of a page, as it is seen, at these points in CSS pixels. `scratch` is a blank page to work on. */
export async function coloursAt(
  page: Page,
  scratch: Page,
  points: readonly { x: number; y: number }[],
): Promise<Colour[]> {
  const image = (await page.screenshot({ scale: "css" })).toString("base64");
  return scratch.evaluate(
    async ({ image, points }) => {
      const bytes = Uint8Array.from(atob(image), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context2d = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      if (!context2d) throw new Error("no canvas");
      context2d.drawImage(bitmap, 0, 0);
      return points.map(({ x, y }): [number, number, number] => {
        const [red = 0, green = 0, blue = 0] = context2d.getImageData(
          Math.round(x),
          Math.round(y),
          1,
          1,
        ).data;
        return [red, green, blue];
      });
    },
    { image, points },
  );
}

/** How far two colours are from each other: 0 is the same, 441 is black and white. */
export function colourDistance(a: Colour, b: Colour): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
