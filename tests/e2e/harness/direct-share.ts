import { expect } from "vitest";
import { joinRoom, type Person, shareScreen } from "./browser.ts";
import { openMark, readMark } from "./mark.ts";
import type { Scene } from "./scene.ts";

export const SOON = { timeout: 30_000 };
/** Of the shared window. */
export const SIZE = { width: 1280, height: 720 };

/** Ada shares a screen, and Ben sees it. `prepare` is done to both browsers before they open the page. */
export async function shareWithBen(
  scene: Scene,
  slug: string,
  prepare: (person: Person) => Promise<void> = async () => undefined,
  content: "Text" | "Motion" = "Text",
): Promise<[ada: Person, ben: Person]> {
  const [ada, ben] = [await scene.open("Ada"), await scene.open("Ben")];
  await Promise.all([ada, ben].map(prepare));
  await joinRoom(ada, scene.room(slug));
  await joinRoom(ben, scene.room(slug));
  await shareMark(ada, content);
  await expect.poll(async () => (await readMark(ben.page)).count, SOON).not.toBeNull();
  return [ada, ben];
}

/** Shares a window with a mark. */
export async function shareMark(
  { context, page }: Person,
  content: "Text" | "Motion" = "Text",
): Promise<void> {
  await openMark(context, SIZE);
  await shareScreen(page, "1080p", "15 fps", content);
}

/** Waits until the share's picture has moved on by so many steps of the mark. */
export async function moves(person: Person, steps: number): Promise<void> {
  const from = (await readMark(person.page)).count ?? -1;
  await expect
    .poll(async () => (await readMark(person.page)).count ?? -1, SOON)
    .toBeGreaterThanOrEqual(from + steps);
}
