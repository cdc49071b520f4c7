import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joinRoom, shareScreen } from "./harness/browser.ts";
import { openMark } from "./harness/mark.ts";
import {
  liveSettings,
  loudness,
  nextSoundAt,
  sentSound,
  soundReceived,
  spyOnMedia,
} from "./harness/media-spy.ts";
import { setScene } from "./harness/scene.ts";
import { makeSpeech } from "./harness/speech.ts";

const scene = setScene();
let speech: Awaited<ReturnType<typeof makeSpeech>>;
beforeAll(async () => {
  speech = await makeSpeech();
});
afterAll(() => speech.remove());

/** Below this much a second nobody hears anything. */
const SILENCE = 0.000_1;

/** How much sound a page received within this time. */
async function soundWithin(page: Page, ms: number): Promise<number> {
  const before = await soundReceived(page);
  await page.waitForTimeout(ms);
  return (await soundReceived(page)) - before;
}

test("how a voice is processed is chosen during the call, at once and for the next visit", {
  timeout: 60_000,
}, async () => {
  const ada = await scene.open("Ada");
  await spyOnMedia(ada.page);
  await joinRoom(ada, scene.room("processing"));
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await ada.page.getByRole("button", { name: "Mute", exact: true }).waitFor();
  await ada.page.getByRole("button", { name: "Settings", exact: true }).click();
  for (const [name, setting] of [
    ["Noise suppression", "noiseSuppression"],
    ["Echo cancellation", "echoCancellation"],
    ["Automatic gain", "autoGainControl"],
  ] as const) {
    const control = ada.page.getByRole("switch", { name });
    expect(await control.isChecked()).toBe(true);
    expect(await liveSettings(ada.page, "audio")).toMatchObject([{ [setting]: true }]);
    await control.click();
    // The device that was open is closed when the new one is sent.
    await expect
      .poll(() => liveSettings(ada.page, "audio"), { timeout: 10_000 })
      .toMatchObject([{ [setting]: false }]);
  }
  // Muted or not, it stays as it was.
  await ada.page.getByRole("button", { name: "Done" }).click();
  await ada.page.getByRole("button", { name: "Mute", exact: true }).waitFor();

  await ada.page.reload();
  await ada.page.getByText("Voice options").click();
  expect(await ada.page.getByRole("switch", { name: "Noise suppression" }).isChecked()).toBe(false);
  expect(await ada.page.getByRole("switch", { name: "Noise suppression" }).isVisible()).toBe(true);
});

test("the others are heard where one chose, and a test sound before", { timeout: 60_000 }, async () => {
  const ada = await scene.arrive("Ada", "speakers");
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  const ben = await scene.open("Ben");
  await spyOnMedia(ben.page);
  await ben.page.goto(scene.room("speakers"));
  const speaker = ben.page.getByRole("combobox", { name: "Speaker" });
  await speaker.selectOption({ label: "Fake Audio Output 1" });
  const first = await speaker.inputValue();
  const sinks = () => ben.page.evaluate(() => globalThis.nearcastSpy.sinks);
  await ben.page.getByRole("button", { name: "Play a test sound" }).click();
  await expect.poll(sinks, { timeout: 10_000 }).toEqual([first]);

  await ben.page.getByRole("textbox", { name: "Your name" }).fill("Ben");
  await ben.page.getByRole("button", { name: "Join", exact: true }).click();
  await expect.poll(async () => (await sinks()).length, { timeout: 20_000 }).toBeGreaterThan(1);
  // Once for each path that the sound has come by.
  expect(new Set(await sinks())).toEqual(new Set([first]));
  await ben.page.getByRole("button", { name: "Settings", exact: true }).click();
  await speaker.selectOption({ label: "Fake Audio Output 2" });
  const second = await speaker.inputValue();
  expect(second).not.toBe(first);
  await expect.poll(async () => (await sinks()).at(-1), { timeout: 10_000 }).toBe(second);
});

test("who speaks while muted is told, and nobody hears it", { timeout: 60_000 }, async () => {
  const ada = await scene.open("Ada", [speech.flag]);
  await joinRoom(ada, scene.room("muted"));
  const ben = await scene.open("Ben");
  await spyOnMedia(ben.page);
  await joinRoom(ben, scene.room("muted"));
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await expect.poll(() => soundReceived(ben.page), { timeout: 20_000 }).toBeGreaterThan(SILENCE);

  await ada.page.getByRole("button", { name: "Mute", exact: true }).click();
  const told = ada.page.getByRole("status").filter({ hasText: "You are muted" });
  await told.waitFor({ timeout: 15_000 });
  expect(await soundWithin(ben.page, 1_000)).toBeLessThan(SILENCE);
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await told.waitFor({ state: "detached" });
});

test("a microphone that is pushed to talk is heard while it is held", { timeout: 90_000 }, async () => {
  const ada = await scene.open("Ada", [speech.flag]);
  await spyOnMedia(ada.page);
  await joinRoom(ada, scene.room("push"));
  const ben = await scene.open("Ben");
  await spyOnMedia(ben.page);
  await joinRoom(ben, scene.room("push"));
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await expect.poll(() => soundReceived(ben.page), { timeout: 20_000 }).toBeGreaterThan(SILENCE);

  await ada.page.getByRole("button", { name: "Settings", exact: true }).click();
  await ada.page.getByRole("radio", { name: "Push to talk" }).check();
  await ada.page.getByRole("button", { name: "Done" }).click();
  const button = ada.page.getByRole("button", { name: "Push to talk" });
  const isPushed = () => button.getAttribute("aria-pressed");
  await expect.poll(isPushed).toBe("false");
  await expect.poll(() => soundWithin(ben.page, 500), { timeout: 10_000 }).toBeLessThan(SILENCE);

  // By key, which repeats.
  await ada.page.locator("h1").focus();
  await ada.page.evaluate(() => {
    Object.assign(globalThis.nearcastSpy, { keyAt: null, saidAt: null });
  });
  const heard = nextSoundAt(ben.page);
  for (let repeat = 0; repeat < 3; repeat += 1) await ada.page.keyboard.down(" ");
  await expect.poll(isPushed).toBe("true");
  await expect.poll(() => soundWithin(ben.page, 500), { timeout: 10_000 }).toBeGreaterThan(SILENCE);
  const { keyAt, saidAt } = await ada.page.evaluate(() => ({
    keyAt: globalThis.nearcastSpy.keyAt,
    saidAt: globalThis.nearcastSpy.saidAt,
  }));
  const said = (saidAt ?? Number.POSITIVE_INFINITY) - (keyAt ?? 0);
  const sounded = (await heard) - (keyAt ?? 0);
  // Instant on a quiet machine; this one may be busy, and a syllable may just have ended.
  expect(said).toBeLessThan(500);
  expect(sounded).toBeLessThan(3_000);
  await ada.page.keyboard.up(" ");
  await expect.poll(isPushed).toBe("false");
  await expect.poll(() => soundWithin(ben.page, 500), { timeout: 10_000 }).toBeLessThan(SILENCE);

  // By a pressed button, also where the pointer slides off it.
  await button.hover();
  await ada.page.mouse.down();
  await expect.poll(isPushed).toBe("true");
  await ada.page.mouse.move(5, 5);
  expect(await isPushed()).toBe("true");
  await ada.page.mouse.up();
  await expect.poll(isPushed).toBe("false");

  // A space that is written is not spoken.
  await ada.page.getByRole("button", { name: "Chat", exact: true }).click();
  await ada.page.getByRole("textbox", { name: "Message" }).fill("a");
  await ada.page.keyboard.press(" ");
  expect(await ada.page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("a ");
  expect(await isPushed()).toBe("false");
});

test("the sound of a shared tab goes out without the call's own", { timeout: 90_000 }, async () => {
  const ada = await scene.open("Ada");
  await spyOnMedia(ada.page);
  await joinRoom(ada, scene.room("system-audio"));
  const ben = await scene.open("Ben", [speech.flag]);
  await spyOnMedia(ben.page);
  await joinRoom(ben, scene.room("system-audio"));
  await ben.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await expect.poll(() => soundReceived(ada.page), { timeout: 20_000 }).toBeGreaterThan(SILENCE);

  const mark = await openMark(ada.context, { width: 1280, height: 720 });
  await ada.page.bringToFront();
  await shareScreen(ada.page, "1080p");
  await ben.page.locator('video[data-source="screen"]').waitFor({ timeout: 20_000 });
  const asked = await ada.page.evaluate(() => globalThis.nearcastSpy.screens);
  expect(asked).toMatchObject([
    {
      audio: { restrictOwnAudio: true, suppressLocalAudioPlayback: false, echoCancellation: false },
      systemAudio: "include",
      windowAudio: "window",
    },
  ]);
  // Ada's browser plays Ben's voice, and her share sends none of it back.
  expect(await soundWithin(ada.page, 1_000)).toBeGreaterThan(SILENCE);
  expect(await soundWithin(ben.page, 1_000)).toBeLessThan(SILENCE);
  // What the tab itself plays is sent, on the side where it is played.
  await mark.evaluate(() => {
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: 440 });
    tone.connect(new ChannelMergerNode(context), 0, 0).connect(context.destination);
    tone.start();
  });
  await expect.poll(() => soundWithin(ben.page, 500), { timeout: 15_000 }).toBeGreaterThan(SILENCE);
  for (const path of ["node", "direct"] as const) {
    const heard = () => loudness(ben.page, path);
    await expect.poll(async () => (await heard()).left, { timeout: 20_000 }).toBeGreaterThan(0.1);
    expect((await heard()).right, path).toBeLessThan(0.01);
    const [voice, sound] = await Promise.all(
      [ben, ada].map(async ({ page }) => (await sentSound(page)).find((sent) => sent.path === path)),
    );
    expect(voice?.parameters).toEqual(expect.arrayContaining(["useinbandfec=1", "usedtx=1"]));
    expect(sound?.parameters).toContain("stereo=1");
    expect(sound?.parameters).not.toContain("usedtx=1");
  }
});

test("a browser that cannot keep the call out of a screen's sound says so, and leaves it off", {
  timeout: 60_000,
}, async () => {
  const ada = await scene.open("Ada");
  await ada.page.addInitScript(() => {
    const known = navigator.mediaDevices.getSupportedConstraints();
    Reflect.deleteProperty(known, "restrictOwnAudio");
    navigator.mediaDevices.getSupportedConstraints = () => known;
  });
  await joinRoom(ada, scene.room("echo"));
  await ada.page.getByRole("button", { name: "Share screen", exact: true }).click();
  expect(await ada.page.getByRole("checkbox", { name: "Share system audio" }).isChecked()).toBe(false);
  await ada.page.getByText("the others may hear themselves").waitFor();
});
