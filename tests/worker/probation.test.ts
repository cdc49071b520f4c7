import { env } from "cloudflare:workers";
import { beforeEach, expect, test, vi } from "vitest";
import { registryOf } from "../../worker/registry/registry-of.ts";
import { eventually } from "./harness/inbox.ts";
import { CAPABILITIES } from "./harness/media.ts";
import { LOAD, MediaNode } from "./harness/node.ts";
import { Room } from "./harness/room.ts";

const registry = () => registryOf(env, "enam");
const WISH = { positions: [], roundTrips: {}, used: [], regions: null, avoid: [] };
const chosen = async () => (await registry().selectNode(WISH))?.id;
const onProbation = async () =>
  (await registry().nodes()).filter((node) => node.onProbation).map(({ id }) => id);

let other: MediaNode;

beforeEach(async () => {
  other = await MediaNode.register("node-b", { load: { ...LOAD, rooms: 1, people: 2, consumers: 300 } });
});

test("a node that went without a word is taken only where there is no other, until it has proved itself", async () => {
  const node = await MediaNode.register("node-a");
  expect(await chosen()).toBe("node-a");
  node.end();
  await eventually(async () => (await registry().nodes()).length === 1);
  const again = await MediaNode.register("node-a");
  expect(await onProbation()).toEqual(["node-a"]);
  expect(await chosen()).toBe("node-b");
  other.beat(LOAD, true);
  await eventually(async () => (await chosen()) === "node-a");
  other.beat({ ...LOAD, rooms: 1, people: 2, consumers: 300 });
  vi.setSystemTime(Date.now() + 10_001);
  again.beat();
  other.beat({ ...LOAD, rooms: 1, people: 2, consumers: 300 });
  await eventually(async () => (await chosen()) === "node-a");
  expect(await onProbation()).toEqual([]);
});

test("a node that has ended as it was told is as good as new when it is back", async () => {
  const node = await MediaNode.register("node-a");
  node.beat(LOAD, true);
  await eventually(async () => (await chosen()) === "node-b");
  node.end();
  await eventually(async () => (await registry().nodes()).length === 1);
  await MediaNode.register("node-a");
  expect(await onProbation()).toEqual([]);
  expect(await chosen()).toBe("node-a");
});

test("a node that beats and does not reach people in three rooms is left alone for a while", async () => {
  await MediaNode.register("node-a");
  for (const times of [1, 2, 3]) {
    const room = await Room.open();
    const page = await room.join();
    for (const _ of ["first", "in vain"]) {
      await page.ask({ type: "renew-media", ...CAPABILITIES });
      await page.inbox.take("offer");
    }
    await eventually(async () => (await onProbation()).length === Number(times === 3));
  }
  expect(await onProbation()).toEqual(["node-a"]);
  expect(await chosen()).toBe("node-b");
});
