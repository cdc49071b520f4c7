import { setTimeout as delay } from "node:timers/promises";
import type { Page } from "playwright-core";
import { joinRoom, openPerson, type Person } from "../../e2e/harness/browser.ts";
import { hideAddresses, shownPath } from "../../e2e/harness/paths.ts";

/** The picture that is shared. */
export const PICTURE = { width: 1920, height: 1080, frameRate: 30 } as const;
/** The first screen of somebody else in a page. */
export const REMOTE_SCREEN = 'video[data-source="screen"]:not([data-self])';
const LOOK_EVERY_MS = 100;
const PATIENCE_MS = 40_000;

/**
 * Two people, each with a browser, who are alone in a room for as long as `use` takes.
 *
 * @param path by the node where they are not to reach each other; otherwise the room chooses, at first directly
 */
export async function withPair<T>(
  url: string,
  use: (sharer: Person, viewer: Person) => Promise<T>,
  path: "direct" | "node" = "direct",
): Promise<T> {
  const [sharer, viewer] = await Promise.all([openPerson("Sharer"), openPerson("Viewer")]);
  try {
    if (path === "node") await hideAddresses(viewer);
    for (const person of [sharer, viewer]) await joinRoom(person, url);
    return await use(sharer, viewer);
  } finally {
    await Promise.all([sharer, viewer].map(({ browser }) => browser.close()));
  }
}

/** Waits until a viewer's picture comes by this path. */
export async function untilShown(viewer: Page, path: "direct" | "node"): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while ((await shownPath(viewer)) !== path) {
    if (performance.now() > deadline) throw new Error(`the picture does not come by this path: ${path}`);
    await delay(LOOK_EVERY_MS);
  }
}

/** Has a page draw so many times a second: what it would do beyond that, it would take from all the others. */
export function slowDown(page: Page, frameRate: number): Promise<void> {
  return page.evaluate((rate) => {
    const draw = requestAnimationFrame;
    globalThis.requestAnimationFrame = (next) => Number(setTimeout(() => draw(next), 1000 / rate));
  }, frameRate);
}
