import { beforeEach, describe, expect, test } from "vitest";
import { MediaProbes } from "./media-probes.ts";
import { ROUND_MS } from "./probe-rounds.ts";
import { ProbedArea, probedNode, probedNodes, START } from "./testing/probed-area.ts";

const HOUR = 3_600;
const all = () => true;
const except =
  (...dead: string[]) =>
  (_prober: string, target: string) =>
    !dead.includes(target);

test("each node is probed by three others within fifteen seconds, and probes one in five", () => {
  const nodes = probedNodes(6);
  const { asked, found } = new ProbedArea(nodes).pass(300, all);
  expect(found.size).toBe(0);
  for (const { id } of nodes) {
    for (let ms = 0; ms < 300_000; ms += 15_000) {
      const within = asked.filter((each) => each.ms >= ms && each.ms < ms + 15_000);
      expect(new Set(within.filter(({ target }) => target === id).map(({ prober }) => prober)).size).toBe(3);
      expect(within.filter(({ prober }) => prober === id)).toHaveLength(3);
    }
  }
});

describe("a node that nobody reaches", () => {
  test.for([3, 4, 5, 10, 40])("is found among %i within half a minute, and nobody else is", (count) => {
    const area = new ProbedArea(probedNodes(count)).pass(60, all);
    area.pass(300, except("node-1"));
    expect([...area.found.keys()]).toEqual(["node-1"]);
    const { first = 0, last = 0 } = area.found.get("node-1") ?? {};
    expect(first).toBeLessThanOrEqual(90_000);
    expect(last).toBeGreaterThan(345_000);
  });

  test("is not found any more from the moment at which it is reached", () => {
    const area = new ProbedArea(probedNodes(4)).pass(60, except("node-1")).pass(60, all);
    expect(area.found.get("node-1")?.last).toBeLessThan(66_000);
  });

  test("is found as well where it reaches nobody itself, which makes nobody else suspect", () => {
    const cut = (prober: string, target: string) => prober !== "node-1" && target !== "node-1";
    expect([...new ProbedArea(probedNodes(5)).pass(60, all).pass(600, cut).found.keys()]).toEqual(["node-1"]);
  });

  test("is found where another one is not reached either", () => {
    const area = new ProbedArea(probedNodes(5)).pass(60, all).pass(120, except("node-1", "node-3"));
    expect([...area.found.keys()].sort()).toEqual(["node-1", "node-3"]);
  });
});

describe("nobody is judged", () => {
  test("where nobody reaches anybody", () => {
    for (const count of [2, 3, 5]) {
      const { found } = new ProbedArea(probedNodes(count)).pass(HOUR, () => false);
      expect(found.size).toBe(0);
    }
  });

  test("by a node that has no way out", () => {
    const { found } = new ProbedArea(probedNodes(3))
      .pass(60, all)
      .pass(HOUR, (prober) => prober !== "node-2");
    expect(found.size).toBe(0);
  });

  test("by one node that lies, whatever it says", () => {
    for (const count of [3, 4, 10]) {
      const liesOfAll = new ProbedArea(probedNodes(count)).pass(HOUR, (prober) => prober !== "node-0");
      expect(liesOfAll.found.size).toBe(0);
      const victim = new ProbedArea(probedNodes(count)).pass(
        HOUR,
        (prober, target) => prober !== "node-0" || target !== "node-1",
      );
      expect(victim.found.size).toBe(0);
    }
  });

  test("by two who lie of more than half of an area", () => {
    const liars = ["node-0", "node-1"];
    const friends = ["node-0", "node-1", "node-2"];
    const area = new ProbedArea(probedNodes(10)).pass(
      HOUR,
      (prober, target) => !liars.includes(prober) || friends.includes(target),
    );
    expect(area.found.size).toBe(0);
  });

  test("of whom those say nothing who have no way there", () => {
    const says = (_prober: string, target: string) => (target === "node-1" ? undefined : true);
    expect(new ProbedArea(probedNodes(4)).pass(HOUR, says).found.size).toBe(0);
    const families = [
      probedNode("a", "192.0.2.1"),
      probedNode("b", "192.0.2.2"),
      probedNode("c", "2001:db8::1"),
    ];
    const { found, asked } = new ProbedArea(families).pass(60, all).pass(60, except("c"));
    expect(found.size).toBe(0);
    expect(asked.some(({ prober, target }) => prober === "c" || target === "c")).toBe(false);
  });
});

test("of an area that has fallen apart the larger part judges the smaller one", () => {
  const small = ["node-0", "node-4"];
  const together = (prober: string, target: string) => small.includes(prober) === small.includes(target);
  const { found } = new ProbedArea(probedNodes(5)).pass(60, all).pass(600, together);
  expect(found.size).toBeGreaterThan(0);
  for (const id of found.keys()) expect(small).toContain(id);
});

describe("of two nodes", () => {
  test("one is believed that does not reach the other three times in a row", () => {
    const area = new ProbedArea(probedNodes(2)).pass(30, all).pass(11, except("node-1"));
    expect(area.found.size).toBe(0);
    area.pass(120, except("node-1"));
    expect([...area.found.keys()]).toEqual(["node-1"]);
    expect(area.found.get("node-1")?.last).toBeGreaterThan(150_000);
  });

  test("one that was never reached is not judged, nor one that is reached in between", () => {
    expect(new ProbedArea(probedNodes(2)).pass(HOUR, except("node-1")).found.size).toBe(0);
    const now = new ProbedArea(probedNodes(2)).pass(
      HOUR,
      (_, target, ms) => target !== "node-1" || ms % 15_000 < 5_000,
    );
    expect(now.found.size).toBe(0);
  });
});

describe("an answer", () => {
  const nodes = probedNodes(2);
  const [one = probedNode(""), other = probedNode("")] = nodes;
  const answer = { prober: one.id, target: other.id, reached: true };
  let probes: MediaProbes;
  beforeEach(() => {
    probes = new MediaProbes();
  });

  test("counts once, where it was asked for, in the round in which it was", () => {
    expect(probes.answered(answer, nodes, START)).toBeNull();
    expect(probes.next(one.id, () => nodes, START)).toBe(other);
    expect(probes.next(one.id, () => nodes, START + 1_000)).toBeNull();
    expect(probes.answered({ ...answer, target: one.id }, nodes, START)).toBeNull();
    expect(probes.answered({ ...answer, prober: other.id, target: one.id }, nodes, START)).toBeNull();
    expect(probes.answered(answer, nodes, START + 1_000)).toEqual([]);
    expect(probes.answered(answer, nodes, START + 1_000)).toBeNull();
    probes.next(one.id, () => nodes, START + ROUND_MS);
    expect(probes.answered(answer, nodes, START + 2 * ROUND_MS)).toBeNull();
  });

  test("says nothing of a node that has gone or answers elsewhere by then", () => {
    for (const change of ["moved", "lost"] as const) {
      probes = new MediaProbes();
      probes.next(one.id, () => nodes, START);
      probes[change](other.id);
      expect(probes.answered({ ...answer, reached: false }, nodes, START + 1_000)).toEqual([]);
    }
  });

  test("of before is forgotten when the node answers elsewhere", () => {
    const area = new ProbedArea(probedNodes(2)).pass(30, all).pass(11, except("node-1"));
    area.probes.moved("node-1");
    area.pass(10, except("node-1"));
    expect(area.found.size).toBe(0);
  });
});
