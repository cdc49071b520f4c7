import type { Source } from "../../../protocol/room/producers.ts";
import type { Size } from "../../../protocol/room/watching.ts";
import type { AudioSettings } from "../encodings.ts";
import type { Publication } from "../publication.ts";

/** A stream of one's own as it is sent on a direct path: the same codec and limits as to the node, in one size. */
export interface SentStream {
  readonly streamId: string;
  readonly producerId: string;
  readonly source: Source;
  /** What belongs together is played in step. */
  readonly group: string;
  readonly track: MediaStreamTrack;
  readonly codec: SentCodec;
  readonly settings: { readonly video: SentVideo } | { readonly audio: AudioSettings };
}

/** A codec, for example `video/H264` with its profile. */
export interface SentCodec {
  readonly mimeType: string;
  readonly parameters: Readonly<Record<string, string | number | boolean>>;
}

/** Bit rates are in bit/s, `startBitrate` in kbit/s as SDP wants it. */
export interface SentVideo {
  /** Of the picture at its source, for which all of this is; null where that is not known. */
  readonly size: Size | null;
  readonly maxBitrate: number;
  readonly maxFramerate: number;
  readonly degradationPreference: RTCDegradationPreference;
  readonly startBitrate: number;
  /** A text keeps its pixels, however small it is shown. */
  readonly mayShrink: boolean;
  /**
   * The layers in time of a text, as to the node, though nobody is to leave any out: without them Chromium's AV1 leaves blocks of
   * the frame before in some that change. Of 1,000 frames of tests/e2e/harness/mark.ts, which changes ten times a second, 3 to 19
   * could not be read in L1T1, none in L1T2, in L1T3, or as motion (Chromium 156, libaom).
   */
  readonly layers: { readonly scalabilityMode?: string };
}

/** How a publication is sent directly; null while the node's producer of it is not made, which decides the codec. */
export function sentStream(publication: Publication): SentStream | null {
  const { key: streamId, producerId, source, syncGroup: group, track } = publication;
  const { settings, current } = publication;
  const { producer, plan, rtpParameters, size } = current;
  const codec = rtpParameters?.codecs[0];
  if (producer === null || codec === undefined) return null;
  const sent = { mimeType: codec.mimeType, parameters: codec.parameters ?? {} };
  const stream = { streamId, producerId, source, group, track, codec: sent };
  if ("audio" in settings) return { ...stream, settings };
  // The largest one: one viewer needs no others.
  const largest = plan?.encodings.at(-1);
  if (plan === null || largest === undefined) return null;
  const { maxBitrate, maxFramerate, scalabilityMode } = largest;
  const { degradationPreference, startBitrate } = plan;
  const mayShrink = degradationPreference !== "maintain-resolution";
  const layers = mayShrink || scalabilityMode === undefined ? {} : { scalabilityMode };
  const video = { size, maxBitrate, maxFramerate, degradationPreference, startBitrate, mayShrink, layers };
  return { ...stream, settings: { video } };
}
