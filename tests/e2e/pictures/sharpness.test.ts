import { expect, test } from "vitest";
import { rejoin, shareScreen } from "../harness/browser.ts";
import { characterErrors } from "../harness/character-errors.ts";
import { readText } from "../harness/ocr.ts";
import { setScene } from "../harness/scene.ts";
import { pictureToRead, seenSharpness, watchSharpness } from "../harness/sharpness.ts";
import { openText, READ_LINES } from "../harness/text-page.ts";

const scene = setScene();
const UHD = { width: 3840, height: 2160 };
const MIDDLE = { left: 1280, top: 720, width: 1280, height: 720 };

test("small text at 2160p is sharp and can be read, also for who comes while nothing moves", {
  timeout: 180_000,
}, async () => {
  const ada = await scene.arrive("Ada", "sharp");
  const ben = await scene.arrive("Ben", "sharp");
  const { page: text, lines } = await openText(ada.context, UHD);
  await shareScreen(ada.page, "2160p");
  await watchSharpness(ben.page, text, MIDDLE);
  const sharp = { timeout: 60_000, interval: 500 };
  await expect.poll(async () => (await seenSharpness(ben.page)).likeness, sharp).toBeGreaterThan(0.98);

  // Nothing has changed for a while: what a newcomer gets is made for them.
  const cleo = await scene.open("Cleo");
  await cleo.page.goto(scene.room("sharp"));
  await watchSharpness(cleo.page, text, MIDDLE);
  await rejoin(cleo);
  await expect.poll(async () => (await seenSharpness(cleo.page)).likeness, sharp).toBeGreaterThan(0.98);
  const { firstAt, sharpAt } = await seenSharpness(cleo.page);
  // The browsers of three people share this machine: on one of their own it is a matter of a second.
  expect((sharpAt ?? Number.POSITIVE_INFINITY) - (firstAt ?? 0)).toBeLessThan(15_000);

  const written = lines.slice(0, READ_LINES).join("\n");
  expect(characterErrors(written, await readText(await pictureToRead(cleo.page)))).toBeLessThan(0.05);
});
