import { describe, expect, test } from "vitest";
import { TIMES } from "../../protocol/limits.ts";
import type { Position } from "../../protocol/position.ts";
import { areaOf, areasFor } from "./areas.ts";
import { distanceKm } from "./geography.ts";
import { isEnough, type NodeRecord, rankNodes } from "./select-node.ts";
import { CITIES } from "./testing/cities.ts";
import { CLOUD_REGIONS } from "./testing/cloud-regions.ts";

const NOW = 1_800_000_000_000;
const VERSION = 7;

const cities = CITIES.map(([name, latitude, longitude]) => ({ name, position: { latitude, longitude } }));
const nodes = CLOUD_REGIONS.map(([region, latitude, longitude]) => ({
  id: `${region}-1`,
  region,
  position: { latitude, longitude },
  version: VERSION,
  families: ["ipv4" as const],
  capacity: 2_000,
  load: { rooms: 0, people: 0, consumers: 0, cpu: 0 },
  draining: false,
  onProbation: false,
  beatAt: NOW,
})) satisfies NodeRecord[];

function choose(from: readonly NodeRecord[], position: Position, regions: readonly string[] | null = null) {
  const criteria = { positions: [position], roundTrips: {}, used: [], avoid: [], version: VERSION, now: NOW };
  return rankNodes(from, { ...criteria, regions })[0];
}

function nearestTo(position: Position, from: readonly NodeRecord[]): string | undefined {
  const far = (node: NodeRecord) => distanceKm(node.position ?? position, position);
  return from.toSorted((a, b) => far(a) - far(b))[0]?.id;
}

test("for at least 99 of 100 cities the nearest of idle nodes is chosen", () => {
  expect(cities.length).toBeGreaterThanOrEqual(200);
  const others = cities.filter(({ position }) => choose(nodes, position)?.id !== nearestTo(position, nodes));
  expect(others.length / cities.length, others.map(({ name }) => name).join(", ")).toBeLessThanOrEqual(0.01);
});

/** As a room asks: the nearest areas, and the others where those have nothing near. */
function chooseByAreas(from: readonly NodeRecord[], position: Position): string | undefined {
  const { nearest } = areasFor([position]);
  const criteria = { positions: [position], roundTrips: {}, used: [], avoid: [], version: VERSION, now: NOW };
  const near = rankNodes(
    from.filter((node) => nearest.includes(areaOf(node.position))),
    { ...criteria, regions: null },
  );
  return isEnough(near) ? near[0]?.id : choose(from, position)?.id;
}

test("nor does it matter that only some areas are asked, in a large fleet or in a small one", () => {
  const three = nodes.filter(({ region }) =>
    ["eu-central-1", "us-east-1", "ap-southeast-1"].includes(region),
  );
  for (const fleet of [nodes, three]) {
    const others = cities.filter(
      ({ position }) => chooseByAreas(fleet, position) !== nearestTo(position, fleet),
    );
    expect(others.length / cities.length, others.map(({ name }) => name).join(", ")).toBeLessThanOrEqual(
      0.01,
    );
  }
});

test.for([
  ["Berlin", "eu-central-1"],
  ["Nairobi", "me-south-1"],
  ["Honolulu", "us-west-1"],
  ["Perth", "ap-southeast-4"],
  ["Suva", "ap-southeast-6"],
  ["Reykjavik", "eu-west-1"],
  ["Lima", "sa-east-1"],
] as const)("%s is served from %s", ([city, region]) => {
  const position = cities.find(({ name }) => name === city)?.position;
  expect(position && choose(nodes, position)?.region).toBe(region);
});

describe("whatever state the nodes are in, never is one chosen that", () => {
  /** Numbers from 0 to 1, the same each time (the "minimal standard" generator of Park and Miller, 1988). */
  let state = 20_261_127;
  function random(): number {
    state = (state * 48_271) % 0x7fff_ffff;
    return state / 0x7fff_ffff;
  }
  const sometimes = (chance: number) => random() < chance;

  const faults = {
    "is draining": (node: NodeRecord) => ({ ...node, draining: true }),
    "has no capacity left": (node: NodeRecord) => ({
      ...node,
      load: { ...node.load, consumers: node.capacity },
    }),
    "has no processor left": (node: NodeRecord) => ({ ...node, load: { ...node.load, cpu: 0.95 } }),
    "has not beaten within its lease": (node: NodeRecord) => ({
      ...node,
      beatAt: NOW - TIMES.nodeLeaseMs - 1 - Math.round(random() * 60_000),
    }),
    "speaks another version": (node: NodeRecord) => ({
      ...node,
      version: VERSION + (sometimes(0.5) ? 1 : -1),
    }),
  } satisfies Record<string, (node: NodeRecord) => NodeRecord>;

  /** Every node with some load, and a third of them with the fault. */
  function fleet(fault: (node: NodeRecord) => NodeRecord): { all: NodeRecord[]; unfit: Set<string> } {
    const unfit = new Set<string>();
    const all = nodes.map((node) => {
      const load = { rooms: 5, people: 9, consumers: Math.round(random() * 1_999), cpu: random() * 0.89 };
      if (!sometimes(1 / 3)) return { ...node, load };
      unfit.add(node.id);
      return fault({ ...node, load });
    });
    return { all, unfit };
  }

  test.for(Object.entries(faults))("%s", ([, fault]) => {
    let met = 0;
    for (const { name, position } of cities) {
      const { all, unfit } = fleet(fault);
      const choice = choose(all, position);
      expect(choice, name).toBeDefined();
      expect(unfit.has(choice?.id ?? ""), `${choice?.id} for ${name}`).toBe(false);
      if (unfit.has(nearestTo(position, all) ?? "")) met += 1;
    }
    // The fault was in the way often enough.
    expect(met).toBeGreaterThan(cities.length / 6);
  });

  test("is outside of the regions that the room is bound to", () => {
    const europe = nodes.map(({ region }) => region).filter((region) => region.startsWith("eu-"));
    for (const { name, position } of cities) {
      expect(europe, name).toContain(choose(nodes, position, europe)?.region);
    }
    expect(choose(nodes, cities[0]?.position ?? { latitude: 1, longitude: 1 }, ["nowhere"])).toBeUndefined();
  });
});
