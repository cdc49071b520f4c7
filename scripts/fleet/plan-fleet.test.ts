import { describe, expect, test } from "vitest";
import type { FleetNode, FleetRegion } from "../../protocol/fleet.ts";
import { planFleet } from "./plan-fleet.ts";
import { fleetNode } from "./testing/fleet-node.ts";

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const LONG_AGO = NOW - 24 * 60 * MINUTE;

const node = (number: number, draining = false): FleetNode =>
  fleetNode(number, { draining, registeredAt: LONG_AGO, beatAt: NOW });
const told = (wanted: number, different: Partial<FleetRegion> = {}): FleetRegion => ({
  region: "eu",
  nodes: 0,
  draining: 0,
  wanted,
  busy: 1,
  trendPerMinute: 0,
  reason: "steady",
  drain: [],
  ended: [],
  ...different,
});

/** Plans a region of these machines, made long ago unless `made` says when; `heard` are the nodes that the edge has. */
function plan(
  numbers: number[],
  heard: FleetNode[],
  region: FleetRegion | null,
  {
    most = 10,
    made = {},
    silent = [],
  }: { most?: number; made?: Record<number, number>; silent?: string[] } = {},
) {
  const machines = new Map(numbers.map((number) => [number, made[number] ?? LONG_AGO]));
  const ready = heard.filter(({ draining }) => !draining).length;
  const wanted = { regions: region ? [{ ...region, nodes: ready }] : [], silentAreas: silent };
  const [planned] = planFleet(
    new Map([["eu", { machines, most, outdated: [] }]]),
    wanted,
    { nodes: heard, silentAreas: silent },
    NOW,
  );
  return planned;
}

test("what is as it is wanted stays", () => {
  expect(plan([1, 2], [node(1), node(2)], told(2))).toEqual({
    region: "eu",
    numbers: [1, 2],
    added: [],
    removed: [],
    drain: [],
    starting: [],
    lost: [],
    beyond: 0,
  });
});

describe("a region that needs more", () => {
  test("gets the lowest numbers that are free", () => {
    expect(plan([1, 3], [node(1), node(3)], told(4))).toMatchObject({ numbers: [1, 2, 3, 4], added: [2, 4] });
  });
  test("does not get twice what is starting", () => {
    const made = { 2: NOW - 4 * MINUTE };
    expect(plan([1, 2], [node(1)], told(2), { made })).toMatchObject({ numbers: [1, 2], starting: ["eu-2"] });
    expect(plan([1, 2], [node(1)], told(3), { made })).toMatchObject({ added: [3] });
  });
  test("gets another one in place of one that has not come, or was lost, which keeps its machine", () => {
    expect(plan([1, 2], [node(1)], told(2))).toMatchObject({
      numbers: [1, 2, 3],
      lost: ["eu-2"],
      removed: [],
    });
  });
  test("does not count on what drains", () => {
    expect(plan([1, 2], [node(1), node(2, true)], told(2))).toMatchObject({ numbers: [1, 2, 3], added: [3] });
  });
  test("counts on nodes that are not Terraform's", () => {
    expect(plan([1], [node(1), { ...node(7), id: "by-hand" }], told(2))).toMatchObject({ numbers: [1] });
  });
  test("gets no more than it may have, and that is said", () => {
    const heard = [1, 2, 3].map((number) => node(number));
    expect(plan([1, 2, 3], heard, told(9), { most: 5 })).toMatchObject({
      numbers: [1, 2, 3, 4, 5],
      beyond: 4,
    });
    expect(plan([1, 2, 3], heard, told(1e9), { most: 3 })).toMatchObject({ numbers: [1, 2, 3], added: [] });
    expect(plan([1, 2, 3], heard, told(9), { most: 2 })).toMatchObject({ numbers: [1, 2, 3], added: [] });
  });
});

describe("a region that needs fewer", () => {
  const shrinking = told(2, { reason: "shrinks", drain: ["eu-2"] });

  test("has nodes drain, and keeps their machines meanwhile", () => {
    const heard = [node(1), node(2), node(3)];
    expect(plan([1, 2, 3], heard, shrinking)).toMatchObject({ numbers: [1, 2, 3], drain: ["eu-2"] });
  });
  test("gives a machine back when its node has ended, and is not just starting anew", () => {
    const ended = told(2, { ended: [{ id: "eu-2", at: NOW - 5 * MINUTE }] });
    expect(plan([1, 2, 3], [node(1), node(3)], ended)).toMatchObject({ numbers: [1, 3], removed: [2] });
    const justEnded = told(2, { ended: [{ id: "eu-2", at: NOW - 4 * MINUTE }] });
    expect(plan([1, 2, 3], [node(1), node(3)], justEnded)).toMatchObject({
      removed: [],
      added: [],
      lost: [],
    });
    // It was heard of after that.
    expect(plan([1, 2, 3], [node(1), node(2), node(3)], ended)).toMatchObject({ removed: [] });
  });
  test("and in the same run gets another one, if it needs one again", () => {
    const ended = told(3, { ended: [{ id: "eu-2", at: NOW - 9 * MINUTE }] });
    expect(plan([1, 2, 3], [node(1), node(3)], ended)).toMatchObject({ numbers: [1, 3, 4] });
  });
  test("does not take a new machine for the one of its number that has ended", () => {
    const ended = told(2, { ended: [{ id: "eu-2", at: NOW - 9 * MINUTE }] });
    const made = { 2: NOW - 4 * MINUTE };
    expect(plan([1, 2], [node(1)], ended, { made })).toMatchObject({ numbers: [1, 2], starting: ["eu-2"] });
  });
  test("says of such a new machine that it is lost, if it never comes", () => {
    const ended = told(1, { ended: [{ id: "eu-2", at: NOW - 90 * MINUTE }] });
    const made = { 2: NOW - 60 * MINUTE };
    expect(plan([1, 2], [node(1)], ended, { made })).toMatchObject({ removed: [], lost: ["eu-2"] });
  });
  test("leaves nodes alone that are not Terraform's", () => {
    const foreign = told(2, { drain: ["by-hand", "eu-3", "eu-9"] });
    expect(plan([1, 2, 3], [node(1), node(2), node(3)], foreign)).toMatchObject({ drain: ["eu-3"] });
  });
});

describe("where an area is silent", () => {
  const silent = ["me"];

  test("nothing drains, and nothing is taken away", () => {
    const region = told(1, { drain: ["eu-1"], ended: [{ id: "eu-3", at: NOW - 9 * MINUTE }] });
    expect(plan([1, 2, 3], [node(1), node(2)], region, { silent })).toMatchObject({
      numbers: [1, 2, 3],
      drain: [],
      removed: [],
      lost: [],
    });
  });
  test("what is needed is made all the same", () => {
    expect(plan([1], [node(1)], told(2), { silent })).toMatchObject({ numbers: [1, 2] });
  });
});

test("a region of which the edge has never heard is left as it is", () => {
  expect(plan([2, 1], [], null)).toMatchObject({ numbers: [1, 2], added: [], removed: [], drain: [] });
});
