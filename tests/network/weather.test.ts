import { expect, test } from "vitest";
import { type Person, shareScreen } from "../e2e/harness/browser.ts";
import { openMark, readMark } from "../e2e/harness/mark.ts";
import { watch } from "./harness/bearing.ts";
import { setNetworkScene } from "./harness/scene.ts";
import type { Weather } from "./harness/wire.ts";

const scene = setNetworkScene(["ada", "ben"] as const);
const SIZE = { width: 1920, height: 1080 };

/** Ada talks and shares code that scrolls; Ben sees it. */
async function share(slug: string): Promise<{ ada: Person; ben: Person }> {
  const ada = await scene.arrive("ada", slug);
  const ben = await scene.arrive("ben", slug);
  await ada.page.getByRole("button", { name: "Unmute", exact: true }).click();
  await openMark(ada.context, SIZE, { scrolls: true });
  await shareScreen(ada.page, "1080p");
  await expect.poll(async () => (await readMark(ben.page)).count, { timeout: 30_000 }).not.toBeNull();
  return { ada, ben };
}

const WEATHERS: readonly { name: string; weather: Weather; concealed: number }[] = [
  { name: "1% loss", weather: { lossPercent: 1 }, concealed: 0.05 },
  { name: "5% loss", weather: { lossPercent: 5 }, concealed: 0.1 },
  { name: "10% loss", weather: { lossPercent: 10 }, concealed: 0.2 },
  { name: "50 ± 20 ms", weather: { delayMs: 50, jitterMs: 20 }, concealed: 0.1 },
];

test("sound goes on and text stays readable under loss and jitter", { timeout: 180_000 }, async () => {
  const { ben } = await share("weather");
  for (const { name, weather, concealed } of WEATHERS) {
    await scene.setWeather("ben", weather);
    const bearing = await watch(ben.page, 10, SIZE.width);
    expect(bearing.soundGapMs, name).toBeLessThan(1_000);
    expect(bearing.concealed, name).toBeLessThan(concealed);
    expect(bearing.readable, name).toBeGreaterThan(0.9 * bearing.looks);
  }
});

/** What the narrow path carries for a while: sound, and a little of the picture. */
const NARROW: Weather = { kilobits: 500 };
const DIP_SECONDS = 10;

for (const [who, whose] of [["ben", "the viewer's"]] as const) {
  test(`sound goes on through a dip of ${whose} path, and the picture is back after it`, {
    timeout: 180_000,
  }, async () => {
    const { ben } = await share(`dip-${who}`);
    const before = await watch(ben.page, 8, SIZE.width);
    await scene.setWeather(who, NARROW);
    const during = await watch(ben.page, DIP_SECONDS, SIZE.width);
    await scene.setWeather(who, {});
    // What the first seconds bring is part of the recovery, not of what it comes to.
    await watch(ben.page, 3, SIZE.width);
    const after = await watch(ben.page, 5, SIZE.width);
    const story = JSON.stringify({ before, during, after });
    expect(during.soundGapMs, story).toBeLessThan(1_000);
    expect(during.concealed, story).toBeLessThan(0.3);
    // What is shown of it is readable, however seldom it changes.
    expect(during.readable, story).toBeGreaterThan(0.5 * during.looks);
    expect(after.concealed, story).toBeLessThan(0.05);
    expect(after.frameRate, story).toBeGreaterThan(0.6 * before.frameRate);
    expect(after.readable, story).toBeGreaterThan(0.8 * after.looks);
  });
}
