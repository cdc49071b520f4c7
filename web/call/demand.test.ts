import { describe, expect, test } from "vitest";
import { FULL_SIZE } from "../../protocol/room/watching.ts";
import { encodingsFor, isMore, shrunkFor } from "./demand.ts";

const HD = { width: 1280, height: 720 };
const NOBODY = { width: 0, height: 0 };
const THUMB = { width: 200, height: 112 };
const HALF = { width: 640, height: 360 };

describe("simulcast", () => {
  const layers = [4, 2, 1].map((scaleResolutionDownBy) => ({ active: true, scaleResolutionDownBy }));
  const active = (demand: typeof HD, source: typeof HD | null = HD) =>
    encodingsFor(demand, source, layers).map((encoding) => encoding.active);

  test("layers that are larger than anybody shows are off; smaller ones stay for weak viewers", () => {
    expect(active(THUMB)).toEqual([true, false, false]);
    expect(active(HALF)).toEqual([true, true, false]);
    expect(active(FULL_SIZE)).toEqual([true, true, true]);
  });

  test("nobody wants it: all are off", () => {
    expect(active(NOBODY)).toEqual([false, false, false]);
  });

  test("where the size of the source is not known, all are on", () => {
    expect(active(THUMB, null)).toEqual([true, true, true]);
  });
});

describe("layers within one stream", () => {
  const svc = (demand: typeof HD, scalabilityMode = "L3T3_KEY") =>
    encodingsFor(demand, HD, [{ active: true, scalabilityMode }]);

  test("are as many as are wanted, and keep their sizes", () => {
    expect(svc(FULL_SIZE)).toEqual([{ active: true, scaleResolutionDownBy: 1, scalabilityMode: "L3T3_KEY" }]);
    expect(svc(HALF)).toEqual([{ active: true, scaleResolutionDownBy: 2, scalabilityMode: "L2T3_KEY" }]);
    expect(svc(THUMB)).toEqual([{ active: true, scaleResolutionDownBy: 4, scalabilityMode: "L1T3" }]);
  });

  test("stop when nobody wants them", () => {
    expect(svc(NOBODY)).toEqual([{ active: false }]);
  });

  test("that lean on each other are left as they are", () => {
    expect(svc(THUMB, "L3T3")).toEqual([{ active: true }]);
  });
});

test("a single picture never loses pixels: it is sent whole or not at all", () => {
  const text = [{ active: true, scalabilityMode: "L1T3" }];
  expect(encodingsFor(THUMB, HD, text)).toEqual([{ active: true }]);
  expect(encodingsFor(NOBODY, HD, text)).toEqual([{ active: false }]);
  expect(encodingsFor(NOBODY, HD, [{ active: true }])).toEqual([{ active: false }]);
});

test("a picture in motion that goes to one viewer is as small as that one shows it", () => {
  const camera = { active: true, maxBitrate: 2_000_000 };
  const shrunk = (demand: typeof HD, source: typeof HD | null = HD) => shrunkFor(demand, source, camera);
  expect(shrunk(FULL_SIZE)).toEqual({ ...camera, scaleResolutionDownBy: 1 });
  expect(shrunk(HALF)).toMatchObject({ active: true, scaleResolutionDownBy: 2 });
  const small = shrunk(THUMB);
  expect(small.scaleResolutionDownBy).toBe(4);
  // Sixteen times fewer pixels, but no sixteenth of the bits.
  expect(small.maxBitrate).toBe(250_000);
  expect(shrunk(NOBODY)).toEqual({ active: false });
  expect(shrunk(THUMB, null)).toEqual({ ...camera, scaleResolutionDownBy: 1 });
});

test("more is what is off now, or larger", () => {
  const off = [{ active: false }];
  const on = [{ active: true }];
  expect(isMore(on, off)).toBe(true);
  expect(isMore(off, on)).toBe(false);
  expect(isMore(on, on)).toBe(false);
  const small = [{ active: true, scaleResolutionDownBy: 2 }];
  const large = [{ active: true, scaleResolutionDownBy: 1 }];
  expect(isMore(large, small)).toBe(true);
  expect(isMore(small, large)).toBe(false);
});
