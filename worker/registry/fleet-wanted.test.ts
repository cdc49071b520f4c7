import { describe, expect, test } from "vitest";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import { REFUSAL_REASONS } from "../refusal-reasons.ts";
import { fleetMetrics } from "./fleet-metrics.ts";
import { failingIn, regionsOf } from "./fleet-wanted.ts";
import { SAMPLE_MS } from "./load-history.ts";
import type { AreaLoad } from "./RegistryObject.ts";
import { Refusals } from "./refusals.ts";
import { HOLD_MS } from "./wanted-nodes.ts";

const NOW = 1_800_000_000_000;
const POLICY = { minimum: 1, target: 0.6 };

const NO_REFUSALS = new Refusals({ get: () => undefined, put: () => {} }).byReason();

const node = (id: string, different: Partial<AreaLoad["nodes"][number]> = {}): AreaLoad["nodes"][number] => ({
  id,
  region: "eu",
  position: null,
  addresses: [],
  version: PROTOCOL_VERSION,
  capacity: 500,
  load: { rooms: 0, people: 0, consumers: 0, cpu: 0 },
  draining: false,
  onProbation: false,
  registeredAt: NOW,
  beatAt: NOW,
  refusals: 0,
  ...different,
});
const history = (used: number, begin = NOW - HOLD_MS) => {
  const count = Math.floor((NOW - begin) / SAMPLE_MS) + 1;
  return Array.from({ length: count }, (_, index) => ({ at: begin + index * SAMPLE_MS, used }));
};
const area = (different: Partial<AreaLoad>): AreaLoad => ({
  nodes: [],
  failing: new Set(),
  refusals: NO_REFUSALS,
  samples: new Map(),
  ended: [],
  ...different,
});
const eu = (...areas: AreaLoad[]) => regionsOf(areas, POLICY, NOW)[0];

test("what is in use is told in nodes of the region's own size, and draining ones are not counted on", () => {
  const nodes = [node("a"), node("b", { capacity: 1_500 }), node("c", { capacity: 1_000, draining: true })];
  expect(eu(area({ nodes, samples: new Map([["eu", history(1_200)]]) }))).toMatchObject({
    region: "eu",
    nodes: 2,
    draining: 1,
    busy: 1.2,
    wanted: 2,
    reason: "steady",
    drain: [],
  });
});

test("a node that is not heard any more takes no rooms, nor one that speaks another version", () => {
  const nodes = [
    node("a"),
    node("b", { beatAt: NOW - 60_000 }),
    node("c", { version: PROTOCOL_VERSION - 1 }),
  ];
  expect(eu(area({ nodes, samples: new Map([["eu", history(100)]]) }))).toMatchObject({
    nodes: 1,
    wanted: 1,
  });
});

describe("a node that beats while its media is dead", () => {
  test("is not counted on: where it is the only one of its region, another one is wanted", () => {
    const areas = [
      area({ nodes: [node("a")], failing: new Set(["a"]), samples: new Map([["eu", history(0)]]) }),
    ];
    expect(regionsOf(areas, POLICY, NOW)).toMatchObject([
      { region: "eu", nodes: 0, draining: 0, wanted: 1, reason: "grows", drain: [] },
    ]);
    expect([...failingIn(areas, NOW)]).toEqual([["eu", 1]]);
  });
  test("is missed by what is in use, too", () => {
    const nodes = [node("a"), node("b")];
    const samples = new Map([["eu", history(600)]]);
    expect(eu(area({ nodes, samples }))).toMatchObject({ nodes: 2, wanted: 2, reason: "steady" });
    expect(eu(area({ nodes, failing: new Set(["b"]), samples }))).toMatchObject({
      nodes: 1,
      wanted: 2,
      reason: "grows",
    });
  });
  test("is one only where it would take rooms otherwise", () => {
    const nodes = [
      node("a", { draining: true }),
      node("b", { beatAt: NOW - 60_000 }),
      node("c", { version: PROTOCOL_VERSION - 1 }),
      node("d", { region: "us" }),
    ];
    const failing = new Set(["a", "b", "c"]);
    expect([...failingIn([area({ nodes, failing })], NOW)]).toEqual([
      ["eu", 0],
      ["us", 0],
    ]);
  });
});

test("a node that is only back from a loss is counted on", () => {
  expect(eu(area({ nodes: [node("a", { onProbation: true })] }))).toMatchObject({ nodes: 1, wanted: 1 });
});

test("where fewer are wanted it is the emptiest that drain", () => {
  const people = (count: number) => ({ load: { rooms: 1, people: count, consumers: count, cpu: 0 } });
  const nodes = [node("a", people(9)), node("b", people(2)), node("c", people(4))];
  expect(eu(area({ nodes, samples: new Map([["eu", history(15)]]) }))).toMatchObject({
    wanted: 2,
    reason: "shrinks",
    drain: ["b"],
  });
});

describe("a region in two areas", () => {
  test("is one", () => {
    const areas = ["a", "b"].map((id) =>
      area({ nodes: [node(id)], samples: new Map([["eu", history(450)]]) }),
    );
    expect(regionsOf(areas, POLICY, NOW)).toMatchObject([{ nodes: 2, busy: 1.8, wanted: 3 }]);
  });
  test("is not shrunk while one of them has forgotten how it was", () => {
    const nodes = Array.from({ length: 9 }, (_, index) => node(`n${index}`));
    const forgetful = area({ nodes: [node("x")], samples: new Map([["eu", history(1, NOW - 5 * 60_000)]]) });
    expect(eu(area({ nodes, samples: new Map([["eu", history(1)]]) }), forgetful)).toMatchObject({
      wanted: 10,
      reason: "no-history",
    });
  });
});

test("regions of which only the past is known are told, too", () => {
  const ended = [
    { id: "eu-2", region: "eu", at: NOW - 1 },
    { id: "us-1", region: "us", at: NOW - 1 },
  ];
  const told = regionsOf(
    [area({ samples: new Map([["sa", history(9)]]) }), area({ nodes: [node("eu-2")], ended })],
    POLICY,
    NOW,
  );
  expect(told).toMatchObject([
    { region: "eu", nodes: 1, ended: [] },
    { region: "sa", nodes: 0, wanted: 1, reason: "grows" },
    { region: "us", nodes: 0, wanted: 1, ended: [{ id: "us-1", at: NOW - 1 }] },
  ]);
});

test("what a node calls its region is a name and nothing else", () => {
  const nodes = [node("a", { region: "constructor" }), node("b", { region: 'x"} 1\n\\' })];
  const regions = regionsOf([area({ nodes }), area({})], POLICY, NOW);
  expect(regions.map(({ region, nodes: count }) => [region, count])).toEqual([
    ["constructor", 1],
    ['x"} 1\n\\', 1],
  ]);
  const metrics = fleetMetrics({
    wanted: { regions, silentAreas: [] },
    failing: failingIn([area({ nodes })], NOW),
    refusals: [],
  });
  for (const gauge of ["nearcast_fleet_nodes", "nearcast_fleet_nodes_failing"])
    expect(metrics).toContain(
      `${gauge}{region="x\\"} 1\\n\\\\"} ${Number(gauge === "nearcast_fleet_nodes")}\n`,
    );
});

test("Prometheus is told the same", () => {
  const regions = regionsOf(
    [area({ nodes: [node("a")], samples: new Map([["eu", history(400)]]) })],
    POLICY,
    NOW,
  );
  expect(
    fleetMetrics({
      wanted: { regions, silentAreas: ["me"] },
      failing: new Map([["eu", 2]]),
      refusals: [{ area: "weur", counts: { ...NO_REFUSALS, "used-token": 3 } }],
    }),
  ).toBe(`# HELP nearcast_fleet_nodes Media nodes that take rooms.
# TYPE nearcast_fleet_nodes gauge
nearcast_fleet_nodes{region="eu"} 1
# HELP nearcast_fleet_nodes_wanted Media nodes that the region wants.
# TYPE nearcast_fleet_nodes_wanted gauge
nearcast_fleet_nodes_wanted{region="eu"} 2
# HELP nearcast_fleet_busy_ratio How much of the nodes that take rooms is in use, with what draining nodes still carry.
# TYPE nearcast_fleet_busy_ratio gauge
nearcast_fleet_busy_ratio{region="eu"} 0.8
# HELP nearcast_fleet_nodes_failing Media nodes that beat, and whose media other nodes do not reach or several rooms complain of.
# TYPE nearcast_fleet_nodes_failing gauge
nearcast_fleet_nodes_failing{region="eu"} 2
# HELP nearcast_fleet_silent_areas Areas whose registry did not answer.
# TYPE nearcast_fleet_silent_areas gauge
nearcast_fleet_silent_areas 1
# HELP nearcast_node_refusals_total How often a node was refused, or somebody who said that they were one.
# TYPE nearcast_node_refusals_total counter
${REFUSAL_REASONS.map((reason) => `nearcast_node_refusals_total{reason="${reason}",area="weur"} ${reason === "used-token" ? 3 : 0}`).join("\n")}
`);
});
