import { expect, test } from "vitest";
import {
  nextPath,
  type PathFacts,
  type PathState,
  type Phase,
  shownPath,
  wantedPath,
} from "./choose-path.ts";

const GOOD: PathFacts = { wanted: true, direct: true, fresh: false };

/** The phases that a stream goes through, from its first one, at these times and facts. */
function walk(phase: Phase, ...steps: [now: number, facts: Partial<PathFacts>][]): Phase[] {
  let state: PathState = { phase, since: 0 };
  return steps.map(([now, facts]) => {
    state = nextPath(state, { ...GOOD, ...facts }, now);
    return state.phase;
  });
}

test("the direct path is shown once it delivers, and the node is let go when all has changed over", () => {
  expect(walk("node", [1, { direct: false }], [2, {}], [2_001, {}], [2_002, {}], [9_999, {}])).toEqual([
    "node",
    "upgrading",
    "upgrading",
    "direct",
    "direct",
  ]);
});

test.for<[string, Partial<PathFacts>]>([
  ["the room wants it", { wanted: false }],
  ["the direct path fails", { direct: false }],
])("it returns when %s, and shows the node's not before that delivers", ([, facts]) => {
  const steps: [number, Partial<PathFacts>][] = [
    [1, facts],
    [500, facts],
    [900, { ...facts, fresh: true }],
    [2_899, facts],
    [2_900, facts],
  ];
  expect(walk("direct", ...steps)).toEqual(["returning", "returning", "returned", "returned", "node"]);
});

test("a direct path that is well again does not turn a return round", () => {
  expect(walk("direct", [1, { direct: false }], [100, {}], [200, { fresh: true }], [300, {}])).toEqual([
    "returning",
    "returning",
    "returned",
    "returned",
  ]);
});

test("one that fails while elements change over is left at once: the node still delivers", () => {
  expect(walk("upgrading", [500, { direct: false }])).toEqual(["returned"]);
});

test("a node that never delivers is waited for, and then taken as it is", () => {
  expect(walk("direct", [0, { wanted: false }], [7_999, {}], [8_000, {}])).toEqual([
    "returning",
    "returning",
    "returned",
  ]);
});

test("what is shown is wanted by the node in every phase but one", () => {
  const phases: Phase[] = ["node", "upgrading", "direct", "returning", "returned"];
  expect(phases.map(shownPath)).toEqual(["node", "direct", "direct", "direct", "node"]);
  expect(phases.map(wantedPath)).toEqual(["node", "node", "direct", "node", "node"]);
});
