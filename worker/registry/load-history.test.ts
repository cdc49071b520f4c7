import { expect, test } from "vitest";
import { LoadHistory, SAMPLE_MS } from "./load-history.ts";
import type { NodeRecord } from "./select-node.ts";
import { HOLD_MS } from "./wanted-nodes.ts";

const START = 1_800_000_000_000;

function node(region: string, consumers: number, different: Partial<NodeRecord> = {}): NodeRecord {
  return {
    id: `${region}-${consumers}`,
    region,
    position: null,
    version: 1,
    families: ["ipv4"],
    capacity: 500,
    load: { rooms: 1, people: 1, consumers, cpu: 0 },
    draining: false,
    onProbation: false,
    beatAt: START,
    ...different,
  };
}

test("a sample is what all of a region's nodes carry, by consumers or by processor, those included that drain", () => {
  const history = new LoadHistory();
  const hot = node("eu", 10, { capacity: 1_000, load: { rooms: 1, people: 1, consumers: 10, cpu: 0.45 } });
  history.beat("eu", [node("eu", 100), node("eu", 50, { draining: true }), hot, node("us", 400)], START);
  expect(history.samples(START)).toEqual(new Map([["eu", [{ at: START, used: 650 }]]]));
});

test("there is one each fifteen seconds, at whole steps of the clock, however many beats there are", () => {
  const history = new LoadHistory();
  for (let ms = 0; ms < 61_000; ms += 250) history.beat("eu", [node("eu", ms / 1_000)], START + 5_000 + ms);
  const samples = history.samples(START + 66_000).get("eu") ?? [];
  expect(samples.map(({ at }) => (at - START) / SAMPLE_MS)).toEqual([0, 1, 2, 3, 4]);
  expect(samples.map(({ used }) => used)).toEqual([0, 10, 25, 40, 55]);
});

test("half an hour is kept, and no region that was not heard of for so long", () => {
  const history = new LoadHistory();
  for (let ms = 0; ms <= 2 * HOLD_MS; ms += SAMPLE_MS) history.beat("eu", [], START + ms);
  const samples = history.samples(START + 2 * HOLD_MS).get("eu") ?? [];
  expect(samples).toHaveLength(HOLD_MS / SAMPLE_MS + 1);
  expect(samples[0]?.at).toBe(START + HOLD_MS);
  expect(history.samples(START + 3 * HOLD_MS).size).toBe(1);
  expect(history.samples(START + 3 * HOLD_MS + 1).size).toBe(0);
});

test("a clock that goes back takes nothing and adds nothing", () => {
  const history = new LoadHistory();
  history.beat("eu", [], START);
  history.beat("eu", [], START - 60_000);
  expect(history.samples(START).get("eu")).toHaveLength(1);
});
