import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeEach, expect, inject, test, vi } from "vitest";
import { PATHS } from "../../protocol/api.ts";
import { fleetWantedSchema } from "../../protocol/fleet.ts";
import type { Position } from "../../protocol/position.ts";
import type { Probe } from "../../protocol/probes.ts";
import { ROUND_MS } from "../../worker/registry/probe-rounds.ts";
import { registryOf } from "../../worker/registry/registry-of.ts";
import type { NodeId } from "./harness/dial.ts";
import { Guest } from "./harness/guest.ts";
import { eventually } from "./harness/inbox.ts";
import { logged } from "./harness/logged.ts";
import { CAPABILITIES, transport } from "./harness/media.ts";
import { MediaNode } from "./harness/node.ts";
import { Room } from "./harness/room.ts";

/** What a node says of another: the round trip, that nothing answers, or nothing. */
type Says = (prober: string, target: string) => number | null | undefined;

const registry = () => registryOf(env, "enam");
const WISH = { positions: [], roundTrips: {}, used: [], regions: null, avoid: [] };
const chosen = async () => (await registry().selectNode(WISH))?.id;
const onProbation = async () =>
  (await registry().nodes()).filter((node) => node.onProbation).map(({ id }) => id);
const unreachable = () => logged.filter(({ event }) => event === "node-unreachable");
const all: Says = () => 12.5;
const except =
  (dead: string): Says =>
  (_prober, target) =>
    target === dead ? null : 12.5;

let probes: Map<NodeId, Probe>;
let nodes: MediaNode[];

beforeEach(async () => {
  // A round begins.
  vi.setSystemTime(Math.ceil(Date.now() / ROUND_MS) * ROUND_MS);
  probes = new Map();
  nodes = [];
  for (const id of ["node-a", "node-b", "node-c"] as const) nodes.push(await register(id));
});

async function register(id: NodeId, region = "test", position?: Position): Promise<MediaNode> {
  const { id: usernameFragment, iceParameters, iceCandidates, dtlsParameters } = transport();
  const probe = { iceParameters: { ...iceParameters, usernameFragment }, iceCandidates, dtlsParameters };
  probes.set(id, probe);
  return MediaNode.register(id, { probe, region, ...(position && { position }) });
}

/** Everybody beats, and has been heard. */
async function beat(): Promise<void> {
  for (const node of nodes) node.beat();
  const now = Date.now();
  await eventually(async () => (await registry().nodes()).every(({ beatAt }) => beatAt === now));
}

/** Everybody is asked for the first time, and says nothing. */
async function begin(): Promise<void> {
  await beat();
  for (const { served } of nodes) await served.take("probe");
}

/** Everybody is asked about another node, and answers. Their beats are closer to each other than a lease is long. */
async function round(says: Says): Promise<void> {
  for (const _half of [1, 2]) {
    vi.setSystemTime(Date.now() + ROUND_MS / 2);
    await beat();
  }
  for (const node of nodes) {
    const { nodeId, probe } = await node.served.take("probe");
    expect(probe).toEqual(probes.get(nodeId as NodeId));
    const roundTripMs = says(node.id, nodeId);
    if (roundTripMs !== undefined) node.probed(nodeId, roundTripMs);
  }
  await beat();
}

async function rounds(count: number, says: Says): Promise<void> {
  for (let times = 1; times <= count; times += 1) await round(says);
}

test("a node that two others do not reach is taken only where there is no other, until it was reached for a while", async () => {
  await begin();
  await rounds(2, all);
  expect(await onProbation()).toEqual([]);
  expect(await chosen()).toBe("node-a");
  await rounds(3, except("node-a"));
  expect(await onProbation()).toEqual(["node-a"]);
  expect(await chosen()).toBe("node-b");
  await rounds(3, except("node-a"));
  expect(unreachable()).toEqual([expect.objectContaining({ nodeId: "node-a" })]);
  await rounds(2, all);
  expect(await onProbation()).toEqual(["node-a"]);
  await rounds(6, all);
  expect(await onProbation()).toEqual([]);
  expect(await chosen()).toBe("node-a");
});

test("a region whose only node others do not reach wants another one, and its operator sees it in the metrics", async () => {
  nodes[0] = await register("node-a", "alone");
  const { fleetToken } = inject("surroundings");
  const told = async (path: string) =>
    (await new Guest().fetch(path, { headers: { Authorization: `Bearer ${fleetToken}` } })).text();
  const alone = async () =>
    v
      .parse(fleetWantedSchema, JSON.parse(await told(PATHS.fleetWanted)))
      .regions.find(({ region }) => region === "alone");
  await begin();
  await rounds(2, all);
  expect(await alone()).toMatchObject({ nodes: 1, wanted: 1 });
  expect(await told(PATHS.fleetMetrics)).toContain('nearcast_fleet_nodes_failing{region="alone"} 0\n');
  await rounds(3, except("node-a"));
  expect(await alone()).toMatchObject({ nodes: 0, wanted: 1, reason: "grows" });
  const metrics = await told(PATHS.fleetMetrics);
  expect(metrics).toContain('nearcast_fleet_nodes_failing{region="alone"} 1\n');
  expect(metrics).toContain('nearcast_fleet_nodes_failing{region="test"} 0\n');
});

test("one node alone takes out nobody, whomever it says that it does not reach", async () => {
  await begin();
  await rounds(5, (prober) => (prober === "node-b" ? null : 12.5));
  await rounds(5, (prober, target) => (prober === "node-b" && target === "node-a" ? null : 12.5));
  expect(await onProbation()).toEqual([]);
  expect(unreachable()).toEqual([]);
});

test("who says nothing is no witness", async () => {
  await begin();
  await rounds(6, (prober, target) => {
    if (target !== "node-a") return 12.5;
    return prober === "node-b" ? null : undefined;
  });
  expect(await onProbation()).toEqual([]);
});

test("a node whose worker was made anew begins anew", async () => {
  await begin();
  await rounds(2, except("node-a"));
  expect(await onProbation()).toEqual([]);
  nodes[0] = await register("node-a");
  await round(except("node-a"));
  expect(await onProbation()).toEqual([]);
  await rounds(2, except("node-a"));
  expect(await onProbation()).toEqual(["node-a"]);
});

test("an answer that nobody asked for is refused and counted, and says nothing", async () => {
  const [a, b] = nodes;
  if (!a || !b) throw new Error("no nodes");
  const refused = async () => (await registry().nodes()).map(({ refusals }) => refusals);
  // They have registered, and nobody has beaten.
  for (const node of [a, b]) node.probed("node-c", null);
  await eventually(async () => (await refused()).join() === "1,1,0");
  const { error } = await a.served.take("fault");
  expect(error).toMatchObject({ code: "bad_message" });
  await beat();
  const { nodeId } = await a.served.take("probe");
  for (const other of ["node-a", "nowhere", "node-b", "node-c"]) if (other !== nodeId) a.probed(other, null);
  a.probed(nodeId, 3);
  a.probed(nodeId, 3);
  await eventually(async () => (await refused()).join() === "5,1,0");
  a.probed(nodeId, -1);
  await eventually(async () => (await refused()).join() === "6,1,0");
  expect(await onProbation()).toEqual([]);
  expect(logged).toContainEqual(
    expect.objectContaining({ reason: "bad-message", detail: expect.stringContaining("Nobody asked") }),
  );
});

test("whom a node fails that others do not reach either gets another one at once; the others stay", async () => {
  await begin();
  await rounds(2, all);
  const room = await Room.open();
  const [page, colleague] = [await room.join(), await room.join()];
  const [failing, other] = nodes;
  if (!failing || !other) throw new Error("no nodes");
  const link = await failing.link(room.id);
  // Who complains has it told to serve the room once more.
  failing.stopDialling();
  await rounds(3, except("node-a"));
  const before = link.participants.size;
  await page.ask({ type: "restart-ice", direction: "receive" });
  const unreachableAt = () =>
    room.storage(({ kv }) => kv.get<{ unreachableAt?: number }>("node/node-a")?.unreachableAt);
  await eventually(async () => (await unreachableAt()) === Date.now());
  await page.ask({ type: "renew-media", ...CAPABILITIES });
  const { epoch } = await other.link(room.id);
  expect((await page.inbox.take("offer")).epoch).toBe(epoch);
  expect([before, ...link.participants.keys()]).toEqual([2, colleague.id]);
  expect(colleague.inbox.waiting.map(({ type }) => type)).not.toContain("offer");
  expect(logged.filter(({ event }) => event === "node-reported")).toEqual([]);
});

test("a node that is alone in its area is probed from the nearest area that has one, and is found as well", async () => {
  MediaNode.endAll();
  await eventually(async () => (await registry().nodes()).length === 0);
  const lone = await register("node-a", "test", { latitude: 39, longitude: -77.5 });
  const far = await register("node-b", "test", { latitude: 50.1, longitude: 8.7 });
  const europe = registryOf(env, "weur");
  const isOnProbation = async () => (await registry().nodes())[0]?.onProbation;
  let answers: { node: MediaNode; about: string }[] = [];
  /** Time passes, and who is asked answers, until it is so. */
  async function passUntil(says: Says, isSo: () => Promise<boolean>): Promise<void> {
    answers = [];
    for (let halves = 0; !(await isSo()); halves += 1) {
      if (halves > 60) throw new Error("it has not come to that");
      vi.setSystemTime(Date.now() + ROUND_MS / 2);
      const now = Date.now();
      for (const node of [lone, far]) node.beat();
      await eventually(async () => {
        const all = [...(await registry().nodes()), ...(await europe.nodes())];
        return all.length === 2 && all.every(({ beatAt }) => beatAt === now);
      });
      for (const node of [lone, far])
        while (node.served.waiting.some(({ type }) => type === "probe")) {
          const { nodeId, probe } = await node.served.take("probe");
          expect(probe).toEqual(probes.get(nodeId as NodeId));
          answers.push({ node, about: nodeId });
          node.probed(nodeId, says(node.id, nodeId) ?? null);
        }
    }
  }
  const aboutLone = () => answers.filter(({ about }) => about === "node-a");
  await passUntil(all, async () => aboutLone().length >= 3);
  expect(aboutLone().every(({ node }) => node === far)).toBe(true);
  expect(await isOnProbation()).toBe(false);
  await passUntil(except("node-a"), async () => (await isOnProbation()) === true);
  expect(aboutLone().length).toBeGreaterThanOrEqual(3);
  expect(unreachable()).toEqual([expect.objectContaining({ nodeId: "node-a" })]);
  expect((await europe.nodes()).map(({ refusals, onProbation: isNew }) => [refusals, isNew])).toEqual([
    [0, false],
  ]);
  await passUntil(all, async () => (await isOnProbation()) === false);
});
