import { describe, expect, it } from "vitest";
import { VIDEO_CODECS, type VideoCodec } from "../../protocol/video-codecs.ts";
import { type CodecSituation, chooseCodec } from "./codec-choice.ts";
import type { Picture } from "./encodings.ts";

const text: Picture = {
  source: "screen",
  content: "text",
  width: 3840,
  height: 2160,
  frameRate: 30,
  maxBitrate: null,
};
const motion: Picture = { ...text, content: "motion" };
const situation: CodecSituation = {
  picture: text,
  sends: VIDEO_CODECS,
  viewers: [],
  encrypted: false,
  expectations: {},
  oneSize: new Set(),
  unfit: new Set(),
};
const choose = (with_: Partial<CodecSituation>) => chooseCodec({ ...situation, ...with_ });
const hardware = { smooth: true, powerEfficient: true };

describe("chooseCodec", () => {
  it("sends what gives the most for its bits in text, and costs the least in motion", () => {
    expect(choose({})).toBe("av1");
    expect(choose({ picture: motion })).toBe("vp9");
    expect(choose({ picture: { ...motion, source: "camera" } })).toBe("vp9");
  });

  it("sends what every viewer decodes", () => {
    const viewers: VideoCodec[][] = [
      ["av1", "vp9", "h264", "vp8"],
      ["vp9", "h264", "vp8"],
    ];
    expect(choose({ viewers })).toBe("h264");
    expect(choose({ viewers: [...viewers, ["vp8", "vp9"]] })).toBe("vp9");
    expect(choose({ viewers: [...viewers, ["vp8"]] })).toBe("vp8");
    expect(choose({ viewers: [["vp8"]], sends: ["av1", "h264", "vp8"] })).toBe("vp8");
  });

  it("serves the most where no codec serves all, and is not led by who decodes nothing", () => {
    expect(choose({ viewers: [["av1"], ["vp8"], ["vp8", "vp9"]] })).toBe("vp8");
    expect(choose({ viewers: [[], ["av1", "vp8"]] })).toBe("av1");
    expect(choose({ viewers: [[]] })).toBe("av1");
    expect(choose({ sends: [] })).toBeNull();
  });

  it("encrypts only what the node can forward unread", () => {
    expect(choose({ encrypted: true })).toBe("vp9");
    expect(choose({ encrypted: true, viewers: [["vp8", "av1"]] })).toBe("vp8");
    expect(choose({ encrypted: true, sends: ["av1", "h264"] })).toBeNull();
  });

  it("prefers what can be had in several sizes", () => {
    const oneSize = new Set<VideoCodec>(["vp9", "av1"]);
    expect(choose({ picture: motion, oneSize })).toBe("vp8");
    expect(choose({ picture: motion, oneSize, expectations: { vp9: hardware } })).toBe("vp8");
    expect(choose({ picture: motion, oneSize, viewers: [["vp9"]] })).toBe("vp9");
    expect(choose({ picture: motion, oneSize, unfit: new Set<VideoCodec>(["vp8", "h264"]) })).toBe("vp9");
  });

  it("prefers hardware for what moves", () => {
    expect(choose({ picture: motion, expectations: { h264: hardware } })).toBe("h264");
    expect(choose({ picture: motion, expectations: { h264: hardware, av1: hardware } })).toBe("av1");
    expect(choose({ expectations: { h264: hardware } })).toBe("av1");
  });

  it("avoids what is not smooth, and what has proved too slow, as long as there is something else", () => {
    expect(choose({ expectations: { av1: { smooth: false, powerEfficient: false } } })).toBe("h264");
    expect(choose({ unfit: new Set<VideoCodec>(["av1", "h264"]) })).toBe("vp9");
    expect(choose({ unfit: new Set<VideoCodec>(["av1"]), viewers: [["av1"]] })).toBe("av1");
  });
});
