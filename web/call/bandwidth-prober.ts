import { hasEnough, isInDip, lookAtBandwidth, NO_BANDWIDTH } from "./bandwidth.ts";

const LOOK_EVERY_MS = 1_000;
const LOOK_IN_DIP_EVERY_MS = 250;
/** A probe goes out with the next frame, and what it finds is known a round trip later. */
const PROBE_WITHIN_MS = 400;
const LISTEN_EVERY_MS = 100;
/** A probe that finds so much more than before was not held back by the path. */
const GROWTH = 1.5;
/**
 * What is less than this part of what is wanted after a dip was not found by a probe: where packets were lost until a dip ended, Chromium's
 * estimate of loss (`LossBasedBweV2`) allows none for five seconds.
 */
const LITTLE = 0.5;
/** On a path that stays narrow a new beginning helps nobody. */
const BEGIN_ANEW_EVERY_MS = 60_000;
/**
 * In kbit/s: twice the most that a picture may take, so that it never binds. Without a ceiling congestion control probes for no more than
 * 5 Mbit/s (`kDefaultMaxProbingBitrate`), at which a key frame of a 2160p text takes 0.7 s; with one, for twice what its encodings may take.
 */
const CEILING = 40_000;

/** A connection, as far as its way out is concerned. */
export interface ProbedConnection {
  report(): Promise<RTCStatsReport>;
  /** All that it sends pictures with now. */
  senders(): readonly RTCRtpSender[];
  /** Negotiates a ceiling on all that it sends, in kbit/s; null for none. */
  setCeiling(kilobits: number | null): Promise<void>;
  /** Has congestion control forget what it knows of the way; absent where that cannot be done. */
  beginAnew?(): Promise<void>;
}

/**
 * Finds out soon how wide the way out of a connection is, and when it is wide again after a dip. Congestion control probes when the
 * ceiling on what it may send is raised (libwebrtc's `ProbeController::SetBitrates`), with a few packets that carry nothing.
 */
export class BandwidthProber {
  readonly #connection: ProbedConnection;
  #timer: ReturnType<typeof setTimeout>;
  #bandwidth = NO_BANDWIDTH;
  #last: WayOut | null = null;
  #roundTrip: number | null = null;
  #ceiling: number | null = null;
  #begunAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(connection: ProbedConnection) {
    this.#connection = connection;
    this.#timer = setTimeout(() => this.#look(), LOOK_EVERY_MS);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    // A connection that is closed meanwhile says nothing, and is not looked at again.
    await this.#lookNow().catch(() => undefined);
    if (this.#closed) return;
    const every = isInDip(this.#bandwidth, Date.now()) ? LOOK_IN_DIP_EVERY_MS : LOOK_EVERY_MS;
    this.#timer = setTimeout(() => this.#look(), every);
  }

  async #lookNow(): Promise<void> {
    const senders = this.#connection.senders();
    if (senders.length === 0) return;
    const way = wayOut(await this.#connection.report());
    if (way === null) return;
    const { available } = way;
    const wanted = senders.reduce((total, sender) => total + wantedBy(sender), 0);
    const last = this.#last;
    this.#last = way;
    this.#roundTrip = newestRoundTrip(last, way) ?? this.#roundTrip;
    const look = {
      at: Date.now(),
      available,
      sent: sentSince(last, way),
      wanted,
      roundTrip: this.#roundTrip,
    };
    const { bandwidth, tries } = lookAtBandwidth(this.#bandwidth, look);
    this.#bandwidth = bandwidth;
    // What sends no picture has no encodings to keep its probes small.
    const ceiling = wanted === 0 ? null : CEILING;
    if (tries) await this.#try(available, wanted);
    else if (ceiling !== this.#ceiling && !isInDip(bandwidth, look.at)) await this.#setCeiling(ceiling);
  }

  async #try(available: number, wanted: number): Promise<void> {
    const found = await this.#probe(available, wanted);
    const now = Date.now();
    const mayBegin = isInDip(this.#bandwidth, now) && now - this.#begunAt >= BEGIN_ANEW_EVERY_MS;
    if (found >= LITTLE * wanted || !mayBegin || this.#closed) return;
    this.#begunAt = now;
    await this.#connection.beginAnew?.();
  }

  /** Has congestion control probe, and again for as long as it finds more. Resolves with what is available then. */
  async #probe(available: number, wanted: number): Promise<number> {
    let before = 0;
    let now = available;
    do {
      before = now;
      await this.#setCeiling((this.#ceiling ?? CEILING) + 1);
      now = await this.#found(before);
    } while (now >= GROWTH * before && !hasEnough(now, wanted) && !this.#closed);
    return now;
  }

  /** What is available when a probe has been out, which had found so much before. */
  async #found(before: number): Promise<number> {
    const until = Date.now() + PROBE_WITHIN_MS;
    let available = 0;
    do {
      await new Promise((resolve) => setTimeout(resolve, LISTEN_EVERY_MS));
      available = wayOut(await this.#connection.report())?.available ?? 0;
    } while (available < GROWTH * before && Date.now() < until);
    return available;
  }

  async #setCeiling(kilobits: number | null): Promise<void> {
    await this.#connection.setCeiling(kilobits);
    this.#ceiling = kilobits;
  }
}

/** What a connection's pair of addresses has carried: `at` is in ms, `available` in bit/s. */
interface WayOut {
  readonly at: number;
  readonly available: number;
  readonly bytesSent: number;
  readonly roundTrips: readonly RoundTrips[];
}

/** The last round trip of one stream or pair, in ms, of so many that were measured. */
interface RoundTrips {
  readonly id: string;
  readonly last: number;
  readonly count: number;
}

/** The pair that is in use; null where there is none, or the browser does not say what congestion control makes of it. */
function wayOut(report: RTCStatsReport): WayOut | null {
  const entries = [...report.values()];
  const pair = entries.find(
    ({ type, nominated, availableOutgoingBitrate }) =>
      type === "candidate-pair" && nominated && availableOutgoingBitrate !== undefined,
  );
  if (pair === undefined) return null;
  const { timestamp: at, availableOutgoingBitrate: available, bytesSent } = pair;
  const streams = entries
    .filter(({ type }) => type === "remote-inbound-rtp")
    .map(({ id, roundTripTime, roundTripTimeMeasurements }) => ({
      id,
      last: roundTripTime * 1_000,
      count: roundTripTimeMeasurements,
    }));
  const checks = { id: pair.id, last: pair.currentRoundTripTime * 1_000, count: pair.responsesReceived };
  return { at, available, bytesSent, roundTrips: [...streams, checks] };
}

/** In bit/s since the last look; null where that was of another pair, or there was none. */
function sentSince(last: WayOut | null, { at, bytesSent }: WayOut): number | null {
  if (last === null || at <= last.at || bytesSent < last.bytesSent) return null;
  return ((bytesSent - last.bytesSent) * 8_000) / (at - last.at);
}

/** The shortest of the round trips that were measured since the last look, in ms; null where none was. */
function newestRoundTrip(last: WayOut | null, { roundTrips }: WayOut): number | null {
  const counts = new Map(last?.roundTrips.map(({ id, count }) => [id, count]));
  const fresh = roundTrips.filter(({ id, last: ms, count }) => ms >= 0 && count > (counts.get(id) ?? 0));
  return fresh.length === 0 ? null : Math.min(...fresh.map(({ last: ms }) => ms));
}

function wantedBy(sender: RTCRtpSender): number {
  if (sender.track === null || !sender.track.enabled) return 0;
  const { encodings } = sender.getParameters();
  return encodings.reduce((total, { active, maxBitrate }) => total + (active ? (maxBitrate ?? 0) : 0), 0);
}
