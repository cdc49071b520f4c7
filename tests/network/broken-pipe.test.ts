import { expect, test } from "vitest";
import { shareScreen } from "../e2e/harness/browser.ts";
import { openMark, readMark } from "../e2e/harness/mark.ts";
import { hideAddressesFromNow } from "../e2e/harness/paths.ts";
import { setRegionScene } from "./harness/regions.ts";
import { say } from "./harness/say.ts";

/** Two regions, each with a media node and somebody, and how long the line from each to all others is, in milliseconds one way. */
const REGIONS = {
  europe: { node: "node-1", person: "ada", delayMs: 10 },
  america: { node: "node-2", person: "ben", delayMs: 45 },
} as const;

const scene = setRegionScene(REGIONS);

test("who sees nothing any more because one node does not reach the other sees on by the sharer's own", {
  timeout: 240_000,
}, async () => {
  await scene.makeRoom("ben", "pipe");
  // Nobody reaches them directly.
  const ada = await scene.arriveNear("ada", "pipe", hideAddressesFromNow);
  const ben = await scene.arriveNear("ben", "pipe", hideAddressesFromNow);
  const people = () => scene.peopleByRegion(ada);
  await expect.poll(people, { timeout: 20_000 }).toEqual({ europe: 1, america: 1 });
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p", "15 fps");
  const count = async () => (await readMark(ben.page)).count ?? 0;
  await expect.poll(count, { timeout: 30_000 }).toBeGreaterThan(20);

  await scene.cutOneWay("node-1", "node-2");
  const [stood, stoodAt] = [await count(), Date.now()];
  // What was on its way still comes: that is less than a second.
  await expect.poll(count, { timeout: 40_000, interval: 250 }).toBeGreaterThan(stood + 30);
  say(`the picture moves on ${Date.now() - stoodAt} ms after the pipe was cut`);
  await expect.poll(people, { timeout: 30_000 }).toEqual({ europe: 2, america: 0 });
});
