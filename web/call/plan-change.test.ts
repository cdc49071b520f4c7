import { describe, expect, it } from "vitest";
import { type Offers, type Picture, videoPlan } from "./encodings.ts";
import { isAlike, planChange } from "./plan-change.ts";

const chromium: Offers = (codec, mode) => mode.startsWith("L1") || codec === "av1" || codec === "vp9";
const FULL_HD = { width: 1920, height: 1080 };
const SMALL = { width: 640, height: 360 };
const UHD = { width: 3840, height: 2160 };

function planned(content: Picture["content"], codec: "av1" | "vp9" | "vp8", size: typeof FULL_HD) {
  const picture: Picture = { source: "screen", content, frameRate: 30, maxBitrate: null, ...size };
  return { plan: videoPlan(codec, picture, chromium), size };
}

describe("planChange", () => {
  it("gives a text of another size other limits, and leaves its stream as it is", () => {
    expect(planChange(planned("text", "av1", SMALL), planned("text", "av1", FULL_HD))).toBe("limits");
    expect(planChange(planned("text", "vp8", UHD), planned("text", "vp8", SMALL))).toBe("limits");
    expect(planChange(planned("text", "av1", SMALL), planned("text", "av1", SMALL))).toBe("none");
  });

  it("replaces what goes out in several sizes, because its layers or what the node knows of them have changed", () => {
    for (const codec of ["vp9", "vp8"] as const) {
      expect(planChange(planned("motion", codec, SMALL), planned("motion", codec, FULL_HD))).toBe("producer");
      expect(planChange(planned("motion", codec, FULL_HD), planned("motion", codec, UHD))).toBe("producer");
      expect(planChange(planned("motion", codec, UHD), planned("motion", codec, FULL_HD))).toBe("producer");
    }
  });

  it("does not replace it for a few pixels", () => {
    const narrower = planned("motion", "vp9", { width: 1728, height: 1080 });
    expect(planChange(planned("motion", "vp9", FULL_HD), narrower)).toBe("limits");
  });

  it("has a picture in one size looked at anew when its limits stay but its size does not", () => {
    const { plan } = planned("text", "av1", FULL_HD);
    expect(planChange({ plan, size: FULL_HD }, { plan, size: SMALL })).toBe("limits");
  });
});

it("a size that is not known is no other size", () => {
  expect(isAlike(FULL_HD, null)).toBe(true);
  expect(isAlike(null, null)).toBe(true);
  expect(isAlike(null, FULL_HD)).toBe(false);
  expect(isAlike(FULL_HD, { width: 1080, height: 1920 })).toBe(false);
});
