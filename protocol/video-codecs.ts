import * as v from "valibot";
import type { RtpCapabilities, RtpParameters } from "./rtp.ts";

/** The video codecs of a room, the one that gives the most for its bits first. */
export const VIDEO_CODECS = ["av1", "vp9", "h264", "vp8"] as const;
export const videoCodecSchema = v.picklist(VIDEO_CODECS);
export type VideoCodec = v.InferOutput<typeof videoCodecSchema>;

type Codec = RtpCapabilities["codecs"][number];

/** Constrained Baseline of any level, as the router has it: `42`, the second constraint flag set, and no reserved bit. */
const CONSTRAINED_BASELINE = /^42[4-7c-f]0[0-9a-f]{2}$/i;
/** What H.264 is where no profile is named. */
const DEFAULT_PROFILE = "42e01f";

/** Which variant of each codec the router has: the one that `protocol/codecs.ts` offers. */
const IS_OURS: Readonly<Record<VideoCodec, (parameters: NonNullable<Codec["parameters"]>) => boolean>> = {
  av1: () => true,
  vp9: (parameters) => (parameters["profile-id"] ?? 0) === 0,
  h264: (parameters) =>
    parameters["packetization-mode"] === 1 &&
    CONSTRAINED_BASELINE.test(String(parameters["profile-level-id"] ?? DEFAULT_PROFILE)),
  vp8: () => true,
};

/**
 * The codecs that a page with these capabilities can be sent, in the order of VIDEO_CODECS; empty for capabilities that
 * name none. It decides as the node does, which makes no consumer where the page cannot decode.
 */
export function decodedBy({ codecs }: RtpCapabilities): VideoCodec[] {
  return VIDEO_CODECS.filter((name) => codecs.some((codec) => isOurs(name, codec)));
}

/** The codec of a picture that is sent with these parameters; undefined where it is none of the room's. */
export function codecSent({ codecs }: Pick<RtpParameters, "codecs">): VideoCodec | undefined {
  const [first] = codecs;
  return VIDEO_CODECS.find((name) => first?.mimeType.toLowerCase() === `video/${name}`);
}

function isOurs(name: VideoCodec, { kind, mimeType, clockRate, channels, parameters }: Codec): boolean {
  if (kind !== "video" || clockRate !== 90_000 || channels !== undefined) return false;
  return mimeType.toLowerCase() === `video/${name}` && IS_OURS[name](parameters ?? {});
}
