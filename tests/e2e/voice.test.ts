import { expect, test } from "vitest";
import { joinRoom } from "./harness/browser.ts";
import { liveSettings, spyOnMedia } from "./harness/media-spy.ts";
import { setScene } from "./harness/scene.ts";

const scene = setScene();

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
  await expect.poll(sinks, { timeout: 20_000 }).toEqual([first, first]);
  await ben.page.getByRole("button", { name: "Settings", exact: true }).click();
  await speaker.selectOption({ label: "Fake Audio Output 2" });
  const second = await speaker.inputValue();
  expect(second).not.toBe(first);
  await expect.poll(sinks, { timeout: 10_000 }).toEqual([first, first, second]);
});
