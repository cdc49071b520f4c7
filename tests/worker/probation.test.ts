import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import { registryOf } from "../../worker/registry/registry-of.ts";
import { eventually } from "./harness/inbox.ts";
import { logged } from "./harness/logged.ts";
import { CAPABILITIES } from "./harness/media.ts";
import { LOAD, MediaNode } from "./harness/node.ts";
import { Room } from "./harness/room.ts";

const registry = () => registryOf(env, "enam");
const WISH = { positions: [], roundTrips: {}, used: [], regions: null, avoid: [] };
const chosen = async () => (await registry().selectNode(WISH))?.id;
const onProbation = async () =>
  (await registry().nodes()).filter((node) => node.onProbation).map(({ id }) => id);

const BUSY = { ...LOAD, rooms: 1, people: 2, consumers: 300 };

let other: MediaNode;

beforeEach(async () => {
  other = await MediaNode.register("node-b", { load: BUSY });
});

/** Lets so many beats pass, which are those of these nodes; node-b is busier than the others. */
async function beats(count: number, ...nodes: MediaNode[]): Promise<void> {
  for (let beat = 1; beat <= count; beat += 1) {
    vi.setSystemTime(Date.now() + TIMES.nodeBeatMs);
    for (const node of nodes) node.beat(node === other ? BUSY : LOAD);
    const now = Date.now();
    const ids = nodes.map(({ id }) => String(id));
    await eventually(async () =>
      (await registry().nodes()).every(({ id, beatAt }) => beatAt === now || !ids.includes(id)),
    );
  }
}

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
  other.beat(BUSY);
  vi.setSystemTime(Date.now() + 10_001);
  again.beat();
  other.beat(BUSY);
  await eventually(async () => (await chosen()) === "node-a");
  expect(await onProbation()).toEqual([]);
});

describe("a node that was cut off, and whose link did not close,", () => {
  const cutOff = () => logged.filter(({ event }) => event === "node-was-cut-off");

  /** Nothing of it is heard for longer than its lease. */
  async function cut(): Promise<MediaNode> {
    vi.setSystemTime(Date.now());
    const node = await MediaNode.register("node-a");
    await beats(2, node, other);
    expect(await chosen()).toBe("node-a");
    await beats(4, other);
    expect(await chosen()).toBe("node-b");
    return node;
  }

  test("has to prove itself when it beats again", async () => {
    const node = await cut();
    node.beat();
    await eventually(async () => (await onProbation()).length === 1);
    expect(await onProbation()).toEqual(["node-a"]);
    expect(await chosen()).toBe("node-b");
    expect(cutOff()).toMatchObject([{ nodeId: "node-a", silentMs: 4_000 }]);
    await beats(9, node, other);
    expect(await chosen()).toBe("node-b");
    await beats(1, node, other);
    expect(await onProbation()).toEqual([]);
    expect(await chosen()).toBe("node-a");
    expect(cutOff()).toHaveLength(1);
  });

  test("has to prove itself when it dials anew before its old link ends, and only once", async () => {
    const node = await cut();
    const again = await MediaNode.register("node-a");
    expect(await onProbation()).toEqual(["node-a"]);
    expect(await chosen()).toBe("node-b");
    node.end();
    await beats(10, again, other);
    expect(await onProbation()).toEqual([]);
    expect(await chosen()).toBe("node-a");
    expect(cutOff()).toHaveLength(1);
    expect(logged.some(({ event }) => event === "node-lost")).toBe(false);
  });

  test("has to prove itself for twice as long the next time", async () => {
    const node = await cut();
    await beats(10, node, other);
    await beats(4, other);
    await beats(15, node, other);
    expect(await onProbation()).toEqual(["node-a"]);
    await beats(6, node, other);
    expect(await onProbation()).toEqual([]);
  });

  test("is as good as it was where the registry heard nobody at all", async () => {
    vi.setSystemTime(Date.now());
    const node = await MediaNode.register("node-a");
    vi.setSystemTime(Date.now() + 10 * TIMES.nodeLeaseMs);
    await beats(1, other, node);
    expect(await onProbation()).toEqual([]);
    expect(await chosen()).toBe("node-a");
    expect(cutOff()).toEqual([]);
  });

  test("ends as it was told where it drains: the next run is as good as new", async () => {
    vi.setSystemTime(Date.now());
    const node = await MediaNode.register("node-a");
    node.beat(LOAD, true);
    await eventually(async () => (await chosen()) === "node-b");
    await beats(4, other);
    node.beat(LOAD, true);
    node.end();
    await eventually(async () => (await registry().nodes()).length === 1);
    await MediaNode.register("node-a", { instance: crypto.randomUUID() });
    expect(await onProbation()).toEqual([]);
  });
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
