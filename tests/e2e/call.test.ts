import { expect, test } from "vitest";
import { joinRoom, type Person, shareScreen } from "./harness/browser.ts";
import { nodeCiphers } from "./harness/ciphers.ts";
import { framesPresented } from "./harness/frame-log.ts";
import { openMark } from "./harness/mark.ts";
import { comeToLook } from "./harness/onlooker.ts";
import { comesBy } from "./harness/paths.ts";
import { setScene } from "./harness/scene.ts";
import { expectsMoving } from "./harness/shares.ts";

const scene = setScene();

test("two people share at once, and a third sees both screens large", { timeout: 120_000 }, async () => {
  const ada = await scene.arrive("Ada", "two-screens");
  const ben = await scene.arrive("Ben", "two-screens");
  const cleo = await scene.arrive("Cleo", "two-screens");
  for (const sharer of [ada, ben]) {
    await openMark(sharer.context, { width: 1280, height: 720 });
    await shareScreen(sharer.page, "1080p");
  }
  const screens = cleo.page.locator('video[data-source="screen"]');
  await expect.poll(() => screens.count(), { timeout: 20_000 }).toBe(2);
  const shown = () =>
    screens.evaluateAll((videos) =>
      videos.map((video) => ({
        owner: video.dataset.participant,
        decoded: (video as HTMLVideoElement).videoWidth > 0,
        large: video.getBoundingClientRect().width > innerWidth / 3,
      })),
    );
  await expect
    .poll(async () => (await shown()).every(({ decoded, large }) => decoded && large), { timeout: 20_000 })
    .toBe(true);
  expect(new Set((await shown()).map(({ owner }) => owner)).size).toBe(2);

  // The node takes AES-GCM where the browser has it. Two browsers choose among themselves.
  for (const { page } of [ada, ben, cleo])
    await expect
      .poll(async () => [...new Set(await nodeCiphers(page))], { timeout: 30_000 })
      .toEqual(["SRTP_AEAD_AES_256_GCM"]);
});

test("the owner mutes somebody, who alone can unmute, and makes somebody a viewer", {
  timeout: 120_000,
}, async () => {
  const ada = await scene.arrive("Ada", "moderation");
  const ben = await scene.arrive("Ben", "moderation");
  await ben.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await ben.page.getByRole("button", { name: "Mute", exact: true }).waitFor();

  await ada.page.getByRole("button", { name: "People", exact: true }).click();
  await ada.page.getByRole("button", { name: "Actions for Ben" }).click();
  await ada.page.getByRole("button", { name: "Turn microphone off" }).click();
  await ben.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await ada.page.getByRole("button", { name: "Turn microphone off" }).waitFor();

  await ada.page.getByRole("combobox", { name: "Role" }).selectOption({ label: "Viewer" });
  await ben.page.getByRole("button", { name: "Share screen", exact: true }).waitFor({ state: "detached" });
  await ben.page.getByRole("button", { name: "Unmute", exact: true }).waitFor({ state: "detached" });
});

test("a voice is heard, and its owner is outlined", { timeout: 60_000 }, async () => {
  const ada = await scene.arrive("Ada", "voices");
  const ben = await scene.arrive("Ben", "voices");
  // Chromium's made-up microphone beeps.
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  const tile = ben.page.getByRole("figure").filter({ hasText: "Ada" });
  await expect
    .poll(() => tile.getAttribute("data-speaking"), { timeout: 15_000, interval: 50 })
    .not.toBeNull();
});

test("pictures of absurd sizes disturb no others", { timeout: 240_000 }, async () => {
  const ada = await scene.open("Ada");
  const cleo = await scene.open("Cleo");
  await sendAbsurd(ada, { camera: [16, 4_096], screen: [1, 1] });
  await sendAbsurd(cleo, { camera: [1, 1], screen: [16, 4_096] });
  const ben = await scene.arrive("Ben", "absurd");
  for (const person of [ada, cleo]) {
    await joinRoom(person, scene.room("absurd"));
    await person.page.getByRole("button", { name: "Turn camera on", exact: true }).click();
    await shareScreen(person.page, "1080p", "30 fps", "Motion");
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
      }, 50);
      return canvas.captureStream();
    };
    navigator.mediaDevices.getUserMedia = async () => paint(camera);
    navigator.mediaDevices.getDisplayMedia = async () => paint(screen);
  }, sizes);
}

test("the page is sent with headers that let it do no more than it must", async () => {
  const { headers } = await fetch(`${scene.stack.url}/r/any`);
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(headers.get("permissions-policy")).toContain("display-capture=(self)");
});
