import { describe, expect, test } from "vitest";
import { AREAS } from "./areas.ts";
import { MediaProbes } from "./media-probes.ts";
import { LentProbes, OutsideProbes } from "./outside-probes.ts";
import { ROUND_MS } from "./probe-rounds.ts";
import { probedNode } from "./testing/probed-area.ts";

const START = 1_800_000_000_000;
const NODE = { id: "alone", position: { latitude: 39, longitude: -77.5 } };
const alone = () => true;

describe("the area that is to probe a node", () => {
  test("is the nearest one that can, and that one from then on, once in a round", () => {
    const outside = new OutsideProbes();
    const asked: (string | null)[] = [];
    for (let ms = 0; ms < 6 * ROUND_MS; ms += 1_000) {
      const area = outside.next(NODE, alone, START + ms);
      if (area === null) continue;
      asked.push(area);
      outside.asked(NODE, area, area === "weur", START + ms);
    }
    expect(asked).toEqual(["wnam", "weur", "weur", "weur", "weur", "weur"]);
    // It has none any more: the search begins anew.
    outside.asked(NODE, "weur", false, START);
    expect(outside.next(NODE, alone, START + 6 * ROUND_MS)).toBe("wnam");
  });

  test("is none where the node is not alone", () => {
    expect(new OutsideProbes().next(NODE, () => false, START)).toBeNull();
  });

  test("is looked for in all others, but never in that of the node, and again after a while", () => {
    const outside = new OutsideProbes();
    const asked: string[] = [];
    for (let round = 0; round < 40; round += 1) {
      const now = START + round * ROUND_MS;
      const area = outside.next(NODE, alone, now);
      if (area === null) continue;
      asked.push(area);
      outside.asked(NODE, area, false, now);
    }
    expect([...asked].sort()).toEqual(AREAS.filter((area) => area !== "enam").sort());
    expect(outside.next(NODE, alone, START + 80 * ROUND_MS)).toBe("wnam");
  });
});

describe("what a node of another area says", () => {
  const node = probedNode("alone");
  /** What is found by these answers, one in each round. */
  const found = (answers: readonly boolean[]) => {
    const probes = new MediaProbes();
    return answers.map((reached, round) =>
      probes.heard({ prober: "far", target: node.id, reached }, [node], START + round * ROUND_MS),
    );
  };

  test("is believed the third time in a row, if the node was ever reached", () => {
    expect(found([true, false, false, false, true])).toEqual([[], [], [], ["alone"], []]);
    expect(found([false, false, false, false]).flat()).toEqual([]);
    expect(found([true, false, false, true, false, false]).flat()).toEqual([]);
  });

  test("is for who has asked, and for nobody once that is over", async () => {
    const lent = new LentProbes();
    const asked: string[] = [];
    const one = lent.about("far", "alone", () => asked.push("one"));
    expect(lent.answered("near", "alone", true)).toBe(false);
    expect(lent.answered("far", "other", true)).toBe(false);
    expect(lent.answered("far", "alone", false)).toBe(true);
    expect(await one).toBe(false);
    expect(lent.answered("far", "alone", true)).toBe(false);
    const [first, second] = [lent.about("far", "alone", () => {}), lent.about("far", "alone", () => {})];
    expect(await first).toBeNull();
    lent.answered("far", "alone", true);
    expect(await second).toBe(true);
    expect(asked).toEqual(["one"]);
  });
});
