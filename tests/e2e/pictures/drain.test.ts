import { expect, test } from "vitest";
import { type Person, shareScreen } from "../harness/browser.ts";
import { drainNode } from "../harness/drain-node.ts";
import { logFrames, smoothness, takeFrames } from "../harness/frame-log.ts";
import { openMark, readMark } from "../harness/mark.ts";
import { keepOnNode } from "../harness/onlooker.ts";
import { setOwnScene } from "../harness/scene.ts";
import { servingNode } from "../harness/serving-node.ts";

const scene = setOwnScene({ nodes: 2 });

const count = async ({ page }: Person) => (await readMark(page)).count ?? 0;

test("a node that drains ends when everybody has moved, and nobody has seen or heard it", {
  timeout: 180_000,
}, async () => {
  const ada = await scene.arrive("Ada", "drained");
  const ben = await scene.arrive("Ben", "drained");
  await keepOnNode(scene.stack.url, "drained");
  await openMark(ada.context, { width: 1280, height: 720 });
  await shareScreen(ada.page, "1080p", "30 fps");
  await expect.poll(() => count(ben), { timeout: 30_000 }).toBeGreaterThan(0);
  await logFrames(ben.page);
  const stood = await count(ben);
  await expect.poll(() => count(ben), { timeout: 30_000 }).toBeGreaterThan(stood + 20);
  const serving = await servingNode(scene.stack);
  await takeFrames(ben.page);

  await takeFrames(ben.page);
  await drainNode(scene.stack, serving.id);
  await expect.poll(() => fetch(serving.healthUrl).catch(() => null), { timeout: 60_000 }).toBeNull();
  const ended = await count(ben);
  await expect.poll(() => count(ben), { timeout: 30_000 }).toBeGreaterThan(ended + 20);
  const seen = smoothness(await takeFrames(ben.page));
  expect(seen).toMatchObject({ dark: [], stepsBack: 0 });
  expect([...ada.complaints, ...ben.complaints]).toEqual([]);
});
