import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joinRoom } from "./harness/browser.ts";
import { makeFigureVideo } from "./harness/figure-video.ts";
import { liveSettings, spyOnMedia } from "./harness/media-spy.ts";
import { setScene } from "./harness/scene.ts";

const scene = setScene();
let figure: Awaited<ReturnType<typeof makeFigureVideo>>;
beforeAll(async () => {
  figure = await makeFigureVideo();
});
afterAll(() => figure.remove());

/** Where the figure's face is, and where there is nothing but wall: parts of the width and of the height. */
const FACE = { left: 0.43, right: 0.57, top: 0.33, bottom: 0.57 };
const WALL = { left: 0.8, right: 0.97, top: 0.15, bottom: 0.6 };
const OWN = 'video[data-source="camera"][data-self]';
const OTHERS = 'video[data-source="camera"]:not([data-self])';
const PREVIEW = "video.own-picture";

/** How much detail a part of a video shows: the variance of its Laplacian, at one size for all. 0 without a picture. */
function detail(page: Page, selector: string, part: typeof FACE): Promise<number> {
  return page.evaluate(
    ({ selector, part }) => {
      const video = document.querySelector<HTMLVideoElement>(selector);
      if (!video || video.videoWidth === 0) return 0;
      const canvas = new OffscreenCanvas(640, 360);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      context.drawImage(video, 0, 0, 640, 360);
      const left = Math.round(part.left * 640);
      const top = Math.round(part.top * 360);
      const { data, width, height } = context.getImageData(
        left,
        top,
        Math.round(part.right * 640) - left,
        Math.round(part.bottom * 360) - top,
      );
      const at = (x: number, y: number) => data[4 * (y * width + x) + 1] ?? 0;
      const values: number[] = [];
      for (let y = 1; y < height - 1; y += 1) {
        for (let x = 1; x < width - 1; x += 1) {
          values.push(4 * at(x, y) - at(x - 1, y) - at(x + 1, y) - at(x, y - 1) - at(x, y + 1));
        }
      }
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    },
    { selector, part },
  );
}

/** Waits until the wall has more detail than that, or less. */
async function waitForWall(page: Page, selector: string, fits: (detail: number) => boolean): Promise<void> {
  await expect
    .poll(async () => fits(await detail(page, selector, WALL)), { timeout: 30_000, interval: 200 })
    .toBe(true);
}

/** The files of the blur that a page has asked for. */
function blurRequests(page: Page): string[] {
  const seen: string[] = [];
  page.on("request", (request) => {
    if (/\/assets\/.*(blur|vision|selfie)/.test(request.url())) seen.push(request.url());
  });
  return seen;
}

/** Opens the settings at the camera's. */
async function openVideoSettings(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("tab", { name: "Video" }).click();
}

test("a background is blurred for everybody, the person before it is not, and off is off", {
  timeout: 150_000,
}, async () => {
  const ada = await scene.open("Ada", [figure.flag]);
  await spyOnMedia(ada.page);
  const requests = blurRequests(ada.page);
  await joinRoom(ada, scene.room("behind"));
  const ben = await scene.arrive("Ben", "behind");
  await ada.page.getByRole("button", { name: "Turn camera on" }).click();
  await waitForWall(ada.page, OWN, (value) => value > 500);
  await waitForWall(ben.page, OTHERS, (value) => value > 300);
  const wall = { own: await detail(ada.page, OWN, WALL), seen: await detail(ben.page, OTHERS, WALL) };
  const face = await detail(ada.page, OWN, FACE);
  // Who does not use it does not load it.
  expect(requests).toEqual([]);

  await openVideoSettings(ada.page);
  await ada.page.getByRole("switch", { name: "Blur background" }).click();
  await waitForWall(ada.page, OWN, (value) => value > 0 && value < wall.own / 20);
  await waitForWall(ben.page, OTHERS, (value) => value > 0 && value < wall.seen / 10);
  expect(requests.some((url) => url.endsWith(".wasm"))).toBe(true);
  expect(requests.every((url) => url.startsWith(scene.stack.url))).toBe(true);
  expect(await detail(ada.page, OWN, FACE)).toBeGreaterThan(face / 2);
  // It goes on, and does not stand still.
  const frames = () =>
    ben.page.evaluate(
      (selector) =>
        document.querySelector<HTMLVideoElement>(selector)?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      OTHERS,
    );
  const before = await frames();
  await expect.poll(frames, { timeout: 15_000 }).toBeGreaterThan(before + 15);

  await ada.page.getByRole("switch", { name: "Blur background" }).click();
  await waitForWall(ada.page, OWN, (value) => value > wall.own / 2);
  await waitForWall(ben.page, OTHERS, (value) => value > wall.seen / 2);
  expect(await liveSettings(ada.page, "video")).toHaveLength(1);

  // And on again, as the camera's light goes out with the blurred picture too.
  await ada.page.getByRole("switch", { name: "Blur background" }).click();
  await waitForWall(ada.page, OWN, (value) => value > 0 && value < wall.own / 20);
  await ada.page.getByRole("button", { name: "Done" }).click();
  await ada.page.getByRole("button", { name: "Turn camera off" }).click();
  await expect.poll(() => liveSettings(ada.page, "video"), { timeout: 10_000 }).toEqual([]);
});

test("a browser without streams of frames blurs by canvas, before joining too", {
  timeout: 90_000,
}, async () => {
  const ada = await scene.open("Ada", [figure.flag]);
  await ada.page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "MediaStreamTrackGenerator");
  });
  await ada.page.goto(scene.room("by-canvas"));
  await ada.page.getByRole("button", { name: "Turn camera on" }).click();
  await waitForWall(ada.page, PREVIEW, (value) => value > 500);
  const face = await detail(ada.page, PREVIEW, FACE);
  await ada.page.getByRole("switch", { name: "Blur background" }).click();
  await waitForWall(ada.page, PREVIEW, (value) => value > 0 && value < 50);
  expect(await detail(ada.page, PREVIEW, FACE)).toBeGreaterThan(face / 2);
});

test("a blur that cannot be loaded says so, and the camera goes on without it", {
  timeout: 60_000,
}, async () => {
  const ada = await scene.open("Ada", [figure.flag]);
  await ada.page.route("**/*.wasm", (route) => route.abort());
  await joinRoom(ada, scene.room("not-loaded"));
  await ada.page.getByRole("button", { name: "Turn camera on" }).click();
  await openVideoSettings(ada.page);
  await ada.page.getByRole("switch", { name: "Blur background" }).click();
  await ada.page.getByRole("alert").filter({ hasText: "could not be loaded" }).first().waitFor();
  expect(await ada.page.getByRole("switch", { name: "Blur background" }).isChecked()).toBe(false);
  await waitForWall(ada.page, OWN, (value) => value > 500);
});
