import { describe, expect, test } from "vitest";
import { ladderOf, layersFor } from "./layers.ts";

const HD = { width: 1280, height: 720 };
const CODECS = [{ mimeType: "video/VP8", clockRate: 90_000, payloadType: 101 }];
const simulcast = ladderOf(
  {
    codecs: CODECS,
    encodings: [4, 2, 1].map((scaleResolutionDownBy, index) => ({
      rid: `r${index}`,
      scaleResolutionDownBy,
      scalabilityMode: "L1T3",
    })),
  },
  HD,
);
const svc = (scalabilityMode: string, source: typeof HD | null = HD) =>
  ladderOf({ codecs: CODECS, encodings: [{ scalabilityMode }] }, source);

describe("the ladder of a producer", () => {
  test("of simulcast is what its encodings say", () => {
    expect(simulcast).toEqual({ scales: [4, 2, 1], temporalLayers: 3, source: HD });
  });

  test("of simulcast without scales halves from layer to layer, as browsers do", () => {
    const encodings = [{ rid: "r0" }, { rid: "r1" }, { rid: "r2" }];
    expect(ladderOf({ codecs: CODECS, encodings }, HD)).toMatchObject({
      scales: [4, 2, 1],
      temporalLayers: 1,
    });
  });

  test.for([
    ["L3T3_KEY", [4, 2, 1], 3],
    ["L2T1", [2, 1], 1],
    ["L3T3h", [2.25, 1.5, 1], 3],
    ["L1T3", [1], 3],
    ["nonsense", [1], 1],
  ] as const)("of SVC is in its mode: %s", ([mode, scales, temporalLayers]) => {
    expect(svc(mode)).toMatchObject({ scales, temporalLayers });
  });

  test("of a plain stream is one layer", () => {
    expect(ladderOf({ codecs: CODECS }, HD)).toEqual({ scales: [1], temporalLayers: 1, source: HD });
  });
});

describe("the layers for a size", () => {
  test.for([
    [{ width: 200, height: 112 }, 0],
    [{ width: 400, height: 225 }, 0],
    [{ width: 401, height: 226 }, 1],
    [{ width: 800, height: 450 }, 1],
    [{ width: 801, height: 451 }, 2],
    [{ width: 16_384, height: 16_384 }, 2],
  ] as const)("%o", ([wanted, spatialLayer]) => {
    expect(layersFor(wanted, simulcast)).toEqual({ spatialLayer, temporalLayer: 2 });
    expect(layersFor(wanted, svc("L3T3_KEY"))).toEqual({ spatialLayer, temporalLayer: 2 });
  });

  test("are decided by the side that the picture touches: an upright one in a wide tile is small", () => {
    const upright = svc("L3T1", { width: 720, height: 1280 });
    expect(layersFor({ width: 1280, height: 360 }, upright)).toEqual({ spatialLayer: 0, temporalLayer: 0 });
  });

  test("are the highest where the size of the source is not known", () => {
    expect(layersFor({ width: 10, height: 10 }, svc("L3T3", null))).toEqual({
      spatialLayer: 2,
      temporalLayer: 2,
    });
  });

  test("never take pixels from what has one spatial layer: a share of text stays whole", () => {
    expect(layersFor({ width: 10, height: 10 }, svc("L1T3"))).toEqual({ spatialLayer: 0, temporalLayer: 2 });
    expect(layersFor({ width: 10, height: 10 }, svc("L1T1"))).toBeNull();
  });

  test("survive sizes that are absurd", () => {
    const odd = svc("L3T1", { width: 0, height: 0 });
    expect(layersFor({ width: 100, height: 100 }, odd)).toEqual({ spatialLayer: 2, temporalLayer: 0 });
  });
});
