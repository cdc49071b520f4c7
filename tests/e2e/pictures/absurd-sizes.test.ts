import { expect, test } from "vitest";
import { joinRoom, type Person, shareScreen } from "../harness/browser.ts";
import { framesPresented } from "../harness/frame-log.ts";
import { openMark } from "../harness/mark.ts";
import { comeToLook } from "../harness/onlooker.ts";
import { comesBy } from "../harness/paths.ts";
import { setScene } from "../harness/scene.ts";
import { expectsMoving } from "../harness/shares.ts";

const scene = setScene();

test("pictures of absurd sizes disturb no others", { timeout: 240_000 }, async () => {
  const ada = await scene.open("Ada");
  const cleo = await scene.open("Cleo");
  await sendAbsurd(ada, { camera: [16, 4_096], screen: [1, 1] });
  await sendAbsurd(cleo, { camera: [1, 1], screen: [16, 4_096] });
  const ben = await scene.arrive("Ben", "absurd");
  for (const person of [ada, cleo]) {
    await joinRoom(person, scene.room("absurd"));
    await person.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
    await shareScreen(person.page, "1080p", "15 fps", "Motion");
  }
  await openMark(ben.context, { width: 1280, height: 720 });
  await shareScreen(ben.page, "1080p");
  await ben.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
  const widths = () =>
    ben.page
      .locator("video:not([data-self])")
      .evaluateAll((videos) => videos.map((video) => (video as HTMLVideoElement).videoWidth));
  await expect.poll(widths, { timeout: 30_000 }).toEqual(expect.arrayContaining([16, 16]));
  await ada.page.getByText("Too small to be shown").waitFor();
  await ben.page
    .getByText("No picture comes: it may be too small or too large to be shown.")
    .waitFor({ timeout: 20_000 });
  for (const path of ["direct", "node"] as const) {
    if (path === "node") await comeToLook(scene.stack.url, "absurd");
    for (const person of [ada, cleo]) {
      await comesBy(person, path);
      await expectsMoving(person);
      const camera = person.page
        .getByRole("figure")
        .filter({ hasText: "Ben" })
        .locator('video[data-source="camera"]');
      const before = await framesPresented(camera);
      await expect.poll(() => framesPresented(camera), { timeout: 20_000 }).toBeGreaterThan(before + 5);
    }
  }
  expect([...ada.complaints, ...ben.complaints, ...cleo.complaints]).toEqual([]);
});

/** Has a page's camera and screen be pictures that move, of these widths and heights. */
async function sendAbsurd(
  { context }: Person,
  sizes: Record<"camera" | "screen", readonly [number, number]>,
): Promise<void> {
  await context.addInitScript(({ camera, screen }) => {
    const paint = ([width, height]: readonly [number, number]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context2d = canvas.getContext("2d");
      setInterval(() => {
        if (context2d) context2d.fillStyle = `hsl(${performance.now() / 10}deg 80% 50%)`;
        context2d?.fillRect(0, 0, width, height);
      }, 200);
      return canvas.captureStream();
    };
    navigator.mediaDevices.getUserMedia = async () => paint(camera);
    navigator.mediaDevices.getDisplayMedia = async () => paint(screen);
  }, sizes);
}
