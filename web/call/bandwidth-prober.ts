import { type Bandwidth, lookAtBandwidth } from "./bandwidth.ts";

const LOOK_EVERY_MS = 1_000;
/**
 * Congestion control probes when more is asked for while less is sent than it would allow (ProbeController's allocation
 * probes in libwebrtc). With no frames for this long, it takes notice that less is sent.
 */
const PAUSE_MS = 350;

/** A connection, as far as its way out is concerned. */
export interface ProbedConnection {
  report(): Promise<RTCStatsReport>;
  /** All that it sends pictures with now. */
  senders(): readonly RTCRtpSender[];
}

/** Finds out soon when the way out of a connection is wide again after a dip. */
export class BandwidthProber {
  readonly #options: ProbedConnection;
  readonly #timer: ReturnType<typeof setInterval>;
  #bandwidth: Bandwidth = "new";
  #last: WayOut | null = null;
  #busy = false;

  constructor(options: ProbedConnection) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** In bit/s since the last look; null where that was of another pair, or there was none. */
  #sentSince(way: WayOut): number | null {
    const last = this.#last;
    this.#last = way;
    if (last === null || way.at <= last.at || way.bytesSent < last.bytesSent) return null;
    return ((way.bytesSent - last.bytesSent) * 8_000) / (way.at - last.at);
  }

  async #look(): Promise<void> {
    const senders = this.#options.senders();
    if (this.#busy || senders.length === 0) return;
    this.#busy = true;
    try {
      const way = wayOut(await this.#options.report());
      if (way === null) return;
      const { available } = way;
      const sent = this.#sentSince(way);
      const wanted = senders.reduce((total, sender) => total + wantedBy(sender), 0);
      const look = { at: Date.now(), available, sent, wanted };
      const { bandwidth, tries } = lookAtBandwidth(this.#bandwidth, look);
      this.#bandwidth = bandwidth;
      if (tries) await Promise.all(senders.map(askForMore));
    } catch {
      // The connection was closed meanwhile.
    } finally {
      this.#busy = false;
    }
  }
}

/** What a connection's pair of addresses has carried: `at` is in ms, `available` in bit/s. */
interface WayOut {
  readonly at: number;
  readonly available: number;
  readonly bytesSent: number;
}

/** The pair that is in use; null where there is none, or the browser does not say what congestion control makes of it. */
function wayOut(report: RTCStatsReport): WayOut | null {
  for (const entry of report.values()) {
    if (entry.type === "candidate-pair" && entry.nominated && entry.availableOutgoingBitrate !== undefined) {
      const { timestamp: at, availableOutgoingBitrate: available, bytesSent } = entry;
      return { at, available, bytesSent };
    }
  }
  return null;
}

function wantedBy(sender: RTCRtpSender): number {
  if (sender.track === null || !sender.track.enabled) return 0;
  const { encodings } = sender.getParameters();
  return encodings.reduce((total, { active, maxBitrate }) => total + (active ? (maxBitrate ?? 0) : 0), 0);
}

/** Asks for less for a moment, then for all again. */
async function askForMore(sender: RTCRtpSender): Promise<void> {
  const before = sender.getParameters().encodings.map(({ maxBitrate = 0, maxFramerate = 30 }) => ({
    maxBitrate,
    maxFramerate,
  }));
  const pause = before.map(({ maxBitrate }) => ({ maxBitrate: Math.round(maxBitrate / 2), maxFramerate: 1 }));
  await change(sender, pause);
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  await change(sender, before);
}

/** Others set parameters of the same sender: what came between reading and setting is read anew. */
async function change(sender: RTCRtpSender, limits: readonly RTCRtpEncodingParameters[]): Promise<void> {
  const set = () => {
    const parameters = sender.getParameters();
    parameters.encodings = parameters.encodings.map((encoding, index) => ({ ...encoding, ...limits[index] }));
    return sender.setParameters(parameters);
  };
  await set().catch(set);
}
