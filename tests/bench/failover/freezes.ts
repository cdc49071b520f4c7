import type { Page } from "playwright-core";

const LOOK_EVERY_MS = 50;

declare global {
  /** When a picture of the share was presented, and how often there was none when it was looked for. */
  var nearcastShown: { times: number[]; dark: number };
}

/** How a share was seen for a while. */
export interface Look {
  /** The longest time in which no picture was presented, in milliseconds. */
  readonly freezeMs: number;
  /** How often there was none when it was looked for, twenty times a second. */
  readonly dark: number;
}

/** Has a page note when it presents a picture of the first remote screen, in whichever element; what it shows is not read. */
export async function noteFreezes(page: Page): Promise<void> {
  await page.evaluate((everyMs) => {
    const shown = { times: [performance.now()], dark: 0 };
    globalThis.nearcastShown = shown;
    let current: HTMLVideoElement | null = null;
    const look = () => {
      const video = document.querySelector<HTMLVideoElement>('video[data-source="screen"]:not([data-self])');
      if (video === null || video.videoWidth === 0) shown.dark += 1;
      if (video !== null && video !== current) {
        // What takes its place comes with a picture of its own.
        if (current !== null && video.videoWidth > 0) shown.times.push(performance.now());
        current = video;
        const note = () => {
          if (video !== current) return;
          shown.times.push(performance.now());
          video.requestVideoFrameCallback(note);
        };
        video.requestVideoFrameCallback(note);
      }
    };
    look();
    // Not with each frame of the page: to ask for those makes the browser draw sixty a second.
    setInterval(look, everyMs);
  }, LOOK_EVERY_MS);
}

/** What was seen since the last call, until now. */
export async function takeLook(page: Page): Promise<Look> {
  const { times, dark } = await page.evaluate(() => {
    const { times, dark } = globalThis.nearcastShown;
    globalThis.nearcastShown.times = times.slice(-1);
    globalThis.nearcastShown.dark = 0;
    return { times: [...times, performance.now()], dark };
  });
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  return { freezeMs: Math.round(Math.max(...gaps)), dark };
}
