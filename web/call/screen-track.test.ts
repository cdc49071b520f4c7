import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { betterBox, boxOf, captureRate, prepareScreen } from "./screen-track.ts";

it.each([
  [1080, 15, 30],
  [1080, 30, 60],
  [1080, 60, 60],
  [1440, 15, 30],
  [1440, 30, 30],
  [2160, 15, 15],
  [2160, 60, 60],
] as const)(
  "a screen of %s lines that is sent %s times a second is captured %s times",
  (height, frameRate, captured) => {
    expect(captureRate({ height, frameRate })).toBe(captured);
  },
);

describe("boxOf", () => {
  it.each([
    ["16:9", 1080, 16 / 9, { width: 1920, height: 1080 }],
    ["16:9", 1440, 16 / 9, { width: 2560, height: 1440 }],
    ["16:9", 2160, 16 / 9, { width: 3840, height: 2160 }],
    ["ultra-wide", 1440, 3440 / 1440, { width: 2968, height: 1244 }],
    ["upright", 1080, 9 / 16, { width: 1080, height: 1920 }],
    ["square", 1080, 1, { width: 1440, height: 1440 }],
  ])("has for %s as many pixels as %s lines", (_name, height, shape, box) => {
    expect(boxOf(height, shape)).toEqual(box);
  });
});

describe("betterBox", () => {
  const FULL_HD = boxOf(1080);

  it.each([
    ["exactly 16:9", { width: 1920, height: 1080 }],
    ["a small window", { width: 640, height: 1000 }],
    ["what fits, of another shape", { width: 1800, height: 800 }],
  ])("leaves %s as it is", (_name, frame) => {
    expect(betterBox(frame, FULL_HD, 1080)).toBeNull();
  });

  it("gives an upright or wide picture the pixels of a 16:9 one", () => {
    expect(betterBox({ width: 694, height: 1080 }, FULL_HD, 1080)).toEqual({ width: 1156, height: 1800 });
    expect(betterBox({ width: 1920, height: 768 }, FULL_HD, 1080)).toEqual({ width: 2280, height: 912 });
    const wide = { width: 2560, height: 1072 };
    expect(betterBox(wide, boxOf(1440), 1440)).toEqual({ width: 2968, height: 1244 });
  });

  it("is content with what comes of a box that it has given", () => {
    for (let shape = 0.2; shape < 6; shape *= 1.013) {
      const scaled = fitted({ width: 4_000 * shape, height: 4_000 }, FULL_HD);
      const box = betterBox(scaled, FULL_HD, 1080) ?? FULL_HD;
      const next = betterBox(fitted({ width: 4_000 * shape, height: 4_000 }, box), box, 1080) ?? box;
      expect(betterBox(fitted({ width: 4_000 * shape, height: 4_000 }, next), next, 1080)).toBeNull();
    }
  });
});

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A surface as a browser scales it: down to fit, in even pixels. */
function fitted(surface: Size, box: Size): Size {
  const scale = Math.min(1, box.width / surface.width, box.height / surface.height);
  const even = (side: number) => (scale < 1 ? 2 * Math.floor((side * scale) / 2 + 0.01) : side);
  return { width: even(surface.width), height: even(surface.height) };
}

describe("prepareScreen", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A track of a surface that can be given another size, and what was asked of it. */
  function trackOf(surface: Size) {
    const shown = { surface, box: { width: 0, height: 0 }, asked: 0, readyState: "live", contentHint: "" };
    return Object.assign(shown, {
      getSettings: () => fitted(shown.surface, shown.box),
      applyConstraints: async ({ width, height }: { width: { max: number }; height: { max: number } }) => {
        shown.box = { width: width.max, height: height.max };
        shown.asked += 1;
      },
    });
  }
  const prepare = async (track: ReturnType<typeof trackOf>, height: 1080 | 1440 = 1080) => {
    const options = { height, frameRate: 15, content: "text", maxBitrate: null, systemAudio: false } as const;
    await prepareScreen(track as Partial<MediaStreamTrack> as MediaStreamTrack, options);
    await vi.advanceTimersByTimeAsync(1_000);
  };

  it.each([
    [{ width: 900, height: 1400 }],
    [{ width: 2000, height: 800 }],
    [{ width: 1080, height: 1920 }],
    [{ width: 1920, height: 1080 }],
    [{ width: 1900, height: 1090 }],
    [{ width: 320, height: 200 }],
  ])("leaves a surface that has no more pixels than 1080p as it is: %o", async (size) => {
    const track = trackOf(size);
    await prepare(track);
    expect(track.getSettings()).toEqual(size);
  });

  it("scales a larger one down to as many, in its own shape", async () => {
    const track = trackOf({ width: 3440, height: 1440 });
    await prepare(track, 1440);
    const { width, height } = track.getSettings();
    expect(width / height).toBeCloseTo(3440 / 1440, 2);
    expect((width * height) / (2560 * 1440)).toBeCloseTo(1, 1);
  });

  it("follows a window that is given another shape, and no longer than it is shared", async () => {
    const track = trackOf({ width: 900, height: 1400 });
    await prepare(track);
    track.surface = { width: 1600, height: 1000 };
    await vi.advanceTimersByTimeAsync(3_000);
    expect(track.getSettings()).toEqual({ width: 1600, height: 1000 });
    const { asked } = track;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(track.asked).toBe(asked);
    track.readyState = "ended";
    await vi.runAllTimersAsync();
    expect(vi.getTimerCount()).toBe(0);
  });
});
