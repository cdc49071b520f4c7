import { afterEach, beforeEach, expect, test } from "vitest";
import type { Probe } from "../protocol/probes.ts";
import { createLog } from "./log.ts";
import { WorkerPool } from "./media/worker-pool.ts";
import { MediaNode } from "./node.ts";
import { FakeEdge } from "./testing/fake-edge.ts";
import { mediaSettings, testConfig } from "./testing/fixtures.ts";

let edge: FakeEdge;
let node: MediaNode;
let other: WorkerPool;

beforeEach(async () => {
  edge = await FakeEdge.start();
  node = await MediaNode.create(testConfig(edge), createLog("error"));
  other = await WorkerPool.create(mediaSettings(), createLog("error"));
});

afterEach(async () => {
  other.close();
  await node.close();
  edge.close();
});

test("a node says whether another one's media answers, and nothing where it has no way there", {
  timeout: 60_000,
}, async () => {
  const control = await edge.register();
  const { probe } = other;
  if (probe === undefined) throw new Error("the other node has no worker");
  /** What it says, asked until it says something: a machine that is busy may not. */
  const probed = async (nodeId: string, asked: Probe) => {
    const said = () =>
      control.received.rest.find((message) => message.type === "probed" && message.nodeId === nodeId);
    const ask = () => {
      control.send({ type: "probe", nodeId, probe: asked });
      return said();
    };
    await expect.poll(ask, { timeout: 30_000, interval: 2_500 }).toBeDefined();
    return said();
  };

  expect(await probed("other-1", probe)).toMatchObject({ roundTripMs: expect.any(Number) });
  const iceParameters = { ...probe.iceParameters, usernameFragment: "gone" };
  expect(await probed("other-2", { ...probe, iceParameters })).toMatchObject({ roundTripMs: null });

  control.send({ type: "probe", nodeId: "nowhere-1", probe: { ...probe, iceCandidates: [] } });
  await control.next("beat");
  const ofNowhere = control.received.rest.filter(
    (said) => said.type === "probed" && said.nodeId === "nowhere-1",
  );
  expect(ofNowhere).toEqual([]);
});
