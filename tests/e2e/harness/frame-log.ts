import type { Page } from "playwright-core";
import { MARK_BITS } from "./mark.ts";

/** A frame that was presented: when, in milliseconds, and the mark's number, or null where it does not show one. */
export interface SeenFrame {
  readonly at: number;
  readonly count: number | null;
}

declare global {
  var nearcastFrames: SeenFrame[];
  var nearcastDark: number;
}

/**
 * Has a page write down every frame of the first remote screen that is presented (requestVideoFrameCallback), in whichever
 * element it is shown, and how often the screen was drawn without a picture.
 */
export async function logFrames(page: Page): Promise<void> {
  await page.evaluate((bits) => {
    globalThis.nearcastFrames = [];
    globalThis.nearcastDark = 0;
    const canvas = new OffscreenCanvas(2 * bits * 4, 1);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("no canvas");
    const read = (video: HTMLVideoElement): number | null => {
      const { videoWidth, videoHeight } = video;
      if (videoWidth === 0) return null;
      context.drawImage(video, 0, Math.floor(videoHeight / 4), videoWidth, 1, 0, 0, canvas.width, 1);
      const { data } = context.getImageData(0, 0, canvas.width, 1);
      const lit = (bar: number) => (data[(bar * 4 + 2) * 4] ?? 0) > 128;
      let count = 0;
      for (let bit = 0; bit < bits; bit++) {
        if (lit(bit) === lit(bit + bits)) return null;
        if (lit(bit)) count |= 1 << bit;
      }
      return count;
    };
    let current: HTMLVideoElement | null = null;
    const follow = (video: HTMLVideoElement) => {
      const note = () => {
        if (video !== current) return;
        globalThis.nearcastFrames.push({ at: performance.now(), count: read(video) });
        video.requestVideoFrameCallback(note);
      };
      note();
    };
    const look = () => {
      const video = document.querySelector<HTMLVideoElement>('video[data-source="screen"]:not([data-self])');
      if (video === null || read(video) === null) globalThis.nearcastDark += 1;
      if (video !== null && video !== current) {
        current = video;
        follow(video);
      }
      requestAnimationFrame(look);
    };
    look();
  }, MARK_BITS);
}

/** What was seen since the last call. */
export async function takeFrames(page: Page): Promise<{ frames: SeenFrame[]; dark: number }> {
  return page.evaluate(() => {
    const [frames, dark] = [globalThis.nearcastFrames, globalThis.nearcastDark];
    globalThis.nearcastFrames = frames.slice(-1);
    globalThis.nearcastDark = 0;
    return { frames, dark };
  });
}

/** What a viewer noticed: times are in milliseconds. */
export interface Smoothness {
  readonly frames: number;
  readonly longestGapMs: number;
  /** By how many steps of the mark an older picture followed, at most. */
  readonly stepsBack: number;
  /** Pictures without a readable mark, and times that the screen was drawn without any. */
  readonly dark: number;
}

/** Sums frames up. */
export function smoothness({ frames, dark }: { frames: readonly SeenFrame[]; dark: number }): Smoothness {
  const gaps = frames.slice(1).map(({ at }, index) => at - (frames[index]?.at ?? at));
  const counts = frames.map(({ count }) => count).filter((count) => count !== null);
  return {
    frames: frames.length,
    longestGapMs: Math.round(Math.max(0, ...gaps)),
    stepsBack: Math.max(0, ...counts.slice(1).map((count, index) => (counts[index] ?? 0) - count)),
    dark: dark + frames.filter(({ count }) => count === null).length,
  };
}
