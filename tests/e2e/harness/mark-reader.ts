import type { Page } from "playwright-core";
import { MARK_BITS } from "./mark.ts";

declare global {
  /** Reads the mark's number from what a `<video>` shows, or from this much of a picture; null where it shows none. */
  var nearcastReadMark: {
    (video: HTMLVideoElement): number | null;
    (picture: CanvasImageSource, area: { width: number; height: number }): number | null;
  };
}

/** Gives a page what reads the mark from frame after frame of its pictures, quickly enough for every one. */
export async function installMarkReader(page: Page): Promise<void> {
  await page.evaluate((bits) => {
    const canvas = new OffscreenCanvas(2 * bits * 4, 1);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    const sizeOf = (video: HTMLVideoElement) => ({ width: video.videoWidth, height: video.videoHeight });
    globalThis.nearcastReadMark = (
      picture: CanvasImageSource,
      { width, height } = sizeOf(picture as HTMLVideoElement),
    ) => {
      if (width === 0) return null;
      context.drawImage(picture, 0, Math.floor(height / 4), width, 1, 0, 0, canvas.width, 1);
      const { data } = context.getImageData(0, 0, canvas.width, 1);
      const lit = (bar: number) => (data[(bar * 4 + 2) * 4] ?? 0) > 128;
      let count = 0;
      for (let bit = 0; bit < bits; bit++) {
        if (lit(bit) === lit(bit + bits)) return null;
        if (lit(bit)) count |= 1 << bit;
      }
      return count;
    };
  }, MARK_BITS);
}
