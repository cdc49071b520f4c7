import { describe, expect, it } from "vitest";
import { LIMITS } from "../../../protocol/limits.ts";
import type { Mark } from "../../../protocol/room/annotations.ts";
import { aged, nextChange, type ShareMarks, withMarks, withoutPerson } from "./marks.ts";

const NOBODY: ShareMarks = new Map();
const pointer: Mark = { kind: "pointer", at: [10, 20] };
const part = (stroke: number, from: number, points: number[], kept = false): Mark => ({
  kind: "stroke",
  stroke,
  from,
  points,
  kept,
});
const strokesOf = (share: ShareMarks, author = "ada") =>
  share.get(author)?.strokes.map(({ id, points }) => [id, ...points]) ?? [];

/** A share on which these were done one after the other, at 0, 1, 2, … */
function run(...done: [author: string, ...marks: Mark[]][]): ShareMarks {
  return done.reduce((share, [author, ...marks], at) => withMarks(share, author, marks, at), NOBODY);
}

describe("withMarks", () => {
  it("follows a pointer until it leaves", () => {
    expect(run(["ada", pointer]).get("ada")?.pointer).toEqual({ x: 10, y: 20, at: 0 });
    expect(run(["ada", pointer], ["ada", { kind: "pointer", at: null }]).size).toBe(0);
  });

  it("puts a stroke together from its parts", () => {
    const share = run(["ada", part(1, 0, [1, 1, 2, 2])], ["ada", part(1, 2, [3, 3]), part(2, 0, [9, 9])]);
    expect(strokesOf(share)).toEqual([
      [1, 1, 1, 2, 2, 3, 3],
      [2, 9, 9],
    ]);
    expect(share.get("ada")?.strokes.map(({ at }) => at)).toEqual([1, 1]);
  });

  it("takes a stroke that is shown again for the one it is", () => {
    const share = run(["ada", part(1, 0, [1, 1, 2, 2])], ["ada", part(1, 0, [1, 1, 2, 2])]);
    expect(strokesOf(share)).toEqual([[1, 1, 1, 2, 2]]);
  });

  it("goes straight across a part that was lost", () => {
    expect(strokesOf(run(["ada", part(1, 0, [1, 1])], ["ada", part(1, 7, [8, 8])]))).toEqual([
      [1, 1, 1, 8, 8],
    ]);
  });

  it("erases and clears one's own, and all", () => {
    const drawn: [string, ...Mark[]][] = [
      ["ada", part(1, 0, [1, 1]), part(2, 0, [2, 2])],
      ["ben", part(1, 0, [3, 3]), pointer],
    ];
    expect(strokesOf(run(...drawn, ["ada", { kind: "erase", stroke: 2 }]))).toEqual([[1, 1, 1]]);
    const own = run(...drawn, ["ada", { kind: "clear", whose: "author" }]);
    expect([strokesOf(own), strokesOf(own, "ben")]).toEqual([[], [[1, 3, 3]]]);
    const all = run(...drawn, ["ada", { kind: "clear", whose: "all" }]);
    expect([...all.keys()]).toEqual(["ben"]);
    expect(all.get("ben")).toMatchObject({ strokes: [], pointer: { x: 10 } });
  });

  it("keeps the newest strokes of somebody who draws without end", () => {
    const dots = Array.from({ length: LIMITS.strokesPerPerson + 5 }, (_, id) => part(id, 0, [1, 1], true));
    const many = run(["ada", ...dots], ["ben", part(1, 0, [1, 1])]);
    expect(many.get("ada")?.strokes).toHaveLength(LIMITS.strokesPerPerson);
    expect(many.get("ada")?.strokes.at(-1)?.id).toBe(LIMITS.strokesPerPerson + 4);
    expect(strokesOf(many, "ben")).toHaveLength(1);

    const long = Array.from({ length: 40 }, (_, index) =>
      part(Math.floor(index / 4), (index % 4) * 500, Array(1_000).fill(7), true),
    );
    const points = run(["ada", ...long])
      .get("ada")
      ?.strokes.reduce((sum, stroke) => sum + stroke.points.length / 2, 0);
    expect(points).toBeLessThanOrEqual(LIMITS.pointsPerPerson);
    const endless = run(["ada", ...Array.from({ length: 9 }, () => part(1, 2_047, Array(256).fill(1)))]);
    expect(endless.get("ada")?.strokes[0]?.points.length).toBeLessThanOrEqual(2 * LIMITS.pointsPerStroke);
  });

  it("leaves alone who did nothing", () => {
    const before = run(["ada", part(1, 0, [1, 1])], ["ben", part(1, 0, [2, 2])]);
    const after = withMarks(before, "ben", [pointer], 5);
    expect(after.get("ada")).toBe(before.get("ada"));
    expect(after.get("ben")?.strokes).toBe(before.get("ben")?.strokes);
  });
});

describe("aged", () => {
  const share = run(["ada", part(1, 0, [1, 1]), part(2, 0, [2, 2], true)], ["ben", pointer]);

  it("changes nothing before its time, which it tells", () => {
    expect(nextChange(share)).toBe(3_000);
    expect(aged(share, 2_999)).toBe(share);
  });

  it("has a stroke fade and go, and keeps one that is kept", () => {
    const fading = aged(share, 3_000);
    expect(fading.get("ada")?.strokes.map((stroke) => stroke.fading)).toEqual([true, false]);
    expect(nextChange(fading)).toBe(3_800);
    expect(strokesOf(aged(fading, 3_800))).toEqual([[2, 2, 2]]);
  });

  it("begins anew when a stroke grows", () => {
    const grown = withMarks(aged(share, 3_000), "ada", [part(1, 1, [5, 5])], 3_500);
    expect(grown.get("ada")?.strokes[0]).toMatchObject({ fading: false, at: 3_500 });
  });

  it("takes away a pointer that rests", () => {
    expect(aged(share, 8_000).has("ben")).toBe(true);
    const rested = aged(share, 8_001);
    expect(rested.has("ben")).toBe(false);
    expect(nextChange(rested)).toBeNull();
  });
});

it("forgets a person, or their pointer", () => {
  const share = run(["ada", part(1, 0, [1, 1]), pointer]);
  expect(withoutPerson(share, "ada").size).toBe(0);
  expect(withoutPerson(share, "ada", true).get("ada")).toMatchObject({ pointer: null, strokes: [{ id: 1 }] });
  expect(withoutPerson(share, "ben")).toBe(share);
});
