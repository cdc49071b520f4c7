import { describe, expect, it } from "vitest";
import { VIDEO_CODECS } from "../../protocol/video-codecs.ts";
import { isInOneSize, type Offers, type Picture, videoPlan } from "./encodings.ts";

const text: Picture = {
  source: "screen",
  content: "text",
  width: 1920,
  height: 1080,
  frameRate: 30,
  maxBitrate: null,
};
const motion: Picture = { ...text, content: "motion" };
const camera: Picture = { ...motion, source: "camera", width: 1280, height: 720 };
/** What Chromium offers. */
const chromium: Offers = (codec, mode) => mode.startsWith("L1") || codec === "av1" || codec === "vp9";
const nothing: Offers = () => false;

describe("videoPlan", () => {
  it("keeps the pixels of text in one layer, whatever the codec", () => {
    for (const codec of VIDEO_CODECS) {
      const plan = videoPlan(codec, text, chromium);
      expect(plan.degradationPreference).toBe("maintain-resolution");
      expect(plan.encodings).toMatchObject([{ maxFramerate: 30 }]);
      expect(plan.encodings[0]?.scalabilityMode).toMatch(/^L1T[23]$/);
      expect(plan.encodings[0]).not.toHaveProperty("scaleResolutionDownBy");
    }
  });

  it("sends what moves in three sizes, within a stream where the codec can", () => {
    for (const picture of [motion, camera]) {
      expect(videoPlan("vp9", picture, chromium).encodings).toMatchObject([{ scalabilityMode: "L3T3_KEY" }]);
      for (const codec of ["h264", "vp8"] as const) {
        const { encodings } = videoPlan(codec, picture, chromium);
        expect(encodings.map((encoding) => encoding.scaleResolutionDownBy)).toEqual([4, 2, 1]);
        const rates = encodings.map(({ maxBitrate }) => maxBitrate);
        expect(rates).toEqual(rates.toSorted((a, b) => a - b));
      }
    }
    expect(videoPlan("vp8", camera, chromium).degradationPreference).toBe("balanced");
    expect(videoPlan("vp8", motion, chromium).degradationPreference).toBe("maintain-framerate");
  });

  it("sends AV1 in one size, as a node passes on no others that can be decoded", () => {
    for (const picture of [motion, camera]) {
      const { encodings } = videoPlan("av1", picture, chromium);
      expect(encodings).toMatchObject([{ scalabilityMode: "L1T2" }]);
    }
  });

  it("has a third layer in time only where the node knows where one may begin", () => {
    const modes = VIDEO_CODECS.map((codec) => [codec, videoPlan(codec, text, chromium).encodings[0]]);
    expect(Object.fromEntries(modes)).toMatchObject({
      av1: { scalabilityMode: "L1T2" },
      h264: { scalabilityMode: "L1T2" },
      vp9: { scalabilityMode: "L1T3" },
      vp8: { scalabilityMode: "L1T3" },
    });
  });

  it("makes no layers too small to show anything", () => {
    expect(videoPlan("vp8", { ...camera, height: 360 }, chromium).encodings).toHaveLength(2);
    const [small] = videoPlan("vp8", { ...camera, height: 180 }, chromium).encodings;
    expect(small).not.toHaveProperty("scaleResolutionDownBy");
    expect(videoPlan("vp9", { ...camera, height: 360 }, chromium).encodings).toMatchObject([
      { scalabilityMode: "L2T3_KEY" },
    ]);
  });

  it("asks a browser for no layers that it does not offer", () => {
    for (const codec of VIDEO_CODECS) {
      for (const picture of [text, motion, camera]) {
        for (const encoding of videoPlan(codec, picture, nothing).encodings) {
          expect(encoding).not.toHaveProperty("scalabilityMode");
        }
      }
    }
  });

  it("knows which codecs send one size alone where there could be several", () => {
    const inOneSize = (picture: Picture, offers: Offers) =>
      VIDEO_CODECS.filter((codec) => isInOneSize(codec, picture, offers));
    expect(inOneSize(camera, chromium)).toEqual(["av1"]);
    // As Firefox does.
    expect(inOneSize(camera, nothing).toSorted()).toEqual(["av1", "vp9"]);
    expect(inOneSize(text, nothing)).toEqual([]);
    expect(inOneSize({ ...camera, width: 320, height: 180 }, nothing)).toEqual([]);
  });

  it("gives more pixels and more frames more bits, within the cap", () => {
    for (const codec of VIDEO_CODECS) {
      for (const base of [text, motion]) {
        let before = 0;
        for (const height of [720, 1080, 1440, 2160]) {
          const picture = { ...base, width: (height * 16) / 9, height };
          const [slow = 0, usual = 0, fast = 0] = [15, 30, 60].map(
            (frameRate) => videoPlan(codec, { ...picture, frameRate }, chromium).encodings.at(-1)?.maxBitrate,
          );
          expect(slow).toBeGreaterThanOrEqual(Math.min(before, 13_000_000));
          expect(usual).toBeGreaterThanOrEqual(slow);
          expect(fast).toBeGreaterThanOrEqual(usual);
          expect(fast).toBeLessThanOrEqual(20_000_000);
          before = slow;
        }
      }
    }
  });

  it("keeps all sizes together within what the person lets them take, and gives no more for that", () => {
    const uhd = { width: 3840, height: 2160, frameRate: 60 };
    for (const codec of VIDEO_CODECS) {
      for (const base of [text, motion]) {
        const free = videoPlan(codec, { ...base, ...uhd }, chromium).encodings;
        const capped = videoPlan(codec, { ...base, ...uhd, maxBitrate: 2_500_000 }, chromium);
        const total = capped.encodings.reduce((sum, { maxBitrate }) => sum + maxBitrate, 0);
        expect(total).toBeLessThanOrEqual(2_500_000);
        expect(total).toBeGreaterThan(2_499_990);
        const shares = capped.encodings.map(({ maxBitrate }) => maxBitrate / total);
        const before = free.reduce((sum, { maxBitrate }) => sum + maxBitrate, 0);
        for (const [index, { maxBitrate }] of free.entries())
          expect(shares[index]).toBeCloseTo(maxBitrate / before, 3);
        expect(capped.startBitrate).toBeLessThan(2_500);
      }
    }
    expect(videoPlan("av1", { ...text, maxBitrate: 10_000_000 }, chromium)).toEqual(
      videoPlan("av1", text, chromium),
    );
  });

  it("lets a small window of text begin at once", () => {
    for (const codec of VIDEO_CODECS) {
      const small = { ...text, width: 640, height: 360, frameRate: 15 };
      expect(videoPlan(codec, small, chromium).startBitrate).toBe(750);
    }
  });

  it("starts below its ceiling, and where a weak uplink survives it", () => {
    const uhd = { ...text, width: 3840, height: 2160, frameRate: 60 };
    for (const picture of [text, motion, camera, uhd]) {
      const { startBitrate, encodings } = videoPlan("vp9", picture, chromium);
      expect(startBitrate * 1000).toBeLessThan(encodings.at(-1)?.maxBitrate ?? 0);
      expect(startBitrate).toBeLessThanOrEqual(picture === uhd ? 10_000 : 4_000);
    }
  });
});
