import { describe, expect, it } from "vitest";
import type { Person, Stream } from "../state/types.ts";
import { arrange } from "./layout.ts";
import { type Place, placeTiles } from "./place.ts";

const person = (id: string, sources: readonly Stream["source"][] = []): Person => ({
  id,
  name: id,
  picture: null,
  role: "participant",
  isSelf: false,
  connected: true,
  speaking: false,
  hand: null,
  recording: false,
  streams: sources.map((source) => ({
    streamId: `${id}-${source}`,
    producerId: `${id}-${source}`,
    source,
    paused: false,
    track: null,
    stale: false,
  })),
});

const crowd = (count: number, sharing = 0) =>
  Array.from({ length: count }, (_, index) => person(`p${index}`, index < sharing ? ["screen"] : []));

const overlap = (a: Place, b: Place) =>
  a.x < b.x + b.width - 0.5 &&
  b.x < a.x + a.width - 0.5 &&
  a.y < b.y + b.height - 0.5 &&
  b.y < a.y + a.height - 0.5;

const BOXES = [
  { width: 1240, height: 640 },
  { width: 1880, height: 920 },
  { width: 366, height: 560 },
  { width: 296, height: 380 },
  { width: 3800, height: 2000 },
];

describe("placeTiles", () => {
  it.each(BOXES)("keeps everything within $width × $height and apart", (box) => {
    for (const sharing of [0, 1, 2, 3]) {
      for (const count of [1, 2, 3, 5, 8, 13, 40, 200]) {
        const { places, hidden } = placeTiles(arrange(crowd(count, Math.min(sharing, count)), null), box);
        expect(places.length + hidden).toBe(count + Math.min(sharing, count));
        for (const place of places) {
          expect(place.x).toBeGreaterThanOrEqual(-0.5);
          expect(place.y).toBeGreaterThanOrEqual(-0.5);
          expect(place.x + place.width).toBeLessThanOrEqual(box.width + 0.5);
          expect(place.y + place.height).toBeLessThanOrEqual(box.height + 0.5);
        }
        for (const [index, a] of places.entries()) {
          expect(places.slice(index + 1).some((b) => overlap(a, b))).toBe(false);
        }
      }
    }
  });

  it("shows a share nearly as large as if it were alone", () => {
    for (const box of BOXES) {
      for (const count of [1, 4, 9]) {
        const screen = placeTiles(arrange(crowd(count, 1), null), box).places[0];
        const alone = Math.min(box.width, (box.height * 16) / 9);
        const shown = Math.min(screen?.width ?? 0, ((screen?.height ?? 0) * 16) / 9);
        expect(shown).toBeGreaterThan(alone * 0.8);
      }
    }
  });

  it("lets the strip have what the shares leave empty", () => {
    const box = { width: 390, height: 640 };
    const camera = placeTiles(arrange(crowd(2, 1), null), box).places[1];
    expect(camera?.height).toBeGreaterThan(box.height * 0.15);
  });

  it("puts the strip beside the share in a wide box and below it in a tall one", () => {
    const [screen, camera] = placeTiles(arrange(crowd(1, 1), null), { width: 1200, height: 600 }).places;
    expect(camera?.x).toBeGreaterThan(screen?.width ?? Number.POSITIVE_INFINITY);
    const [tallScreen, tallCamera] = placeTiles(arrange(crowd(1, 1), null), {
      width: 400,
      height: 700,
    }).places;
    expect(tallCamera?.y).toBeGreaterThan(tallScreen?.height ?? Number.POSITIVE_INFINITY);
  });

  it("shows everybody of a usual meeting, and says how many of a crowd are left out", () => {
    expect(placeTiles(arrange(crowd(24), null), { width: 1240, height: 640 }).hidden).toBe(0);
    const { hidden, more } = placeTiles(arrange(crowd(200), null), { width: 366, height: 560 });
    expect(hidden).toBeGreaterThan(0);
    expect(more).not.toBeNull();
  });

  it("places nothing before the stage has a size", () => {
    expect(placeTiles(arrange(crowd(2), null), { width: 0, height: 0 }).places).toEqual([]);
  });
});
