import { expect, test } from "vitest";
import { shareScreen } from "./harness/browser.ts";
import { arriveByNode } from "./harness/paths.ts";
import { setScene } from "./harness/scene.ts";
import {
  expectsMarks,
  largest,
  type Mark,
  openMarkFrom,
  PATIENCE,
  SCREENS,
  shareTwo,
} from "./harness/shares.ts";
import { watchPicture } from "./harness/watch-picture.ts";

const scene = setScene();

test("two people share at once, and a third reads both screens", { timeout: 120_000 }, async () => {
  const [ada, ben, cleo] = await Promise.all(
    ["Ada", "Ben", "Cleo"].map((name) => scene.arrive(name, "both")),
  );
  if (!ada || !ben || !cleo) throw new Error("somebody is missing");
  const marks = new Map<string, Mark>();
  for (const [nth, sharer] of [ada, ben].entries()) {
    const mark = await openMarkFrom(sharer, nth * 30_000);
    await shareScreen(sharer.page, "1080p");
    await expect.poll(() => cleo.page.locator(SCREENS).count(), PATIENCE).toBe(nth + 1);
    marks.set(sharer.name, mark);
  }
  const owners = await cleo.page
    .getByRole("figure")
    .filter({ has: cleo.page.locator(SCREENS) })
    .locator(".caption-name")
    .allTextContents();
  await expectsMarks(cleo, ...owners.flatMap((name) => marks.get(name) ?? []));
  expect(new Set(owners)).toEqual(new Set(["Ada", "Ben"]));
});

test("one person shares two screens; one ends, and the other stays as it is", {
  timeout: 120_000,
}, async () => {
  const ada = await scene.arrive("Ada", "several");
  const ben = await arriveByNode(scene, "Ben", "several");
  const [first, second] = await shareTwo(ada);
  await expectsMarks(ben, first, second);
  await ben.page.getByText("Ada’s screen 1", { exact: true }).waitFor();
  await ben.page.getByText("Ada’s screen 2", { exact: true }).waitFor();

  const screens = await ben.page.$$(SCREENS);
  if (!screens[1]) throw new Error("there is no second screen");
  const watch = await watchPicture(screens[1]);
  const own = ada.page.getByRole("figure").filter({ hasText: "Your screen 1" });
  await own.getByRole("button", { name: "Stop sharing this screen" }).click();
  await expect.poll(() => ben.page.locator(SCREENS).count(), PATIENCE).toBe(1);
  await expectsMarks(ben, second);
  await expect.poll(async () => (await watch.seen()).frames, PATIENCE).toBeGreaterThan(2);
  // The same tile went on with the same stream, and never showed anything else.
  expect(await watch.seen()).toMatchObject({ connected: true, missing: 0, emptied: 0, unreadable: 0 });
  await expect.poll(() => largest(ben)).toBe("Ada");

  await ada.page.getByRole("button", { name: "Stop sharing", exact: true }).click();
  await expect.poll(() => ben.page.locator(SCREENS).count(), PATIENCE).toBe(0);
  expect(ben.complaints).toEqual([]);
});
