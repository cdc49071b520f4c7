import type { Page } from "playwright-core";
import { expect } from "vitest";
import { type Person, shareScreen } from "./browser.ts";
import { currentMark, openMark, readMark, readPicture, retitle } from "./mark.ts";

/** The screens of others in a page. */
export const SCREENS = 'video[data-source="screen"]:not([data-self])';
/** The cameras of others in a page. */
export const CAMERAS = 'video[data-source="camera"]:not([data-self])';
const HD = { width: 1280, height: 720 };
/** For what a busy machine takes its time to do. */
export const PATIENCE = { timeout: 40_000 };

/** A window with a mark, and from which number it counts. */
export interface Mark {
  readonly page: Page;
  readonly from: number;
}

/** Opens a window with a mark. */
export async function openMarkFrom({ context }: Person, from: number): Promise<Mark> {
  return { page: await openMark(context, HD, { from }), from };
}

/** How far what the viewer's nth screen shows is from its source, in tenths of a second. */
async function behind(viewer: Person, nth: number, { page, from }: Mark): Promise<number> {
  const video = (await viewer.page.$$(SCREENS))[nth];
  const { count } = video ? await readPicture(video) : { count: null };
  return count === null ? Number.POSITIVE_INFINITY : from + (await currentMark(page)) - count;
}

/** Waits until the viewer's screens, in the order of the page, show these marks as they are now. */
export async function expectsMarks(viewer: Person, ...marks: Mark[]): Promise<void> {
  for (const [nth, mark] of marks.entries()) {
    await expect.poll(async () => Math.abs(await behind(viewer, nth, mark)), PATIENCE).toBeLessThan(100);
  }
}

/** Waits until a mark that moves is read back from the pixels of the first shared screen. */
export async function expectsMoving({ page }: Pick<Person, "page">): Promise<void> {
  const read = async () => (await readMark(page)).count;
  await expect.poll(read, { timeout: 30_000 }).not.toBeNull();
  const first = (await read()) ?? 0;
  await expect.poll(async () => (await read()) ?? 0, { timeout: 20_000 }).toBeGreaterThan(first);
}

/** Shares two screens of one person. Their marks are far apart, so that one is never taken for the other. */
export async function shareTwo(sharer: Person): Promise<[Mark, Mark]> {
  const first = await openMarkFrom(sharer, 0);
  await shareScreen(sharer.page, "1080p");
  await sharer.page.getByText("Your screen", { exact: true }).waitFor();
  await retitle(first.page);
  const second = await openMarkFrom(sharer, 30_000);
  await sharer.page.getByRole("button", { name: "Share another screen", exact: true }).click();
  await sharer.page.getByRole("button", { name: "Share", exact: true }).click();
  await sharer.page.getByText("Your screen 2", { exact: true }).waitFor();
  return [first, second];
}

/** The share that fills most of the window, by its tile's name. */
export const largest = ({ page }: Person) =>
  page.getByRole("figure").evaluateAll((tiles) => {
    const area = (tile: Element) => tile.getBoundingClientRect().width * tile.getBoundingClientRect().height;
    const first = [...tiles].sort((a, b) => area(b) - area(a))[0];
    return first?.querySelector(".caption-name")?.textContent ?? null;
  });
