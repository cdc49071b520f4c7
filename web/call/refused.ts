import type { VideoCodec } from "../../protocol/video-codecs.ts";
import type { VideoPlan } from "./encodings.ts";

/** In which ways a picture has been refused, by this browser or by the node. */
export interface Refused {
  /** Codecs with which it cannot be sent. */
  readonly codecs: ReadonlySet<VideoCodec>;
  /** Codecs with which it can be sent in one plain encoding at most. */
  readonly layers: ReadonlySet<VideoCodec>;
}

export const NOTHING_REFUSED: Refused = { codecs: new Set(), layers: new Set() };

/** Who refused a plan: the browser before it negotiated anything, which is about the encodings; else it is about the codec. */
export type RefusedAt = "encodings" | "codec";

/** What is refused of a picture from now on: a codec's layers before the codec, so that each is tried once. */
export function withRefused(refused: Refused, { codec, encodings }: VideoPlan, at: RefusedAt): Refused {
  const isPlain = encodings.length === 1 && encodings[0]?.scalabilityMode === undefined;
  return at === "encodings" && !isPlain
    ? { ...refused, layers: new Set([...refused.layers, codec]) }
    : { ...refused, codecs: new Set([...refused.codecs, codec]) };
}
