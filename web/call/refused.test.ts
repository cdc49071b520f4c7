import { expect, it } from "vitest";
import { VIDEO_CODECS } from "../../protocol/video-codecs.ts";
import { chooseCodec } from "./codec-choice.ts";
import { type Picture, type VideoPlan, videoPlan } from "./encodings.ts";
import { NOTHING_REFUSED, type Refused, type RefusedAt, withRefused } from "./refused.ts";

const text: Picture = {
  source: "screen",
  content: "text",
  width: 1920,
  height: 1080,
  frameRate: 15,
  maxBitrate: null,
};
const motion: Picture = { ...text, content: "motion" };

function planned(picture: Picture, refused: Refused): VideoPlan | null {
  const sends = VIDEO_CODECS.filter((codec) => !refused.codecs.has(codec));
  const codec = chooseCodec({
    picture,
    sends,
    viewers: [VIDEO_CODECS],
    encrypted: false,
    expectations: {},
    oneSize: new Set(),
    unfit: new Set(),
  });
  return codec === null ? null : videoPlan(codec, picture, refused.layers.has(codec) ? null : () => true);
}

/** Each plan that is tried when all are refused. */
function tried(picture: Picture, at: RefusedAt): string[] {
  const plans: string[] = [];
  let refused = NOTHING_REFUSED;
  for (let plan = planned(picture, refused); plan !== null; plan = planned(picture, refused)) {
    const [mode] = plan.encodings.map(({ scalabilityMode = "plain" }) => scalabilityMode);
    plans.push(`${plan.codec} ${plan.encodings.length} ${mode}`);
    refused = withRefused(refused, plan, at);
  }
  return plans;
}

it("tries each codec once, the better one first", () => {
  expect(tried(text, "codec")).toEqual(["av1 1 L1T2", "h264 1 L1T2", "vp9 1 L1T3", "vp8 1 L1T3"]);
});

it("gives up layers and sizes before their codec", () => {
  expect(tried(motion, "encodings")).toEqual([
    "vp9 1 L3T3_KEY",
    "vp9 1 plain",
    "vp8 3 L1T3",
    "vp8 1 plain",
    "h264 3 L1T2",
    "h264 1 plain",
    "av1 1 L1T2",
    "av1 1 plain",
  ]);
});

it("keeps the limits of a plain encoding", () => {
  const [plain] = videoPlan("vp8", motion, null).encodings;
  const largest = videoPlan("vp8", motion, () => true).encodings.at(-1);
  expect(plain).toEqual({ maxBitrate: largest?.maxBitrate, maxFramerate: 15 });
});
