import { type PathFigures, pathFigures } from "./path-figures.ts";
import {
  flag,
  growth,
  known,
  number,
  ofType,
  perSecond,
  quotient,
  type Reading,
  referred,
  type Stat,
  share,
  sum,
  text,
  times,
} from "./reading.ts";

/** What holds an encoder back, as the browser sees it. */
type Limitation = "none" | "cpu" | "bandwidth" | "other";

/** One encoding of a stream that is sent in several. */
export interface LayerFigures {
  readonly rid?: string;
  readonly active?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly frameRate?: number;
  /** bit/s */
  readonly bitrate?: number;
  /** For example `L1T3`. */
  readonly scalability?: string;
}

/**
 * How a stream is. Rates and shares are over the time since the reading before. What this browser does not say, or what
 * cannot be said yet, is absent: nothing here is ever NaN, and 0 means none.
 */
export interface Figures {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: "audio" | "video";
  /** For example `VP9` or `opus`. */
  readonly codec?: string;
  readonly codecParameters?: string;
  /** For example `L3T3_KEY`. */
  readonly scalability?: string;
  /** Only where the stream is sent in more than one encoding, smallest first. */
  readonly layers?: readonly LayerFigures[];
  /** bit/s of payload, without headers. */
  readonly bitrate?: number;
  /** bit/s of payload that was sent again. */
  readonly retransmitted?: number;
  /** bit/s that the encoder aims at. */
  readonly target?: number;
  /** Pixels; of the largest encoding. */
  readonly width?: number;
  readonly height?: number;
  /** Frames a second that were encoded or decoded. */
  readonly frameRate?: number;
  /** What is captured, where it is one's own. */
  readonly captured?: { readonly width?: number; readonly height?: number; readonly frameRate?: number };
  /** Packets that did not arrive, 0 to 1: here, or as the other end reports it. */
  readonly loss?: number;
  /** Milliseconds. */
  readonly jitter?: number;
  readonly roundTrip?: number;
  /** Milliseconds for which what came is held back to play it evenly. */
  readonly jitterBuffer?: number;
  /** Sound that had to be made up, 0 to 1; made-up silence does not count. */
  readonly concealed?: number;
  /** Frames that came and were not shown, 0 to 1. */
  readonly dropped?: number;
  /** Time without a picture that moved on, 0 to 1. A freeze counts when it is over. */
  readonly frozen?: number;
  /** Since the stream began. */
  readonly freezes?: number;
  readonly keyFrames?: number;
  readonly limitation?: Limitation;
  /** The encoder or decoder, for example `libvpx`. */
  readonly implementation?: string;
  /** Whether the browser calls it power efficient: mostly, that it is in hardware. */
  readonly efficient?: boolean;
  /** Mean milliseconds for one frame. */
  readonly codecTime?: number;
  /** Mean quantizer; how its numbers look depends on the codec. */
  readonly quantizer?: number;
  readonly path?: PathFigures;
}

/** What the figures say of a stream, from two readings of it; null where it is not in the reading. */
export function figuresOf(
  previous: Reading | null,
  current: Reading,
  direction: "in" | "out",
): Figures | null {
  const streams = ofType(current, direction === "in" ? "inbound-rtp" : "outbound-rtp").sort(bySize);
  const main = streams.findLast((stream) => flag(stream, "active") !== false) ?? streams.at(-1);
  if (main === undefined) return null;
  const path = pathFigures(previous, current);
  const codec = referred(current, main, "codecId");
  const common = {
    at: main.timestamp,
    kind: text(main, "kind") === "audio" ? "audio" : "video",
    codec: text(codec, "mimeType")?.replace(/^\w+\//, ""),
    codecParameters: text(codec, "sdpFmtpLine"),
    width: number(main, "frameWidth"),
    height: number(main, "frameHeight"),
    efficient: flag(main, direction === "in" ? "powerEfficientDecoder" : "powerEfficientEncoder"),
    path: path ?? undefined,
  } as const;
  return direction === "in"
    ? known<Figures>({ ...NOTHING, ...common, ...received(previous, main, path) })
    : known<Figures>({ ...NOTHING, ...common, ...sent(previous, current, streams, main, path) });
}

type Parts = { [K in keyof Omit<Figures, "at" | "kind">]-?: Figures[K] | undefined };

/** So that both directions may leave out what is not theirs. */
const NOTHING = {} as Parts;

function received(previous: Reading | null, main: Stat, path: PathFigures | null): Partial<Parts> {
  const since = (field: string) => growth(previous, main, field);
  const lost = since("packetsLost");
  return {
    bitrate: times(perSecond(previous, main, "bytesReceived"), 8),
    retransmitted: times(perSecond(previous, main, "retransmittedBytesReceived"), 8),
    frameRate: perSecond(previous, main, "framesDecoded") ?? number(main, "framesPerSecond"),
    loss: share(lost, sum([lost, since("packetsReceived")])),
    jitter: times(number(main, "jitter"), 1_000),
    roundTrip: path?.roundTrip,
    jitterBuffer: times(quotient(since("jitterBufferDelay"), since("jitterBufferEmittedCount")), 1_000),
    concealed: share(
      audibly(since("concealedSamples"), since("silentConcealedSamples")),
      since("totalSamplesReceived"),
    ),
    dropped: share(since("framesDropped"), since("framesReceived")),
    frozen: share(perSecond(previous, main, "totalFreezesDuration"), 1),
    freezes: number(main, "freezeCount"),
    keyFrames: number(main, "keyFramesDecoded"),
    implementation: text(main, "decoderImplementation"),
    codecTime: times(quotient(since("totalDecodeTime"), since("framesDecoded")), 1_000),
    quantizer: quotient(since("qpSum"), since("framesDecoded")),
  };
}

function audibly(concealed: number | undefined, silent: number | undefined): number | undefined {
  return concealed === undefined ? undefined : Math.max(concealed - (silent ?? 0), 0);
}

function sent(
  previous: Reading | null,
  current: Reading,
  streams: readonly Stat[],
  main: Stat,
  path: PathFigures | null,
): Partial<Parts> {
  const since = (field: string) => growth(previous, main, field);
  const each = (field: string) => times(sum(streams.map((stream) => perSecond(previous, stream, field))), 8);
  const reports = streams.map((stream) => reportOf(current, stream)).filter((report) => report !== undefined);
  const worst = (field: string) => largest(reports.map((report) => number(report, field)));
  const media = referred(current, main, "mediaSourceId");
  return {
    scalability: text(main, "scalabilityMode"),
    layers: streams.length > 1 ? streams.map((stream) => layerOf(previous, stream)) : undefined,
    bitrate: each("bytesSent"),
    retransmitted: each("retransmittedBytesSent"),
    target: sum(streams.map((stream) => number(stream, "targetBitrate"))),
    frameRate: frameRateOut(previous, main),
    captured: capturedOf(media),
    loss: largest(streams.map((stream) => lossOut(previous, current, stream))),
    jitter: times(worst("jitter"), 1_000),
    roundTrip: times(worst("roundTripTime"), 1_000) ?? path?.roundTrip,
    keyFrames: number(main, "keyFramesEncoded"),
    limitation: limitationOf(main),
    implementation: text(main, "encoderImplementation"),
    codecTime: times(quotient(since("totalEncodeTime"), since("framesEncoded")), 1_000),
    quantizer: quotient(since("qpSum"), since("framesEncoded")),
  };
}

function layerOf(previous: Reading | null, stream: Stat): LayerFigures {
  return known<LayerFigures>({
    rid: text(stream, "rid"),
    active: flag(stream, "active"),
    width: number(stream, "frameWidth"),
    height: number(stream, "frameHeight"),
    frameRate: frameRateOut(previous, stream),
    bitrate: times(perSecond(previous, stream, "bytesSent"), 8),
    scalability: text(stream, "scalabilityMode"),
  });
}

function frameRateOut(previous: Reading | null, stream: Stat): number | undefined {
  return perSecond(previous, stream, "framesEncoded") ?? number(stream, "framesPerSecond");
}

function capturedOf(media: Stat | undefined): Figures["captured"] {
  const captured = known<NonNullable<Figures["captured"]>>({
    width: number(media, "width"),
    height: number(media, "height"),
    frameRate: number(media, "framesPerSecond"),
  });
  return Object.keys(captured).length === 0 ? undefined : captured;
}

/** What the other end reports of one encoding. */
function reportOf(reading: Reading, stream: Stat): Stat | undefined {
  const ssrc = number(stream, "ssrc");
  return (
    referred(reading, stream, "remoteId") ??
    ofType(reading, "remote-inbound-rtp").find((report) => number(report, "ssrc") === ssrc)
  );
}

/** Not every browser says the fraction; then it is what was lost of what was sent. */
function lossOut(previous: Reading | null, current: Reading, stream: Stat): number | undefined {
  const report = reportOf(current, stream);
  const fraction = number(report, "fractionLost");
  return fraction === undefined
    ? share(growth(previous, report, "packetsLost"), growth(previous, stream, "packetsSent"))
    : Math.min(Math.max(fraction, 0), 1);
}

const LIMITATIONS: readonly string[] = ["none", "cpu", "bandwidth", "other"];

function limitationOf(stream: Stat): Limitation | undefined {
  const reason = text(stream, "qualityLimitationReason");
  return reason !== undefined && LIMITATIONS.includes(reason) ? (reason as Limitation) : undefined;
}

function largest(values: readonly (number | undefined)[]): number | undefined {
  const some = values.filter((value) => value !== undefined);
  return some.length === 0 ? undefined : Math.max(...some);
}

/** Smaller pictures first; encodings that have sent none yet come before those. */
function bySize(a: Stat, b: Stat): number {
  return (number(a, "frameHeight") ?? 0) - (number(b, "frameHeight") ?? 0);
}
