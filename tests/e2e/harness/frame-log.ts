import type { Page } from "playwright-core";
import { installMarkReader } from "./mark-reader.ts";

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
  await installMarkReader(page);
  await page.evaluate(() => {
    globalThis.nearcastFrames = [];
    globalThis.nearcastDark = 0;
    const read = globalThis.nearcastReadMark;
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
  });
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
