import type { BrowserContext, ElementHandle, Page } from "playwright-core";
import { SHARED_TITLE } from "./browser.ts";
import { CODE, CODE_LINE_HEIGHT } from "./scrolling-code.ts";

/** The number that the mark shows has so many bits, and is followed by its complement, so that a blurred one is told apart. */
export const MARK_BITS = 16;

/** The mark's number grows by one as often as this. */
const STEP_MS = 100;

/**
 * What a mark shows besides its size: how often its number grows, from which it starts, so that two are told apart, and
 * whether code scrolls below it, which is hard to compress.
 */
export interface MarkOptions {
  readonly stepMs?: number;
  readonly from?: number;
  readonly scrolls?: boolean;
}

/** Opens a window with this much inside, which shows a number that grows steadily, in bars of black and white. */
export async function openMark(
  context: BrowserContext,
  size: { width: number; height: number },
  { stepMs = STEP_MS, from = 0, scrolls = false }: MarkOptions = {},
): Promise<Page> {
  const page = await openShared(context, size);
  await page.evaluate(
    ({ bits, step, from, scrolls, lines, lineHeight }) => {
      const canvas = document.querySelector("canvas");
      const context2d = canvas?.getContext("2d");
      if (!canvas || !context2d) throw new Error("no canvas");
      const bar = canvas.width / (2 * bits);
      const scroll = () => {
        const top = canvas.height / 2;
        context2d.fillStyle = "#fff";
        context2d.fillRect(0, top, canvas.width, top);
        context2d.fillStyle = "#123";
        context2d.font = '14px "DejaVu Sans Mono", monospace';
        const passed = performance.now() / 8;
        for (let y = 0; y < top - lineHeight; y += lineHeight) {
          const row = Math.floor(passed / lineHeight + y / lineHeight) % lines.length;
          context2d.fillText(lines[row] ?? "", 4, top + lineHeight + y - (passed % lineHeight));
        }
      };
      let drawn: number | null = null;
      const draw = () => {
        requestAnimationFrame(draw);
        const count = (from + Math.floor(performance.now() / step)) % 2 ** bits;
        // What is drawn anew is captured, encoded and shown anew, also where it is as it was: that is most of a machine's work.
        if (count === drawn && !scrolls) return;
        drawn = count;
        if (scrolls) scroll();
        for (let bit = 0; bit < 2 * bits; bit++) {
          const set = ((count >> (bit % bits)) & 1) === (bit < bits ? 1 : 0);
          context2d.fillStyle = set ? "#fff" : "#000";
          context2d.fillRect(bit * bar, 0, bar, canvas.height / 2);
        }
      };
      draw();
    },
    { bits: MARK_BITS, step: stepMs, from, scrolls, lines: CODE, lineHeight: CODE_LINE_HEIGHT },
  );
  return page;
}

/** Opens a window with an empty canvas that is this large, and has the title by which a browser under test shares it. */
export async function openShared(
  context: BrowserContext,
  size: { width: number; height: number },
): Promise<Page> {
  const page = await context.newPage();
  await resizeInside(context, page, size);
  await page.setContent(`<!doctype html><title>${SHARED_TITLE}</title>
    <style>body { margin: 0; overflow: hidden } canvas { display: block }</style>
    <canvas width="${size.width}" height="${size.height}"></canvas>`);
  return page;
}

/** Takes its title from a window that is shared, so that the next share is of another one. */
export async function retitle(shared: Page): Promise<void> {
  await shared.evaluate(() => {
    document.title = "Shared before";
  });
}

/** Gives the page's window the bounds in which the page itself has this size. */
export async function resizeInside(
  context: BrowserContext,
  page: Page,
  { width, height }: { width: number; height: number },
): Promise<void> {
  const browser = await context.newCDPSession(page);
  const { windowId } = await browser.send("Browser.getWindowForTarget");
  await browser.send("Browser.setWindowBounds", { windowId, bounds: { width, height } });
  const inside = () => page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  await page.waitForFunction((wanted) => innerWidth === wanted, width);
  const frame = height - (await inside()).height;
  await browser.send("Browser.setWindowBounds", { windowId, bounds: { width, height: height + frame } });
  await page.waitForFunction((wanted) => innerHeight === wanted, height);
}

/** The number that the mark shows now. */
export function currentMark(mark: Page): Promise<number> {
  return mark.evaluate(([bits, step]) => Math.floor(performance.now() / step) % 2 ** bits, [
    MARK_BITS,
    STEP_MS,
  ] as const);
}

/** What a viewer's picture of a share shows. */
export interface Reading {
  width: number;
  height: number;
  /** The mark's number, or null where the picture does not show it. */
  count: number | null;
}

/** Reads the mark back from the pixels of the first remote screen in a page. */
export async function readMark(page: Page): Promise<Reading> {
  const video = await page.$('video[data-source="screen"]:not([data-self])');
  return video ? readPicture(video) : { width: 0, height: 0, count: null };
}

/** Reads the mark back from the pixels of a `<video>`. */
export function readPicture(picture: ElementHandle<SVGElement | HTMLElement>): Promise<Reading> {
  return picture.evaluate((element, bits) => {
    const video = element as HTMLVideoElement;
    const { videoWidth: width, videoHeight: height } = video;
    if (width === 0) return { width: 0, height: 0, count: null };
    const canvas = new OffscreenCanvas(width, 1);
    const context2d = canvas.getContext("2d");
    if (!context2d) throw new Error("no canvas");
    context2d.drawImage(video, 0, Math.floor(height / 4), width, 1, 0, 0, width, 1);
    const { data } = context2d.getImageData(0, 0, width, 1);
    const lit = (bar: number) => (data[Math.floor(((bar + 0.5) * width) / (2 * bits)) * 4] ?? 0) > 128;
    let count = 0;
    for (let bit = 0; bit < bits; bit++) {
      if (lit(bit) === lit(bit + bits)) return { width, height, count: null };
      if (lit(bit)) count |= 1 << bit;
    }
    return { width, height, count };
  }, MARK_BITS);
}
