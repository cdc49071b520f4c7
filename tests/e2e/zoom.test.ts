import { expect, test } from "vitest";
import { comparePixels, openBars } from "./harness/bars.ts";
import { type Person, shareScreen } from "./harness/browser.ts";
import { setScene } from "./harness/scene.ts";

const scene = setScene();
const SCREEN = 'video[data-source="screen"]:not([data-self])';
const SIZE = { width: 1600, height: 1000 };
const PATIENCE = { timeout: 40_000 };

/** Where the picture lies in the viewer's window, in CSS pixels, and how many pixels it has. */
const pictureOf = ({ page }: Person) =>
  page.locator(SCREEN).evaluate((element) => {
    const video = element as HTMLVideoElement;
    const { x, y, width, height } = video.getBoundingClientRect();
    return { x, y, width, height, videoWidth: video.videoWidth, pixelRatio: devicePixelRatio };
  });

/** Which part of the picture lies under a place in the window, 0 to 1. */
const under = async (person: Person, x: number) => {
  const picture = await pictureOf(person);
  return (x - picture.x) / picture.width;
};

test("a share is seen pixel for pixel, on usual and on dense displays", { timeout: 120_000 }, async () => {
  const ada = await scene.arrive("Ada", "pixels");
  const bars = await openBars(ada.context, SIZE);
  await shareScreen(ada.page, "1080p");
  for (const density of [1, 1.5]) {
    const viewer = await scene.open(`Viewer ${density}`, [`--force-device-scale-factor=${density}`]);
    await viewer.page.goto(scene.room("pixels"));
    await viewer.page.getByRole("textbox", { name: "Your name" }).fill(viewer.name);
    await viewer.page.getByRole("button", { name: "Join", exact: true }).click();
    await expect.poll(async () => (await pictureOf(viewer)).videoWidth, PATIENCE).toBeGreaterThan(0);
    await viewer.page.getByRole("button", { name: "1:1" }).waitFor();
    await viewer.page.keyboard.press("1");
    // Looked at closely, it comes in full.
    await expect.poll(async () => (await pictureOf(viewer)).videoWidth, PATIENCE).toBe(SIZE.width);
    await expect
      .poll(async () => (await pictureOf(viewer)).width * density, PATIENCE)
      .toBeCloseTo(SIZE.width, 1);
    const picture = await pictureOf(viewer);
    expect(picture.pixelRatio).toBe(density);

    const room = await viewer.page.getByLabel("Picture of Ada’s screen").boundingBox();
    if (!room) throw new Error("there is no picture");
    // In the middle, away from what lies over the picture; on whole device pixels, so that the photograph is exact, too.
    const clip = {
      x: Math.round(room.x + room.width / 2) - 60,
      y: Math.round(room.y + room.height / 2) - 12,
      width: 120,
      height: 24,
    };
    const from = Math.round((clip.x - picture.x) * density);
    // The codec comes to sharp bars within a while; what is then shown are the bars themselves.
    const alike = async () => {
      const photograph = await viewer.page.screenshot({ clip, scale: "device" });
      return comparePixels(bars, photograph.toString("base64"), from);
    };
    await expect.poll(alike, PATIENCE).toBeGreaterThan(0.99);
    await viewer.browser.close();
  }
});

test("a share is zoomed and moved by wheel, hand and keys", { timeout: 120_000 }, async () => {
  const ada = await scene.arrive("Ada", "hands");
  const ben = await scene.arrive("Ben", "hands");
  await openBars(ada.context, SIZE);
  await shareScreen(ada.page, "1080p");
  await expect.poll(async () => (await pictureOf(ben)).videoWidth, PATIENCE).toBeGreaterThan(0);
  const room = await ben.page.getByLabel("Picture of Ada’s screen").boundingBox();
  if (!room) throw new Error("there is no picture");
  const fit = await pictureOf(ben);
  expect(fit.width).toBeLessThanOrEqual(room.width + 1);

  // Zooming keeps what is under the pointer there.
  const at = { x: room.x + room.width * 0.6, y: room.y + room.height * 0.4 };
  const before = await under(ben, at.x);
  await ben.page.mouse.move(at.x, at.y);
  await ben.page.keyboard.down("Control");
  for (let notch = 0; notch < 4; notch += 1) await ben.page.mouse.wheel(0, -100);
  await ben.page.keyboard.up("Control");
  await expect.poll(async () => (await pictureOf(ben)).width).toBeGreaterThan(fit.width * 2);
  expect(await under(ben, at.x)).toBeCloseTo(before, 2);

  // The wheel alone moves it, and so does the hand.
  const { y: top } = await pictureOf(ben);
  await ben.page.mouse.wheel(0, 50);
  await expect.poll(async () => (await pictureOf(ben)).y).toBeCloseTo(top - 50, 0);
  await ben.page.mouse.down();
  await ben.page.mouse.move(at.x + 40, at.y + 30, { steps: 4 });
  await ben.page.mouse.up();
  await expect.poll(async () => (await pictureOf(ben)).y).toBeCloseTo(top - 20, 0);

  const percent = () => ben.page.locator(".zoom-percent").textContent();
  await ben.page.keyboard.press("0");
  await expect.poll(async () => (await pictureOf(ben)).width).toBeCloseTo(fit.width, 0);
  await ben.page.keyboard.press("1");
  await expect.poll(percent).toBe("100 %");
  const { x: left } = await pictureOf(ben);
  await ben.page.keyboard.press("ArrowRight");
  await expect.poll(async () => (await pictureOf(ben)).x).toBeLessThan(left);
  await ben.page.keyboard.press("+");
  await expect.poll(percent).toBe("125 %");
  for (let press = 0; press < 12; press += 1) await ben.page.keyboard.press("+");
  await expect.poll(percent).toBe("800 %");
  await ben.page.getByRole("button", { name: "Fit", exact: true }).click();
  await expect.poll(async () => (await pictureOf(ben)).width).toBeCloseTo(fit.width, 0);

  // Two fingers, and two taps.
  const touch = await ben.context.newCDPSession(ben.page);
  const fingers = (type: "touchStart" | "touchMove" | "touchEnd", ...apart: number[]) =>
    touch.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: apart.map((offset, id) => ({ x: at.x + offset, y: at.y, id })),
    });
  await fingers("touchStart", -30, 30);
  for (const apart of [45, 60, 75, 90]) await fingers("touchMove", -apart, apart);
  await fingers("touchEnd");
  await expect.poll(async () => (await pictureOf(ben)).width).toBeGreaterThan(fit.width * 2.5);
  expect(await under(ben, at.x)).toBeCloseTo(before, 1);
  for (let tap = 0; tap < 2; tap += 1) {
    await fingers("touchStart", 0);
    await fingers("touchEnd");
  }
  await expect.poll(async () => (await pictureOf(ben)).width).toBeCloseTo(fit.width, 0);
});
