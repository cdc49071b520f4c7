import type { Page } from "playwright-core";
import { MARK_BITS } from "../../e2e/harness/mark.ts";
import { installMarkReader } from "../../e2e/harness/mark-reader.ts";

/** Enough frames for quartiles, few enough that the machine stays cool. */
const FRAMES = 90;

declare global {
  var nearcastLatencies: number[];
}

/**
 * Milliseconds from drawing a frame of the shared mark to presenting it in a page, for many frames. The mark counts
 * milliseconds; both clocks are this machine's.
 *
 * @param selector of the `<video>` to read
 */
export async function readLatencies(mark: Page, viewer: Page, selector: string): Promise<number[]> {
  const origin = await mark.evaluate(() => performance.timeOrigin);
  await installMarkReader(viewer);
  await viewer.evaluate(collect, { origin, selector, frames: FRAMES, bits: MARK_BITS });
  await viewer.waitForFunction((frames) => globalThis.nearcastLatencies.length >= frames, FRAMES, {
    polling: 500,
    timeout: 60_000,
  });
  return viewer.evaluate(() => globalThis.nearcastLatencies);
}

interface Task {
  /** The time at which the mark began to count, in milliseconds since 1970. */
  readonly origin: number;
  readonly selector: string;
  readonly frames: number;
  readonly bits: number;
}

/** Runs in the page. */
function collect({ origin, selector, frames, bits }: Task): void {
  const latencies: number[] = [];
  globalThis.nearcastLatencies = latencies;
  const range = 2 ** bits;
  const watch = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback(() => {
      const now = performance.timeOrigin + performance.now() - origin;
      const stamp = globalThis.nearcastReadMark(video);
      if (stamp !== null) latencies.push((((now - stamp) % range) + range) % range);
      if (latencies.length < frames) watch(video);
    });
  };
  const video = document.querySelector<HTMLVideoElement>(selector);
  if (!video) throw new Error(`no ${selector}`);
  watch(video);
}
