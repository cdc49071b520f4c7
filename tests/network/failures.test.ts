import { expect, test } from "vitest";
import { type Person, shareScreen } from "../e2e/harness/browser.ts";
import { openMark, readMark } from "../e2e/harness/mark.ts";
import { say } from "./harness/say.ts";
import { setNetworkScene } from "./harness/scene.ts";

const NODES = ["node-1", "node-2"] as const;

const scene = setNetworkScene(["ada", "ben", ...NODES] as const, async ({ hosts }) => {
  const nodeMachines = NODES.map((node) => {
    const { prefix, address } = hosts[node];
    return { prefix, address, region: node };
  });
  return { nodes: NODES.length, nodeMachines };
});

const count = async ({ page }: Person) => (await readMark(page)).count ?? 0;

/** Waits until a picture that stood still moves on for good, and says how long that took. */
async function movesOn(viewer: Person, what: string): Promise<void> {
  const from = Date.now();
  const stood = await count(viewer);
  await expect.poll(() => count(viewer), { timeout: 90_000, interval: 100 }).toBeGreaterThan(stood + 15);
  say(`${what}: the picture moves on after ${((Date.now() - from) / 1_000).toFixed(1)} s`);
}

/** Ada shares, and Ben sees it by the node; nobody else is there. */
async function share(slug: string): Promise<{ ada: Person; ben: Person; serving: (typeof NODES)[number] }> {
  const ada = await scene.arrive("ada", slug, "node");
  const ben = await scene.arrive("ben", slug, "node");
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p", "15 fps");
  await expect.poll(() => count(ben), { timeout: 30_000 }).toBeGreaterThan(0);
  const serving = await scene.mediaFrom(ben, NODES);
  if (serving === null) throw new Error("Ben's media comes from no node.");
  return { ada, ben, serving };
}

test("a node whose media is cut off while it beats, with people on it: they go over to another one", {
  timeout: 240_000,
}, async () => {
  const { ben, serving } = await share("no-media");
  await scene.cutOffMedia(serving, true);
  await movesOn(ben, "media cut off");
});

test("a node that is cut off without a goodbye, with people on it: they go over to another one", {
  timeout: 240_000,
}, async () => {
  const { ben, serving } = await share("no-network");
  await scene.cutOff(serving, true);
  await movesOn(ben, "network cut");
});

test("who goes over to another network sees on", { timeout: 240_000 }, async () => {
  const { ben } = await share("another-network");
  await scene.changeNetwork("ben");
  await movesOn(ben, "another network");
});
