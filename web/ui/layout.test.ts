import { describe, expect, it } from "vitest";
import type { Person, Stream } from "../state/types.ts";
import { arrange, fitGrid } from "./layout.ts";

const stream = (producerId: string, source: Stream["source"], paused = false): Stream => ({
  streamId: `${producerId}-stream`,
  producerId,
  source,
  paused,
  track: null,
  stale: false,
});

const person = (id: string, streams: readonly Stream[] = [], isSelf = false): Person => ({
  id,
  name: id,
  picture: null,
  role: "participant",
  isSelf,
  connected: true,
  speaking: false,
  hand: null,
  recording: false,
  streams,
});

const keys = (tiles: readonly { key: string }[]) => tiles.map((tile) => tile.key);

describe("arrange", () => {
  it("shows everybody alike when nobody shares, pictures first and oneself last", () => {
    const all = [
      person("me", [stream("c0", "camera")], true),
      person("ann"),
      person("bo", [stream("c1", "camera")]),
    ];
    const { mode, front, strip } = arrange(all, null);
    expect(mode).toBe("grid");
    expect(keys(front)).toEqual(["bo:camera", "ann:camera", "me:camera"]);
    expect(strip).toEqual([]);
  });

  it("puts every screen of others in front, and the cameras beside", () => {
    const all = [
      person("ann", [stream("s1", "screen"), stream("c1", "camera"), stream("s2", "screen")]),
      person("bo", [stream("s3", "screen")]),
      person("me", [], true),
    ];
    const { mode, front, strip } = arrange(all, null);
    expect(mode).toBe("stage");
    expect(keys(front)).toEqual(["ann:screen:s1-stream", "ann:screen:s2-stream", "bo:screen:s3-stream"]);
    expect(keys(strip)).toEqual(["ann:camera", "bo:camera", "me:camera"]);
  });

  it("keeps one's own screen small", () => {
    const { mode, front, strip } = arrange(
      [person("me", [stream("s", "screen")], true), person("ann")],
      null,
    );
    expect(mode).toBe("grid");
    expect(keys(front)).toEqual(["ann:camera", "me:camera"]);
    expect(keys(strip)).toEqual(["me:screen:s-stream"]);
  });

  it("brings a pinned tile to the front alone", () => {
    const all = [person("ann", [stream("s1", "screen")]), person("bo", [stream("s2", "screen")])];
    const { front, strip } = arrange(all, "bo:screen:s2-stream");
    expect(keys(front)).toEqual(["bo:screen:s2-stream"]);
    expect(keys(strip)).toEqual(["ann:screen:s1-stream", "ann:camera", "bo:camera"]);
  });

  it("leaves the front to others where a share has a window of its own, pinned or not", () => {
    const all = [person("ann", [stream("s1", "screen"), stream("s2", "screen")])];
    const outside = new Set(["ann:screen:s1-stream"]);
    for (const pinned of [null, "ann:screen:s1-stream"]) {
      const { front, strip, shares } = arrange(all, pinned, outside);
      expect(keys(front)).toEqual(["ann:screen:s2-stream"]);
      expect(keys(strip)).toEqual(["ann:screen:s1-stream", "ann:camera"]);
      expect(keys(shares)).toEqual(keys(front));
    }
    expect(arrange([person("ann", [stream("s1", "screen")])], null, outside).mode).toBe("grid");
  });

  it("forgets a pin whose tile is gone", () => {
    expect(arrange([person("ann")], "bo:screen:gone").mode).toBe("grid");
  });

  it("keeps a tile's key when its stream is published again", () => {
    const before = arrange([person("ann", [stream("old", "screen")])], null);
    const again = { ...stream("new", "screen"), streamId: "old-stream" };
    const after = arrange([person("ann", [again])], null);
    expect(keys(before.front)).toEqual(keys(after.front));
  });

  it("keeps the second of two screens in its tile when the first one ends, and numbers only several", () => {
    const [first, second] = [stream("s1", "screen"), stream("s2", "screen")];
    const both = arrange([person("ann", [first, second])], null).front;
    const one = arrange([person("ann", [second])], null).front;
    expect(both.map(({ number }) => number)).toEqual([1, 2]);
    expect(one.map(({ number }) => number)).toEqual([null]);
    expect(one[0]?.key).toBe(both[1]?.key);
  });
});

describe("fitGrid", () => {
  const wide = { narrowest: 16 / 9, widest: 16 / 9 };

  it("fills a box of the same shape with one tile", () => {
    expect(fitGrid(1, { width: 1600, height: 900 }, wide, 8)).toEqual({
      columns: 1,
      rows: 1,
      width: 1600,
      height: 900,
    });
  });

  it("places two side by side in a wide box and above each other in a tall one", () => {
    expect(fitGrid(2, { width: 1600, height: 600 }, wide, 8).columns).toBe(2);
    expect(fitGrid(2, { width: 400, height: 800 }, wide, 8).columns).toBe(1);
  });

  it("never leaves the box", () => {
    for (let count = 1; count <= 50; count += 1) {
      const box = { width: 1037, height: 611 };
      const { columns, rows, width, height } = fitGrid(count, box, { narrowest: 1, widest: 16 / 9 }, 8);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * width + (columns - 1) * 8).toBeLessThanOrEqual(box.width);
      expect(rows * height + (rows - 1) * 8).toBeLessThanOrEqual(box.height);
    }
  });

  it("answers with nothing to see for a box that has no size yet", () => {
    expect(fitGrid(3, { width: 0, height: 0 }, wide, 8)).toMatchObject({ width: 0, height: 0 });
  });
});
