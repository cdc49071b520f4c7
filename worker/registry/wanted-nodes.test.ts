import { describe, expect, test } from "vitest";
import type { LoadSample } from "./trend.ts";
import { emptiest, HOLD_MS, wantedNodes } from "./wanted-nodes.ts";

const NOW = 1_800_000_000_000;
const STEP_MS = 15_000;
const STEPS = HOLD_MS / STEP_MS;
const POLICY = { minimum: 1, target: 0.6 };

/** Half an hour's samples, of which the last is now; `busy` is told how many minutes ago each was. */
function history(busy: (minutesAgo: number) => number, steps = STEPS): LoadSample[] {
  return Array.from({ length: steps + 1 }, (_, index) => {
    const ago = (steps - index) * STEP_MS;
    return { at: NOW - ago, busy: busy(ago / 60_000) };
  });
}

const wanted = (nodes: number, samples: LoadSample[], policy = POLICY) =>
  wantedNodes({ nodes, samples }, policy);

describe("a region in calm", () => {
  test("wants so many that they are busy as the operator wants it", () => {
    expect(
      wanted(
        10,
        history(() => 6),
      ),
    ).toEqual({
      wanted: 10,
      busy: 6,
      trendPerMinute: 0,
      reason: "steady",
    });
    expect(
      wanted(
        10,
        history(() => 5.9),
      ).wanted,
    ).toBe(10);
    expect(
      wanted(
        8,
        history(() => 5.6),
        { minimum: 1, target: 0.7 },
      ).wanted,
    ).toBe(8);
  });

  test("wants the minimum, whether or not anybody is there", () => {
    expect(wanted(0, [])).toMatchObject({ wanted: 1, reason: "grows" });
    expect(
      wanted(
        3,
        history(() => 0),
        { ...POLICY, minimum: 3 },
      ),
    ).toMatchObject({
      wanted: 3,
      reason: "steady",
    });
  });
});

describe("a region that grows", () => {
  test("wants more at once, whatever the history", () => {
    const grown = wanted(
      10,
      history((ago) => (ago < 0.5 ? 6.1 : 6)),
    );
    expect(grown).toMatchObject({ wanted: 11, busy: 6.1, reason: "grows" });
    expect(wanted(1, [{ at: NOW, busy: 1 }])).toMatchObject({ wanted: 2, reason: "grows" });
  });

  test.for([30, 29.75, 12, 0.25, 0])("is not believed by one sample, %f minutes ago", (at) => {
    const spike = history((ago) => (ago === at ? 3 : 0.1));
    expect(wanted(1, spike)).toMatchObject({ wanted: 1, reason: "steady" });
    expect(wanted(1, spike.slice(-2))).toMatchObject({ wanted: 1 });
  });

  test("wants today what the trend brings while a node starts, so that it is not over 80 % then", () => {
    const grown = wanted(
      20,
      history((ago) => 12 - 0.6 * Math.min(ago, 15)),
    );
    expect(grown.trendPerMinute).toBeCloseTo(0.6);
    // 12 now, and 0.6 for each of eight minutes.
    expect(grown.wanted).toBe(Math.ceil((12 + 8 * 0.6) / 0.8));
  });

  test("is not believed to grow by more than half", () => {
    expect(
      wanted(
        20,
        history((ago) => Math.max(0, 12 - 2 * ago)),
      ).wanted,
    ).toBe(Math.ceil((11.5 * 1.5) / 0.8));
  });

  test("has no trend by a few samples", () => {
    expect(
      wanted(
        4,
        history((ago) => 2 - ago, 4),
      ),
    ).toMatchObject({ wanted: 4, trendPerMinute: 0 });
  });
});

describe("a region that shrinks", () => {
  test("gives back a tenth at a time, and one at least", () => {
    expect(
      wanted(
        50,
        history(() => 6),
      ),
    ).toMatchObject({ wanted: 45, reason: "shrinks" });
    expect(
      wanted(
        5,
        history(() => 0.1),
      ),
    ).toMatchObject({ wanted: 4, reason: "shrinks" });
    expect(
      wanted(
        11,
        history(() => 6),
      ),
    ).toMatchObject({ wanted: 10, reason: "shrinks" });
  });

  test("does not where more were needed within half an hour", () => {
    const fallen = history((ago) => (ago > 25 ? 6 : 2));
    expect(wanted(10, fallen)).toMatchObject({ wanted: 10, busy: 2, reason: "steady" });
    expect(wanted(12, fallen)).toMatchObject({ wanted: 11, reason: "shrinks" });
  });

  test("does not take back what was wanted a moment ago and has not started yet", () => {
    const burst = wanted(
      10,
      history((ago) => (ago > 3 && ago < 6 ? 9 : 3)),
    );
    expect(burst).toMatchObject({ busy: 3, reason: "grows" });
    expect(burst.wanted).toBeGreaterThanOrEqual(15);
  });

  test.for([0, 1, 60, STEPS - 5])("does not by a history of %i steps", (steps) => {
    expect(
      wanted(
        50,
        history(() => 1, steps),
      ),
    ).toMatchObject({ wanted: 50, reason: "no-history" });
  });

  test("does not without any history", () => {
    expect(wanted(4, [])).toEqual({ wanted: 4, busy: 0, trendPerMinute: 0, reason: "no-history" });
  });
});

describe("whatever the load", () => {
  const loads: [string, (ago: number) => number][] = [
    ["flat", () => 7.3],
    ["rising", (ago) => 20 - ago / 2],
    ["falling", (ago) => 5 + ago / 2],
    ["waves", (ago) => 10 + 8 * Math.sin(ago)],
    ["jagged", (ago) => (ago * 7919) % 13],
    ["nothing", () => 0],
  ];
  const sizes = [0, 1, 2, 7, 30, 300];

  test.for(loads)("%s: it is enough, it is never a fraction, and more load never wants fewer", ([, busy]) => {
    for (const nodes of sizes) {
      const samples = history(busy);
      const { wanted: count } = wanted(nodes, samples);
      const lasting = samples
        .slice(2)
        .map((sample, index) => Math.min(sample.busy, samples[index + 1]?.busy ?? 0));
      const most = Math.max(...lasting);
      expect(count).toBeGreaterThanOrEqual(Math.max(1, Math.ceil(most / POLICY.target - 1e-9)));
      expect(Number.isInteger(count)).toBe(true);
      expect(count).toBeGreaterThanOrEqual(nodes - Math.max(1, Math.floor(nodes / 10)));
      const more = samples.map((sample) => ({ ...sample, busy: sample.busy * 1.1 }));
      expect(wanted(nodes, more).wanted).toBeGreaterThanOrEqual(count);
    }
  });

  test.for(loads)("%s: followed step by step it comes to rest, without swinging", ([, busy]) => {
    const samples = history(busy);
    let nodes = 300;
    for (let step = 0; step < 200; step++) {
      const next = wanted(nodes, samples).wanted;
      expect(next).toBeLessThanOrEqual(nodes);
      nodes = next;
    }
    expect(wanted(nodes, samples)).toMatchObject({ wanted: nodes, reason: "steady" });
  });
});

describe("the nodes that drain", () => {
  const node = (id: string, people: number, rooms = people) => ({
    id,
    load: { people, rooms, consumers: people, cpu: 0 },
  });

  test("are those with the fewest people, then rooms", () => {
    const nodes = [node("a", 9), node("b", 2, 2), node("c", 0), node("d", 2, 1)];
    expect(emptiest(nodes, 3)).toEqual(["c", "d", "b"]);
    expect(nodes.map(({ id }) => id)).toEqual(["a", "b", "c", "d"]);
  });
  test("are none where more are wanted, and all where there are no more", () => {
    expect(emptiest([node("a", 1)], -2)).toEqual([]);
    expect(emptiest([node("a", 1)], 5)).toEqual(["a"]);
  });
});
