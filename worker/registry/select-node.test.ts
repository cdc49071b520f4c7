import { describe, expect, test } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import type { Position } from "../../protocol/position.ts";
import { type Criteria, compareRanked, type NodeRecord, rankNodes } from "./select-node.ts";

const NOW = 1_800_000_000_000;
const VERSION = 1;
const FRANKFURT = { latitude: 50.11, longitude: 8.68 };
const PARIS = { latitude: 48.86, longitude: 2.35 };
const MILAN = { latitude: 45.46, longitude: 9.19 };
const MADRID = { latitude: 40.42, longitude: -3.7 };
const VIRGINIA = { latitude: 39.04, longitude: -77.49 };
const TOKYO = { latitude: 35.69, longitude: 139.69 };

const load = (cpu: number, consumers = 0, rooms = 0) => ({ load: { cpu, consumers, people: 0, rooms } });

function node(id: string, different: Partial<NodeRecord> = {}): NodeRecord {
  return {
    id,
    region: "test",
    position: null,
    version: VERSION,
    families: ["ipv4"],
    capacity: 500,
    draining: false,
    onProbation: false,
    beatAt: NOW,
    ...load(0),
    ...different,
  };
}

function rank(nodes: NodeRecord[], criteria: Partial<Criteria> = {}) {
  return rankNodes(nodes, {
    positions: [],
    roundTrips: {},
    used: [],
    regions: null,
    avoid: [],
    version: VERSION,
    now: NOW,
    ...criteria,
  });
}

const order = (...args: Parameters<typeof rank>) => rank(...args).map(({ id }) => id);
const near = (...positions: Position[]) => ({ positions });

describe("a node is fit", () => {
  test("while its lease lasts", () => {
    expect(order([node("a", { beatAt: NOW - TIMES.nodeLeaseMs })])).toEqual(["a"]);
    expect(order([node("a", { beatAt: NOW - TIMES.nodeLeaseMs - 1 })])).toEqual([]);
  });
  test("unless it is draining", () => expect(order([node("a", { draining: true })])).toEqual([]));
  test("unless it speaks another version", () => {
    expect(order([node("a", { version: VERSION + 1 }), node("b", { version: VERSION - 1 })])).toEqual([]);
  });
  test("unless it has no family of addresses in common with a node that the room uses", () => {
    const [old, both, young] = [
      node("old", { families: ["ipv4"] }),
      node("both", { families: ["ipv4", "ipv6"] }),
      node("young", { families: ["ipv6"] }),
    ];
    const all = [old, both, young];
    expect(order(all).sort()).toEqual(["both", "old", "young"]);
    expect(order(all, { used: [old] })).toEqual(["old", "both"]);
    expect(order(all, { used: [young] })).toEqual(["young", "both"]);
    expect(order(all, { used: [both] }).sort()).toEqual(["both", "old", "young"]);
    // It would reach the one, and not the other.
    expect(order([young], { used: [both, old] })).toEqual([]);
    // The room is on it: whoever comes may be, too.
    expect(order(all, { used: [old, young] })).toEqual(["both"]);
  });
  test("unless it is full of consumers, or its processor is", () => {
    expect(order([node("a", load(0, 500)), node("b", load(0, 501)), node("c", load(0, 499))])).toEqual(["c"]);
    expect(order([node("a", load(0.9)), node("b", load(1)), node("c", load(0.89))])).toEqual(["c"]);
  });
  test("unless the room may not be in its region", () => {
    const nodes = [node("a", { region: "eu-central" }), node("b", { region: "us-east" })];
    expect(order(nodes, { regions: ["us-east", "us-west"] })).toEqual(["b"]);
    expect(order(nodes, { regions: [] })).toEqual([]);
  });
  test("and where there is none, none is chosen", () => expect(order([])).toEqual([]));
});

describe("the nearest comes first", () => {
  const frankfurt = node("frankfurt", { position: FRANKFURT });
  const virginia = node("virginia", { position: VIRGINIA });
  const tokyo = node("tokyo", { position: TOKYO });
  const nowhere = node("nowhere");

  test("by distance, and it is said that it was that", () => {
    const ranked = rank([tokyo, nowhere, virginia, frankfurt], near(PARIS));
    expect(ranked.map(({ id, basis }) => `${id} by ${basis}`)).toEqual([
      "frankfurt by distance",
      "virginia by distance",
      "tokyo by distance",
      "nowhere by distance",
    ]);
    // Paris and Virginia are some 80 ms apart.
    expect(ranked[1]?.roundTripMs).toBeGreaterThan(80);
    expect(ranked[1]?.roundTripMs).toBeLessThan(110);
  });

  test("by what was measured, whatever the distance", () => {
    const ranked = rank([frankfurt, virginia], {
      ...near(PARIS),
      roundTrips: { frankfurt: 140, virginia: 80 },
    });
    expect(ranked.map(({ id, basis }) => `${id} by ${basis}`)).toEqual([
      "virginia by round-trip",
      "frankfurt by round-trip",
    ]);
  });

  test("by what was measured of some, and by the distance of the others", () => {
    expect(order([frankfurt, virginia, tokyo], { ...near(PARIS), roundTrips: { tokyo: 5 } })).toEqual([
      "tokyo",
      "frankfurt",
      "virginia",
    ]);
  });

  test("for several people, to all of them together", () => {
    expect(order([frankfurt, virginia], near(PARIS, VIRGINIA, VIRGINIA))).toEqual(["virginia", "frankfurt"]);
    expect(order([frankfurt, virginia], near(PARIS, MILAN, VIRGINIA))).toEqual(["frankfurt", "virginia"]);
  });

  test("unless it has just failed: then where there is no other", () => {
    expect(order([frankfurt, virginia], { ...near(PARIS), avoid: ["frankfurt"] })).toEqual([
      "virginia",
      "frankfurt",
    ]);
    // That one has yet to prove itself is less than that the other has just failed.
    expect(
      order([frankfurt, { ...virginia, onProbation: true }], { ...near(PARIS), avoid: ["frankfurt"] }),
    ).toEqual(["virginia", "frankfurt"]);
    expect(order([frankfurt], { ...near(PARIS), avoid: ["frankfurt"] })).toEqual(["frankfurt"]);
    const back = { ...frankfurt, onProbation: true };
    expect(order([back, virginia], near(PARIS))).toEqual(["virginia", "frankfurt"]);
  });

  test("unless the room uses one already, and it is not much nearer", () => {
    const paris = node("paris", { position: PARIS });
    expect(order([frankfurt, paris], { ...near(PARIS), used: [frankfurt] })).toEqual(["frankfurt", "paris"]);
    expect(order([virginia, paris], { ...near(PARIS), used: [virginia] })).toEqual(["paris", "virginia"]);
  });
});

describe("load against distance", () => {
  const madrid = node("madrid", { position: MADRID });
  const at = (cpu: number, consumers = 0) =>
    node("frankfurt", { position: FRANKFURT, ...load(cpu, consumers) });

  test("up to half of its capacity a node keeps its place", () => {
    expect(order([madrid, at(0.44, 250)], near(FRANKFURT))).toEqual(["frankfurt", "madrid"]);
  });
  test("a nearly full one leaves it to an empty one on the same continent, by processor or by consumers", () => {
    expect(order([madrid, at(0.88)], near(FRANKFURT))).toEqual(["madrid", "frankfurt"]);
    expect(order([madrid, at(0, 490)], near(FRANKFURT))).toEqual(["madrid", "frankfurt"]);
  });
  test("but not to one across an ocean", () => {
    const virginia = node("virginia", { position: VIRGINIA });
    expect(order([virginia, at(0.88, 490)], near(FRANKFURT))).toEqual(["frankfurt", "virginia"]);
  });
});

describe("of equally near nodes", () => {
  test("the least busy is chosen", () => {
    expect(order([node("a", load(0.8)), node("b", load(0.2)), node("c", load(0.5))])).toEqual([
      "b",
      "c",
      "a",
    ]);
  });
  test("in the same place, too", () => {
    const here = { position: FRANKFURT };
    expect(order([node("a", { ...here, ...load(0.3) }), node("b", here)], near(PARIS))).toEqual(["b", "a"]);
  });
  test("small differences of the processor do not decide", () => {
    expect(order([node("a", load(0.19, 50)), node("b", load(0.22, 10))])).toEqual(["b", "a"]);
  });
  test("nor of measurements", () => {
    const roundTrips = { a: 11.7, b: 12.4 };
    expect(order([node("a", load(0.5)), node("b")], { roundTrips })).toEqual(["b", "a"]);
  });
  test("consumers come before rooms, and rooms before names", () => {
    expect(order([node("a", load(0, 2, 1)), node("b", load(0, 1, 9))])).toEqual(["b", "a"]);
    expect(order([node("a", load(0, 1, 2)), node("b", load(0, 1, 1))])).toEqual(["b", "a"]);
    expect(order([node("b"), node("a")])).toEqual(["a", "b"]);
  });
});

test("lists that were ranked apart are merged as if they had been ranked together", () => {
  const [a, b, c, d] = [FRANKFURT, PARIS, MILAN, TOKYO].map((position, index) =>
    node(`n${index}`, { position, ...load(index / 5) }),
  ) as [NodeRecord, NodeRecord, NodeRecord, NodeRecord];
  const apart = [...rank([d, a], near(MADRID)), ...rank([c, b], near(MADRID))].sort(compareRanked);
  expect(apart).toEqual(rank([a, b, c, d], near(MADRID)));
});

test("the list is left as it was", () => {
  const nodes = [node("b"), node("a")];
  rank(nodes);
  expect(nodes.map(({ id }) => id)).toEqual(["b", "a"]);
});
