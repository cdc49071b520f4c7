import { describe, expect, test } from "vitest";
import type { FleetNode, FleetRegion } from "../../protocol/fleet.ts";
import { planFleet } from "./plan-fleet.ts";
import { planReplacement } from "./plan-replacement.ts";
import { fleetNode } from "./testing/fleet-node.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const LONG_AGO = NOW - 24 * 60 * MINUTE;

interface Region {
  readonly machines: readonly number[];
  readonly outdated: readonly number[];
  readonly heard: readonly FleetNode[];
  readonly wanted: number;
  readonly most?: number;
  readonly made?: Readonly<Record<number, number>>;
  readonly told?: Partial<FleetRegion>;
  readonly silent?: readonly string[];
}

const loaded = (number: number, people: number, different: Partial<FleetNode> = {}): FleetNode =>
  fleetNode(number, { load: { rooms: 1, people, consumers: 0, cpu: 0 }, ...different });

/** Regions by their names; `heard` are named as the region `eu` has them. */
function plan(regions: Record<string, Region>, now = NOW) {
  const made = new Map(
    Object.entries(regions).map(([region, { machines, outdated, most = 10, made = {} }]) => {
      const times = machines.map((number) => [number, made[number] ?? LONG_AGO] as const);
      return [region, { machines: new Map(times), outdated, most }] as const;
    }),
  );
  const silentAreas = Object.values(regions).flatMap(({ silent = [] }) => silent);
  const nodes = Object.entries(regions).flatMap(([region, { heard }]) =>
    heard.map((node) => ({ ...node, region, id: node.id.replace("eu", region) })),
  );
  const told = Object.entries(regions).map(([region, { heard, wanted, told: different }]) => ({
    ...{ region, draining: 0, wanted, busy: 1, trendPerMinute: 0, reason: "steady" as const },
    ...{ nodes: heard.filter(({ draining }) => !draining).length, drain: [], ended: [] },
    ...different,
  }));
  const wanted = { regions: told, silentAreas };
  const fleet = { nodes, silentAreas };
  const { plans, replacement } = planReplacement(planFleet(made, wanted, fleet, now), made, wanted, fleet);
  return { plan: plans[0], plans, replacement };
}

const [one, two, three] = [fleetNode(1), fleetNode(2), fleetNode(3)];

test("where nothing is outdated, nothing is replaced", () => {
  const { plan: planned, replacement } = plan({
    eu: { machines: [1], outdated: [], heard: [one], wanted: 1 },
  });
  expect([planned?.numbers, replacement]).toEqual([[1], null]);
});

test("another one is made beside the outdated ones", () => {
  const { plan: planned, replacement } = plan({
    eu: { machines: [1, 2], outdated: [1, 2], heard: [one, two], wanted: 2 },
  });
  expect(planned).toMatchObject({ numbers: [1, 2, 3], added: [3], drain: [], removed: [] });
  expect(replacement).toEqual({ region: "eu", outdated: ["eu-1", "eu-2"], waits: null });
});

test("and no further one while that starts", () => {
  const made = { 3: NOW - MINUTE };
  expect(
    plan({ eu: { machines: [1, 2, 3], outdated: [1, 2], heard: [one, two], wanted: 2, made } }).plan,
  ).toMatchObject({ numbers: [1, 2, 3], added: [], drain: [] });
});

test("when it is there, the emptiest outdated one drains, and not the new one that the edge names", () => {
  const heard = [loaded(1, 9), loaded(2, 5), loaded(3, 0)];
  const told: Partial<FleetRegion> = { reason: "shrinks", drain: ["eu-3"] };
  expect(plan({ eu: { machines: [1, 2, 3], outdated: [1, 2], heard, wanted: 2, told } }).plan).toMatchObject({
    drain: ["eu-2"],
    numbers: [1, 2, 3],
  });
});

test("while that drains, and until its machine is taken away, nothing else begins", () => {
  const draining = [one, { ...two, draining: true }, three];
  const region = { machines: [1, 2, 3], outdated: [1, 2], wanted: 2 };
  expect(plan({ eu: { ...region, heard: draining } }).plan).toMatchObject({ added: [], drain: [] });
  const ended = [{ id: "eu-2", at: NOW - MINUTE }];
  expect(plan({ eu: { ...region, heard: [one, three], told: { ended } } }).plan).toMatchObject({
    ...{ added: [], drain: [], removed: [], numbers: [1, 2, 3] },
  });
});

test("of a large region a tenth is replaced at a time", () => {
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  const heard = numbers.map((number) => fleetNode(number));
  expect(
    plan({ eu: { machines: numbers, outdated: numbers, heard, wanted: 20, most: 30 } }).plan?.added,
  ).toEqual([21, 22]);
});

test("what it may not have is said", () => {
  expect(plan({ eu: { machines: [1], outdated: [1], heard: [one], wanted: 1, most: 1 } }).plan).toMatchObject(
    { added: [], beyond: 1 },
  );
});

test("regions take turns", () => {
  const region = { machines: [1], outdated: [1], heard: [one], wanted: 1 };
  const { plans, replacement } = plan({ ap: { ...region, outdated: [] }, eu: region, us: region });
  expect(plans.map(({ added }) => added)).toEqual([[], [2], []]);
  expect(replacement?.region).toBe("eu");
});

describe("it waits", () => {
  const region = { machines: [1, 2], outdated: [1], heard: [one, two], wanted: 2 };
  test("where nobody knows whether fewer are enough", () => {
    const { plan: planned, replacement } = plan({ eu: { ...region, told: { reason: "no-history" } } });
    expect([planned?.added, replacement?.waits]).toEqual([[], "unknown"]);
    expect(plan({ eu: { ...region, silent: ["me"] } }).replacement?.waits).toBe("unknown");
  });
  test("where nodes speak several versions, of which only one is counted", () => {
    const heard = [one, fleetNode(2, { version: 2 })];
    const { plan: planned, replacement } = plan({ eu: { ...region, heard, told: { nodes: 1, wanted: 1 } } });
    expect([planned?.added, replacement?.waits]).toEqual([[], "versions"]);
  });
  test("where one is not heard of, which may be a new one", () => {
    const { plan: planned, replacement } = plan({ eu: { ...region, machines: [1, 2, 3] } });
    expect([planned?.added, replacement?.waits]).toEqual([[], "lost"]);
  });
});

test("run after run, all are replaced, and the region never has fewer than it wants", () => {
  let machines = new Map([1, 2, 3].map((number) => [number, LONG_AGO]));
  let draining = new Map<number, number>();
  const sizes: number[] = [];
  const isOutdated = (number: number) => machines.get(number) === LONG_AGO;
  for (let now = NOW; now < NOW + 3 * 60 * MINUTE; now += 5 * MINUTE) {
    const numbers = [...machines.keys()];
    const ended = [...draining].filter(([, at]) => at < now);
    const heard = numbers
      .filter((number) => now - (machines.get(number) ?? 0) > 3 * MINUTE)
      .filter((number) => !ended.some(([other]) => other === number))
      .map((number) => fleetNode(number, { draining: draining.has(number) }));
    sizes.push(heard.filter(({ draining }) => !draining).length);
    const next = plan(
      {
        eu: {
          ...{ machines: numbers, outdated: numbers.filter(isOutdated), heard, wanted: 3, most: 4 },
          made: Object.fromEntries(machines),
          told: { ended: ended.map(([number, at]) => ({ id: `eu-${number}`, at })) },
        },
      },
      now,
    ).plan;
    for (const id of next?.drain ?? []) draining.set(Number(id.slice(3)), now + MINUTE);
    machines = new Map(next?.numbers.map((number) => [number, machines.get(number) ?? now]));
    draining = new Map([...draining].filter(([number]) => machines.has(number)));
  }
  expect([...machines.keys()].some(isOutdated)).toBe(false);
  expect(machines.size).toBe(3);
  expect(Math.min(...sizes)).toBe(3);
  expect(Math.max(...sizes)).toBe(4);
});
