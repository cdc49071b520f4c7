import { expect, test } from "vitest";
import { setNetworkScene } from "./harness/scene.ts";

const NODES = ["node-1", "node-2", "node-3"] as const;

const scene = setNetworkScene(["ada", ...NODES] as const, async ({ hosts }) => {
  const nodeMachines = NODES.map((node) => {
    const { prefix, address } = hosts[node];
    return { prefix, address, region: node };
  });
  return { nodes: NODES.length, nodeMachines };
});

test("a node whose media is cut off while it beats is found by the other nodes, nobody being in a call", {
  timeout: 240_000,
}, async () => {
  const ada = await scene.open("ada");
  await ada.page.goto(new URL("/fleet", scene.room("nowhere")).href);
  const fleet = () => scene.fleet(ada);
  /** The regions of nodes that have to prove themselves: each is one of its own. */
  const onProbation = async () =>
    (await fleet()).filter((node) => node.onProbation).map(({ region }) => region);
  expect(await fleet()).toHaveLength(NODES.length);
  expect(await onProbation()).toEqual([]);

  await scene.cutOffMedia("node-2", true);
  await expect.poll(onProbation, { timeout: 60_000 }).toEqual(["node-2"]);
  // It beats on, and nobody is there to complain.
  const cutOff = async () => (await fleet()).find(({ region }) => region === "node-2");
  const found = await cutOff();
  expect(found).toMatchObject({ draining: false, load: { people: 0 }, refusals: 0 });
  await expect.poll(async () => (await cutOff())?.beatAt).toBeGreaterThan(found?.beatAt ?? 0);
  expect(await onProbation()).toEqual(["node-2"]);

  await scene.cutOffMedia("node-2", false);
  await expect.poll(onProbation, { timeout: 120_000 }).toEqual([]);
});
