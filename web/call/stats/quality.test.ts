import { describe, expect, it } from "vitest";
import type { Figures } from "./figures.ts";
import { limitedByBandwidth, limitedByProcessor } from "./limits.ts";
import { ownQuality, type StreamQuality, streamQualities } from "./own-quality.ts";
import { type Quality, qualityOf } from "./quality.ts";
import { STEADY_START, steady } from "./steady-quality.ts";

const VOICE_IN = { direction: "in", source: "microphone" } as const;
const CAMERA_IN = { direction: "in", source: "camera" } as const;
const CAMERA_OUT = { direction: "out", source: "camera" } as const;
const SCREEN_IN = { direction: "in", source: "screen" } as const;
const video = (figures: Partial<Figures>): Figures => ({
  at: 0,
  kind: "video",
  bitrate: 1e6,
  frameRate: 25,
  ...figures,
});
const voice = (figures: Partial<Figures>): Figures => ({ at: 0, kind: "audio", bitrate: 32_000, ...figures });
const GOOD: Quality = { level: "good" };
const POOR: Quality = { level: "poor", cause: "loss" };
const FAIR: Quality = { level: "fair", cause: "loss" };

describe("qualityOf", () => {
  it.each([
    [voice({ loss: 0, roundTrip: 40, jitterBuffer: 50 }), "good"],
    [voice({ loss: 0.01, roundTrip: 100, jitterBuffer: 60 }), "good"],
    [voice({ loss: 0.05, roundTrip: 100, jitterBuffer: 60 }), "fair"],
    [voice({ loss: 0.2, roundTrip: 100, jitterBuffer: 60 }), "poor"],
    // Forward error correction repaired what was lost.
    [voice({ loss: 0.2, concealed: 0.01, roundTrip: 100, jitterBuffer: 60 }), "good"],
    [voice({ loss: 0, roundTrip: 400, jitterBuffer: 60 }), "fair"],
    [voice({ loss: 0, roundTrip: 900, jitterBuffer: 60 }), "poor"],
  ])("rates a voice by loss and delay (%o)", (figures, level) => {
    expect(qualityOf(figures, VOICE_IN)?.level).toBe(level);
  });

  it("tells a long way from an uneven one", () => {
    expect(qualityOf(voice({ roundTrip: 900, jitterBuffer: 60 }), VOICE_IN)).toMatchObject({
      cause: "delay",
    });
    expect(qualityOf(voice({ roundTrip: 60, jitterBuffer: 500 }), VOICE_IN)).toMatchObject({
      cause: "jitter",
    });
  });

  it("lets the sound of a screen be late", () => {
    const late = voice({ loss: 0, roundTrip: 900, jitterBuffer: 60 });
    expect(qualityOf(late, { direction: "in", source: "screen-audio" })).toEqual(GOOD);
  });

  it.each([
    [{}, GOOD],
    [{ loss: 0.02 }, GOOD],
    [{ loss: 0.03 }, { level: "fair", cause: "loss" }],
    [{ loss: 0.11 }, { level: "poor", cause: "loss" }],
    [{ frozen: 0.1 }, { level: "fair", cause: "freezes" }],
    [
      { frozen: 0.5, loss: 0.03 },
      { level: "poor", cause: "freezes" },
    ],
    [{ dropped: 0.2 }, { level: "fair", cause: "processor" }],
    [{ frameRate: 2 }, { level: "poor", cause: "frame-rate" }],
    [{ roundTrip: 500 }, { level: "fair", cause: "delay" }],
    [{ path: { answered: false } }, { level: "poor", cause: "silence" }],
  ] satisfies [Partial<Figures>, Quality][])("rates a picture that comes (%o)", (figures, quality) => {
    expect(qualityOf(video(figures), CAMERA_IN)).toEqual(quality);
  });

  it("lets a screen stand still", () => {
    expect(qualityOf(video({ frameRate: 0, bitrate: 0 }), SCREEN_IN)).toEqual(GOOD);
  });

  it("has no verdict before there is a rate", () => {
    expect(qualityOf({ at: 0, kind: "video" }, CAMERA_IN)).toBeNull();
  });

  it("rates a picture that goes out by what holds it back", () => {
    const held = video({ limitation: "bandwidth" });
    expect(qualityOf(held, CAMERA_OUT)).toEqual({ level: "fair", cause: "bandwidth" });
    expect(qualityOf({ ...held, frameRate: 2 }, CAMERA_OUT)).toEqual({ level: "poor", cause: "bandwidth" });
    expect(qualityOf(video({ limitation: "cpu" }), CAMERA_OUT)).toEqual({
      level: "fair",
      cause: "processor",
    });
    // Nobody watches: nothing is sent, and nothing is wrong.
    expect(qualityOf(video({ frameRate: 0, bitrate: 0 }), CAMERA_OUT)).toEqual(GOOD);
  });
});

describe("limits", () => {
  it("are the network's only where it has no room left", () => {
    const at = (availableUp: number) =>
      video({ limitation: "bandwidth", path: { availableUp, sending: 1_000_000 } });
    expect(limitedByBandwidth(at(1_100_000))).toBe(true);
    expect(limitedByBandwidth(at(3_000_000))).toBe(false);
    expect(limitedByBandwidth(video({ limitation: "bandwidth" }))).toBe(true);
    expect(limitedByBandwidth(video({ limitation: "none" }))).toBe(false);
  });

  it("are the processor's where the browser says so", () => {
    expect(limitedByProcessor(video({ limitation: "cpu" }))).toBe(true);
    expect(limitedByProcessor(video({}))).toBe(false);
  });
});

describe("steady", () => {
  const shownAfter = (...verdicts: Quality[]) => verdicts.reduce(steady, STEADY_START).shown;

  it("shows nothing for one bad verdict", () => {
    expect(shownAfter(POOR)).toEqual(GOOD);
    expect(shownAfter(GOOD, POOR, GOOD, POOR, GOOD, FAIR)).toEqual(GOOD);
  });

  it("shows what two in a row agree on", () => {
    expect(shownAfter(POOR, POOR)).toEqual(POOR);
    expect(shownAfter(POOR, FAIR)).toEqual(FAIR);
    expect(shownAfter(FAIR, FAIR, POOR, POOR)).toEqual(POOR);
  });

  it("improves after three in a row", () => {
    expect(shownAfter(POOR, POOR, GOOD, GOOD)).toEqual(POOR);
    expect(shownAfter(POOR, POOR, GOOD, GOOD, GOOD)).toEqual(GOOD);
    expect(shownAfter(POOR, POOR, GOOD, FAIR, GOOD)).toEqual(FAIR);
  });

  it("shows another cause at once", () => {
    const delay: Quality = { level: "poor", cause: "delay" };
    expect(shownAfter(POOR, POOR, delay)).toEqual(delay);
  });
});

describe("whose fault it is", () => {
  const stream = (
    participantId: string,
    quality: Quality,
    changes: Partial<StreamQuality> = {},
  ): StreamQuality => ({
    producerId: `${participantId}-camera`,
    participantId,
    direction: "in",
    route: "node",
    quality,
    ...changes,
  });

  it("is one's own where all others come over badly, not where one does", () => {
    expect(ownQuality([stream("ada", POOR)])).toEqual(GOOD);
    expect(ownQuality([stream("ada", POOR), stream("ben", GOOD)])).toEqual(GOOD);
    expect(ownQuality([stream("ada", POOR), stream("ben", FAIR)])).toEqual(FAIR);
  });

  it("is one's own for what one sends, and for one's way to the node", () => {
    const silent: Quality = { level: "poor", cause: "silence" };
    expect(ownQuality([stream("me", POOR, { direction: "out" })])).toEqual(POOR);
    expect(ownQuality([stream("ada", silent)])).toEqual(silent);
    expect(ownQuality([stream("ada", silent, { route: "direct" })])).toEqual(GOOD);
  });

  it("is nobody's where the other route delivers", () => {
    const routes = [stream("ada", POOR), stream("ada", GOOD, { route: "direct" })];
    expect(streamQualities(routes)).toEqual(new Map([["ada-camera", GOOD]]));
  });
});
