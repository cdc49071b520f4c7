import { expect, test } from "vitest";
import { shareScreen } from "./harness/browser.ts";
import { nodeCiphers } from "./harness/ciphers.ts";
import { openMark } from "./harness/mark.ts";
import { setScene } from "./harness/scene.ts";

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

test("the page is sent with headers that let it do no more than it must", async () => {
  const { headers } = await fetch(`${scene.stack.url}/r/any`);
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(headers.get("permissions-policy")).toContain("display-capture=(self)");
});
