import { describe, expect, it } from "vitest";
import { othersThan } from "./watched-consumer.ts";

describe("layers that are not the preferred ones", () => {
  it.each([
    ["a lower frame rate", { spatialLayer: 2, temporalLayer: 2 }, { spatialLayer: 2, temporalLayer: 1 }],
    ["a smaller picture", { spatialLayer: 2, temporalLayer: 0 }, { spatialLayer: 1, temporalLayer: 0 }],
    ["a larger picture", { spatialLayer: 0 }, { spatialLayer: 1, temporalLayer: 0 }],
  ])("are %s", (_, preferred, others) => {
    expect(othersThan(preferred)).toEqual(others);
  });
});
