import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Person, shareScreen } from "../harness/browser.ts";
import { openMark, readMark, resizeInside } from "../harness/mark.ts";
import { type Colour, colourDistance, coloursAt } from "../harness/pixels.ts";
import {
  hold,
  type Place,
  pictureBox,
  pointAt,
  pointerLatencies,
  REMOTE_POINTER,
} from "../harness/pointing.ts";
import { setScene } from "../harness/scene.ts";

const scene = setScene();
const SOON = { timeout: 20_000, interval: 100 };

/** Draws a straight line with the mouse. */
async function draw(page: Page, from: Place, to: Place): Promise<void> {
  const [start, end] = [await pointAt(page, from), await pointAt(page, to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 12 });
  await page.mouse.up();
  // Off the line, so that the mouse is in nobody's way.
  await page.mouse.move(end.x + 40, end.y + 25);
}

/** Figures for whoever reads the output. */
const say = (figure: string) => void process.stdout.write(`${figure}\n`);

const strokes = (page: Page) => page.locator(".tile.large .stroke");

/** Ada shares, and Ben and Cleo see it large, in windows of different sizes. */
async function setTable(slug: string): Promise<{ ada: Person; ben: Person; cleo: Person }> {
  const ada = await scene.arrive("Ada", slug);
  const ben = await scene.arrive("Ben", slug);
  const cleo = await scene.arrive("Cleo", slug);
  await resizeInside(ben.context, ben.page, { width: 1400, height: 850 });
  await resizeInside(cleo.context, cleo.page, { width: 700, height: 900 });
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p");
  for (const { page } of [ben, cleo])
    await expect.poll(async () => (await readMark(page)).count, { timeout: 30_000 }).not.toBeNull();
  // The sharer looks at their own screen, too.
  await ada.page.bringToFront();
  await ada.page.getByRole("button", { name: "Bring your screen to the front" }).press("Enter");
  return { ada, ben, cleo };
}

/** The colour in which somebody's strokes are drawn. */
async function inkOf(page: Page): Promise<Colour> {
  const text = await strokes(page)
    .last()
    .locator(".stroke-ink")
    .evaluate((path) => getComputedStyle(path).stroke);
  const [red = 0, green = 0, blue = 0] = (text.match(/\d+/g) ?? []).map(Number);
  return [red, green, blue];
}

test("what one draws is where they drew it, for the other viewer and for the sharer", {
  timeout: 120_000,
}, async () => {
  const { ada, ben, cleo } = await setTable("drawing");
  const scratch = await ada.context.newPage();
  await ada.page.bringToFront();
  await hold(ben.page, "Draw");
  await ben.page.getByRole("button", { name: "Keep what I draw" }).click();
  await draw(ben.page, [0.25, 0.6], [0.65, 0.9]);

  for (const { name, page } of [cleo, ada, ben]) {
    await expect.poll(() => strokes(page).count(), SOON).toBe(1);
    const ink = await inkOf(page);
    // On the line at both ends and in its middle; beside it there is the picture.
    const places: Place[] = [
      [0.27, 0.615],
      [0.45, 0.75],
      [0.63, 0.885],
      [0.3, 0.85],
      [0.6, 0.65],
    ];
    await expect
      .poll(async () => {
        const points = await Promise.all(places.map((place) => pointAt(page, place)));
        const colours = await coloursAt(page, scratch, points);
        return colours.map((colour) => (colourDistance(colour, ink) < 60 ? "ink" : "picture"));
      }, SOON)
      .toEqual(["ink", "ink", "ink", "picture", "picture"]);
    const box = await pictureBox(page);
    say(`${name}: seen at ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }
  const [large, small] = [await pictureBox(ben.page), await pictureBox(cleo.page)];
  expect(large.width).toBeGreaterThan(small.width * 1.2);

  // What is not kept goes by itself, and what is kept stays.
  await ben.page.getByRole("button", { name: "Keep what I draw" }).click();
  await draw(ben.page, [0.7, 0.6], [0.9, 0.6]);
  await expect.poll(() => strokes(cleo.page).count(), SOON).toBe(2);
  await expect.poll(() => strokes(cleo.page).count(), SOON).toBe(1);

  // Who comes late sees what is kept.
  const dan = await scene.arrive("Dan", "drawing");
  await expect.poll(() => strokes(dan.page).count(), SOON).toBe(1);

  await ben.page.getByRole("button", { name: "Undo my last stroke" }).click();
  for (const { page } of [ada, ben, cleo, dan]) await expect.poll(() => strokes(page).count(), SOON).toBe(0);
  for (const { name, complaints } of [ada, ben, cleo, dan])
    expect(complaints, `${name}'s console`).toEqual([]);
});

test("a pointer has its owner's name and colour, and comes soon; the sharer ends all of it", {
  timeout: 120_000,
}, async () => {
  const { ada, ben, cleo } = await setTable("pointing");
  const pointer = (page: Page) => page.locator(REMOTE_POINTER);
  // Nobody's mouse is shown unasked.
  const start = await pointAt(ben.page, [0.5, 0.5]);
  await ben.page.mouse.move(start.x, start.y);
  await hold(ben.page, "Point");
  await ben.page.mouse.move(start.x, start.y);
  for (const { page } of [ada, cleo]) {
    await expect.poll(() => pointer(page).textContent(), SOON).toBe("Ben");
    await expect
      .poll(() => page.locator(".tile.large .annotations [aria-live]").textContent(), SOON)
      .toBe(`Ben points at ${page === ada.page ? "your" : "Ada’s"} screen`);
  }
  expect(await pointer(ben.page).count()).toBe(0);
  const tint = await pointer(cleo.page).getAttribute("data-tint");
  const avatar = cleo.page.locator("figure").filter({ hasText: "Ben" }).locator(".avatar");
  expect(tint).toBe(await avatar.getAttribute("data-tint"));

  const latencies = await pointerLatencies(ben.page, cleo.page);
  const median = latencies[Math.floor(latencies.length / 2)] ?? Number.NaN;
  const worst = latencies.at(-1) ?? Number.NaN;
  say(
    `pointer moved → seen by another viewer: median ${median} ms, worst of ${latencies.length} ${worst} ms`,
  );
  expect(latencies.length).toBeGreaterThan(20);

  await ben.page.keyboard.press("Escape");
  for (const { page } of [ada, cleo]) await expect.poll(() => pointer(page).count(), SOON).toBe(0);

  await ben.page.keyboard.press("d");
  await ben.page.getByRole("button", { name: "Keep what I draw" }).click();
  await draw(ben.page, [0.2, 0.7], [0.8, 0.7]);
  for (const { page } of [ada, ben, cleo]) await expect.poll(() => strokes(page).count(), SOON).toBe(1);
  await ada.page.locator(".tile.large").hover();
  await ada.page.getByRole("button", { name: "Let others draw" }).click();
  for (const { page } of [ada, ben, cleo]) await expect.poll(() => strokes(page).count(), SOON).toBe(0);
  await expect.poll(() => ben.page.getByRole("button", { name: "Draw", exact: true }).count(), SOON).toBe(0);
  await draw(ben.page, [0.2, 0.8], [0.8, 0.8]);
  await ben.page.keyboard.press("d");
  await draw(ben.page, [0.2, 0.8], [0.8, 0.8]);

  // The sharer still may, and opens it again.
  await hold(ada.page, "Draw");
  await draw(ada.page, [0.2, 0.6], [0.8, 0.6]);
  await expect.poll(() => strokes(cleo.page).count(), SOON).toBe(1);
  const authors = await cleo.page.locator(".tile.large [data-author]").evaluateAll((all) => all.length);
  expect(authors).toBeLessThanOrEqual(2);
  await ada.page.getByRole("button", { name: "Let others draw" }).click();
  await ben.page.getByRole("button", { name: "Draw", exact: true }).waitFor({ state: "attached" });
});
