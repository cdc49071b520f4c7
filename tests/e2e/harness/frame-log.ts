import type { Locator, Page } from "playwright-core";
import { installMarkReader } from "./mark-reader.ts";

/** A frame that was presented: when, in milliseconds, and the mark's number, or null where it does not show one. */
interface SeenFrame {
  readonly at: number;
  readonly count: number | null;
}

declare global {
  var nearcastFrames: SeenFrame[];
  var nearcastDarkLooks: string[];
}

/**
 * Has a page write down every frame of the first remote screen that is presented (requestVideoFrameCallback), in whichever
 * element it is shown, and each time that the screen was drawn without the mark what there was instead.
 */
export async function logFrames(page: Page): Promise<void> {
  await installMarkReader(page);
  await page.evaluate(() => {
    globalThis.nearcastFrames = [];
    globalThis.nearcastDarkLooks = [];
    const read = globalThis.nearcastReadMark;
    /** What is to be seen of an element: its size, and the brightness of eight places across it. */
    const describe = (video: HTMLVideoElement | null): string => {
      if (video === null) return "no element";
      const { videoWidth, videoHeight, readyState, currentTime } = video;
      const canvas = new OffscreenCanvas(8, 1);
      const context = canvas.getContext("2d");
      context?.drawImage(video, 0, videoHeight / 4, videoWidth, 1, 0, 0, 8, 1);
      const { data = [] } = context?.getImageData(0, 0, 8, 1) ?? {};
      const greens = Array.from(data).filter((_, index) => index % 4 === 1);
      const at = Math.round(performance.now());
      return `${at} ms: ${videoWidth} × ${videoHeight}, ready ${readyState}, at ${currentTime} s, ${greens.join(" ")}`;
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
      if (video === null || read(video) === null) globalThis.nearcastDarkLooks.push(describe(video));
      if (video !== null && video !== current) {
        current = video;
        follow(video);
      }
      requestAnimationFrame(look);
    };
    look();
  });
}

/** What was seen in a while. */
export interface FrameLog {
  readonly frames: readonly SeenFrame[];
  /** What there was instead of the mark, at each look without it. */
  readonly darkLooks: readonly string[];
}

/** What was seen since the last call. */
export async function takeFrames(page: Page): Promise<FrameLog> {
  return page.evaluate(() => {
    const [frames, darkLooks] = [globalThis.nearcastFrames, globalThis.nearcastDarkLooks];
    globalThis.nearcastFrames = frames.slice(-1);
    globalThis.nearcastDarkLooks = [];
    return { frames, darkLooks };
  });
}

/** What a viewer noticed: times are in milliseconds. */
export interface Smoothness {
  readonly frames: number;
  readonly longestGapMs: number;
  /** By how many steps of the mark an older picture followed, at most. */
  readonly stepsBack: number;
  /** How many of the mark's numbers went by, from the lowest that was seen to the highest, */
  readonly span: number;
  /** and how many of them were in no frame that was presented. */
  readonly skipped: number;
  /** What there was instead of the mark, each time that the screen was drawn, or a picture presented, without it. */
  readonly dark: readonly string[];
}

/** Sums frames up. */
export function smoothness({ frames, darkLooks }: FrameLog): Smoothness {
  const gaps = frames.slice(1).map(({ at }, index) => at - (frames[index]?.at ?? at));
  const counts = frames.map(({ count }) => count).filter((count) => count !== null);
  const span = counts.length === 0 ? 0 : Math.max(...counts) - Math.min(...counts) + 1;
  return {
    frames: frames.length,
    longestGapMs: Math.round(Math.max(0, ...gaps)),
    stepsBack: Math.max(0, ...counts.slice(1).map((count, index) => (counts[index] ?? 0) - count)),
    span,
    skipped: span - new Set(counts).size,
    dark: [
      ...darkLooks,
      ...frames.filter(({ count }) => count === null).map(({ at }) => `${Math.round(at)} ms: a picture`),
    ],
  };
}

/** How many pictures a `<video>` has presented. */
export function framesPresented(video: Locator): Promise<number> {
  return video.evaluate(
    (element) => (element as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
  );
}
