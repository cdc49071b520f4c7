import { expect, test } from "vitest";
import { type Person, shareScreen } from "../e2e/harness/browser.ts";
import { openMark, readMark } from "../e2e/harness/mark.ts";
import { type Path, shownPath } from "../e2e/harness/paths.ts";
import { recoveredAfter, watch } from "./harness/bearing.ts";
import { say } from "./harness/say.ts";
import { setNetworkScene } from "./harness/scene.ts";
import type { Weather } from "./harness/wire.ts";

const scene = setNetworkScene(["ada", "ben"] as const);
/** In so many seconds after a dip everything is as it was before. */
const RECOVERY_SECONDS = 6;
/** The picture is back in so many seconds after a dip. Three are the goal; a machine that runs all of this at once gets half as many more. */
const BACK_WITHIN_SECONDS = 4.5;
const SIZE = { width: 1920, height: 1080 };

/** Ada talks and shares code that scrolls; Ben sees it. */
async function share(slug: string, path: Path): Promise<{ ada: Person; ben: Person }> {
  const ada = await scene.arrive("ada", slug);
  const ben = await scene.arrive("ben", slug, path);
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
  const { ben } = await share("weather", "node");
  for (const { name, weather, concealed } of WEATHERS) {
    await scene.setWeather("ben", weather);
    const bearing = await watch(ben.page, 10, SIZE.width);
    say(`${name}: ${JSON.stringify(bearing)}`);
    expect(bearing.soundGapMs, name).toBeLessThan(1_000);
    expect(bearing.concealed, name).toBeLessThan(concealed);
    expect(bearing.readable, name).toBeGreaterThan(0.9 * bearing.looks);
  }
});

/** What the narrow path carries for a while: sound, and a little of the picture. */
const NARROW: Weather = { kilobits: 500 };
const DIP_SECONDS = 10;

test.for<["ada" | "ben", string, Path]>([
  ["ben", "the viewer's", "node"],
  ["ada", "the sharer's", "node"],
  ["ada", "the sharer's", "direct"],
])(
  "sound goes on through a dip, and the picture is back after it: %s, of %s path, by the path %s",
  {
    timeout: 180_000,
  },
  async ([who, , path]) => {
    const { ben } = await share(`dip-${who}-${path}`, path);
    await expect.poll(() => shownPath(ben.page), { timeout: 30_000 }).toBe(path);
    const before = await watch(ben.page, 8, SIZE.width);
    await scene.setWeather(who, NARROW);
    const during = await watch(ben.page, DIP_SECONDS, SIZE.width);
    await scene.setWeather(who, {});
    const endedAt = Date.now();
    // What the first seconds bring is part of the recovery, not of what it comes to.
    await watch(ben.page, RECOVERY_SECONDS, SIZE.width);
    const after = await watch(ben.page, 5, SIZE.width);
    // Code that scrolls takes more at some moments than at others.
    const wanted = Math.min(before.bitrate, after.bitrate);
    const recovered = await recoveredAfter(ben.page, endedAt, wanted);
    const story = JSON.stringify({ recovered, before, during, after });
    say(`dip of ${who}'s path, by the ${path}: ${story}`);
    expect(during.soundGapMs, story).toBeLessThan(1_000);
    expect(during.concealed, story).toBeLessThan(0.3);
    // What is shown of it is readable, however seldom it changes.
    expect(during.readable, story).toBeGreaterThan(0.5 * during.looks);
    expect(recovered ?? Number.POSITIVE_INFINITY, story).toBeLessThan(BACK_WITHIN_SECONDS);
    expect(after.concealed, story).toBeLessThan(0.05);
    expect(after.frameRate, story).toBeGreaterThan(0.6 * before.frameRate);
    expect(after.readable, story).toBeGreaterThan(0.8 * after.looks);
  },
);
