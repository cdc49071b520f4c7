import type { Page } from "playwright-core";

/** A place on the shared picture, in fractions of it. Below the middle the mark is white. */
export type Place = readonly [x: number, y: number];

/** The picture of the share that is large on a page; the element within it changes with the path by which it comes. */
const PICTURE = ".tile.large .screen-picture";
/** Where somebody else points, as it is drawn over that. */
export const REMOTE_POINTER = ".tile.large .remote-pointer";

const STEPS = 40;
/** Apart from each other, so that each movement is a message. */
const STEP_EVERY_MS = 60;
const PATIENCE_MS = 20_000;

/** Where a share's picture is on a page, in CSS pixels. */
export async function pictureBox(page: Page) {
  const box = await page.locator(PICTURE).boundingBox();
  if (!box) throw new Error("no share is large");
  return box;
}

/** The point of a page at which a place of the share is, in CSS pixels. */
export async function pointAt(page: Page, [x, y]: Place): Promise<{ x: number; y: number }> {
  const box = await pictureBox(page);
  return { x: box.x + x * box.width, y: box.y + y * box.height };
}

/** Takes a tool in hand, on the share that is large. */
export async function hold(page: Page, tool: "Point" | "Draw"): Promise<void> {
  await page.locator(".tile.large").first().hover();
  await page.getByRole("button", { name: tool, exact: true }).click();
}

/** A horizontal place, in percent of the picture, and when it was there, in milliseconds since 1970. */
interface Noted {
  readonly place: string;
  readonly at: number;
}

declare global {
  var nearcastMoved: Noted[];
  var nearcastSeen: Noted[];
}

/**
 * Milliseconds from movements of the mouse to the changes of the page where they are seen, shortest first. Both pages are on
 * one machine, and have one clock.
 *
 * @param pointer what is moved there by its style
 */
export async function pointerLatencies(
  mover: Page,
  watcher: Page,
  pointer = REMOTE_POINTER,
): Promise<number[]> {
  await mover.evaluate((picture) => {
    const moved: Noted[] = [];
    const isNew = globalThis.nearcastMoved === undefined;
    globalThis.nearcastMoved = moved;
    if (!isNew) return;
    const note = ({ clientX }: PointerEvent) => {
      const { left, width } = document.querySelector(picture)?.getBoundingClientRect() ?? new DOMRect();
      const place = ((100 * (clientX - left)) / width).toFixed(1);
      globalThis.nearcastMoved.push({ place, at: performance.timeOrigin + performance.now() });
    };
    addEventListener("pointermove", note, { capture: true });
  }, PICTURE);
  await watcher.evaluate((selector) => {
    globalThis.nearcastSeen = [];
    const pointer = document.querySelector<HTMLElement>(selector);
    if (!pointer) throw new Error("no pointer is seen");
    new MutationObserver(() => {
      const place = Number.parseFloat(/\(([\d.]+)%/.exec(pointer.style.transform)?.[1] ?? "").toFixed(1);
      globalThis.nearcastSeen.push({ place, at: performance.timeOrigin + performance.now() });
    }).observe(pointer, { attributes: true });
  }, pointer);
  for (let step = 0; step < STEPS; step += 1) {
    const { x, y } = await pointAt(mover, [0.2 + step * 0.015, 0.3]);
    await mover.mouse.move(x, y);
    await mover.evaluate((pause) => new Promise((resolve) => setTimeout(resolve, pause)), STEP_EVERY_MS);
  }
  const moved = await mover.evaluate(() => globalThis.nearcastMoved);
  const last = moved.at(-1)?.place;
  await watcher.waitForFunction((place) => globalThis.nearcastSeen.at(-1)?.place === place, last, {
    polling: 100,
    timeout: PATIENCE_MS,
  });
  const seen = await watcher.evaluate(() => globalThis.nearcastSeen);
  return moved
    .flatMap(({ place, at }) => seen.filter((other) => other.place === place).map((other) => other.at - at))
    .map((milliseconds) => Math.round(10 * milliseconds) / 10)
    .sort((a, b) => a - b);
}
