import { expect, test } from "vitest";
import { type Person, shareScreen } from "../e2e/harness/browser.ts";
import { logFrames, smoothness, takeFrames } from "../e2e/harness/frame-log.ts";
import { openMark, readMark } from "../e2e/harness/mark.ts";
import { setRegionScene } from "./harness/regions.ts";
import { say } from "./harness/say.ts";

/**
 * Three regions, each with a media node and somebody, and how long the line from each to all the others is, in milliseconds one way: 110 ms there
 * and back between Europe and America, 200 and 270 ms to Asia. Nobody knows where anybody is, so only what pages measure tells them apart.
 */
const REGIONS = {
  europe: { node: "node-1", person: "ada", delayMs: 10 },
  america: { node: "node-2", person: "ben", delayMs: 45 },
  asia: { node: "node-3", person: "cleo", delayMs: 90 },
} as const;

const scene = setRegionScene(REGIONS);

const count = async ({ page }: Person) => (await readMark(page)).count ?? 0;

test("each is on the node that they measured as the nearest, one share is seen in all, and a node drains unseen", {
  timeout: 240_000,
}, async () => {
  await scene.makeRoom("cleo", "world");
  const ada = await scene.arriveNear("ada", "world");
  const ben = await scene.arriveNear("ben", "world");
  const cleo = await scene.arriveNear("cleo", "world");
  const people = () => scene.peopleByRegion(ada);
  await expect.poll(people, { timeout: 20_000 }).toEqual({ europe: 1, america: 1, asia: 1 });

  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p", "15 fps");
  for (const viewer of [ben, cleo])
    await expect.poll(() => count(viewer), { timeout: 30_000 }).toBeGreaterThan(0);
  // Of her picture and its sound Ada's own node sends each once to each of the others, which have it for their one viewer.
  const consumers = async () =>
    Object.fromEntries((await scene.fleet(ada)).map(({ region, load }) => [region, load.consumers]));
  await expect.poll(consumers, { timeout: 20_000 }).toEqual({ europe: 4, america: 2, asia: 2 });

  await logFrames(ben.page);
  const stood = await count(ben);
  await expect.poll(() => count(ben), { timeout: 30_000 }).toBeGreaterThan(stood + 20);
  await takeFrames(ben.page);
  const drained = (await scene.fleet(ada)).find(({ region }) => region === "america")?.id ?? "";
  await scene.drain(ada, drained);
  // To Europe it is less than half as far as to Asia.
  await expect.poll(people, { timeout: 60_000 }).toEqual({ europe: 2, asia: 1 });
  const moved = await count(ben);
  await expect.poll(() => count(ben), { timeout: 30_000 }).toBeGreaterThan(moved + 20);
  const seen = smoothness(await takeFrames(ben.page));
  say(`a drain over 110 ms: ${JSON.stringify(seen)}`);
  expect(seen.dark.join("\n")).toBe("");
  // The new path may be the slower one: what it is behind by is waited for, up to a limit.
  expect(seen.stepsBack).toBeLessThanOrEqual(3);
});
