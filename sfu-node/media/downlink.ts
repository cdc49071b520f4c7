import type { types } from "mediasoup";
import type { Ladder } from "../../protocol/node/pipes.ts";

/** While a path may be wide again at any moment, it is tried this often; */
const EAGER_EVERY_MS = 1_000;
/** after this long it is known to be narrow, and tried less often. */
const EAGER_FOR_MS = 30_000;
const PATIENT_EVERY_MS = 10_000;
/** A try sends at this multiple of what is wanted for some 15 ms: enough to be believed, little enough for a queue to take. */
const MARGIN = 1.5;
const LEAST_TRY = 600_000;
const GREATEST_TRY = 10_000_000;
/** mediasoup takes no lower limit than this. */
const LEAST_LIMIT = 30_000;
/** Who has seen nothing new for this long is sent the lowest layer of the most important picture, whatever the estimate. */
const STARVED_AFTER_MS = 1_500;
/** A lowest layer of more than this would drown the sound. */
const GREATEST_FLOOR = 1_000_000;

/**
 * A picture in one size begins with a key frame, which comes whole or in vain, and what is known of the path before the first of them is a
 * guess. So for this long it is taken to carry so many bit/s: two key frames of a page of text at 2160p, 0.7 MB each, within the 2.5 s over
 * which mediasoup counts the bits of a layer (RtpStreamRecv).
 */
const START_MS = 2_500;
const START_FLOOR = 5_000_000;

/** A picture on its way to a participant. */
interface Picture {
  readonly consumer: types.Consumer;
  readonly producer: types.Producer<{ ladder: Ladder }>;
}

/**
 * How much one participant is sent. mediasoup leaves out layers that its estimate of the path has no room for. But an
 * estimate that fell in a dip grows by what is sent, and with the layers left out little is: it would take half a minute to
 * come back, and with every layer left out it would never, because libwebrtc begins a probe with a packet of 200 bytes and
 * more (BitrateProber::OnIncomingPacket). So while layers are left out, this has mediasoup probe the path for what they
 * need; and a text that is not sent at all is sent slowly. The guess that the estimate begins with keeps no text from beginning.
 */
export class Downlink {
  readonly #transport: types.WebRtcTransport;
  readonly #pictures = new Set<Picture>();
  /** The page's own limit in bit/s; 0 for none. */
  #limit = 0;
  #narrowSince: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** A limit of ours is set on the transport, to probe with. */
  #probing = false;
  /** The least that the transport sends, in bit/s, for who is sent nothing else; 0 for none. */
  #lowest = 0;
  /** Whether the first picture in one size is still to come, begins, or has begun. */
  #start: "none" | "expected" | "begins" | "over" = "none";
  #starting: NodeJS.Timeout | undefined;
  /** The floor that the transport was given. */
  #floor = 0;

  constructor(transport: types.WebRtcTransport) {
    this.#transport = transport;
    transport.observer.once("close", () => {
      clearTimeout(this.#timer);
      clearTimeout(this.#starting);
    });
  }

  /** Sends at most this many bit/s of pictures; 0 for no limit. */
  async setLimit(limit: number): Promise<void> {
    this.#limit = limit;
    this.#probing = false;
    this.#lowest = 0;
    if (this.#start === "begins") this.#endStart();
    // mediasoup takes no limit below the floor.
    await this.#setFloor();
    await this.#transport.setMaxOutgoingBitrate(limit);
  }

  /** Has an eye on a picture until its consumer closes. */
  add(consumer: types.Consumer, producer: Picture["producer"]): void {
    if (consumer.kind !== "video" || consumer.type === "simple") return;
    const picture = { consumer, producer };
    this.#pictures.add(picture);
    consumer.on("layerschange", () => this.#look());
    for (const event of ["pause", "resume"] as const) consumer.observer.on(event, () => this.#look());
    if (producer.appData.ladder.scales.length === 1) {
      this.#expect();
      consumer.observer.on("resume", () => this.#begin());
      if (!consumer.paused) this.#begin();
    }
    consumer.observer.once("close", () => {
      this.#pictures.delete(picture);
      this.#look();
    });
  }

  /**
   * A picture that comes whole or not at all may flow at any moment. mediasoup's estimate takes a tenth of a second to follow its floor, so it
   * has one before, as long as there is nothing that it could drown.
   */
  #expect(): void {
    if (this.#start !== "none") return;
    this.#start = "expected";
    this.#setFloor().catch(() => undefined);
  }

  /** It flows. */
  #begin(): void {
    if (this.#start !== "expected") return;
    this.#start = "begins";
    this.#starting = setTimeout(() => {
      this.#endStart();
      this.#setFloor().catch(() => undefined);
    }, START_MS);
    this.#settle().catch(() => undefined);
  }

  #endStart(): void {
    clearTimeout(this.#starting);
    this.#start = "over";
  }

  #look(): void {
    if (this.#transport.closed) return;
    const isNarrow = [...this.#pictures].some(isHeldBack);
    if (!isNarrow) return this.#rest();
    // What flows now is not to be drowned by what is expected.
    this.#setFloor().catch(() => undefined);
    if (this.#narrowSince !== null) return;
    this.#narrowSince = Date.now();
    this.#tryLater(EAGER_EVERY_MS);
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#narrowSince = null;
    this.#settle().catch(() => undefined);
  }

  /** Takes back what was set to probe, and for who was sent nothing else. */
  async #settle(): Promise<void> {
    if (this.#probing) await this.#transport.setMaxOutgoingBitrate(this.#limit);
    this.#probing = false;
    this.#lowest = 0;
    await this.#setFloor();
  }

  async #setFloor(): Promise<void> {
    const isQuiet = ![...this.#pictures].some(({ consumer }) => !consumer.paused);
    const isStart = this.#start === "begins" || (this.#start === "expected" && isQuiet);
    const floor = Math.max(this.#lowest, isStart ? START_FLOOR : 0);
    const possible = this.#limit === 0 ? floor : Math.min(floor, this.#limit);
    if (possible === this.#floor) return;
    this.#floor = possible;
    await this.#transport.setMinOutgoingBitrate(possible);
  }

  #tryLater(afterMs: number): void {
    this.#timer = setTimeout(() => void this.#tryAndGoOn(), afterMs);
  }

  async #tryAndGoOn(): Promise<void> {
    // A transport that closes meanwhile rejects what it was asked.
    await this.#try().catch(() => undefined);
    if (this.#narrowSince === null || this.#transport.closed) return;
    this.#tryLater(Date.now() - this.#narrowSince < EAGER_FOR_MS ? EAGER_EVERY_MS : PATIENT_EVERY_MS);
  }

  async #try(): Promise<void> {
    const held = [...this.#pictures]
      .filter(isHeldBack)
      .sort((a, b) => b.consumer.priority - a.consumer.priority);
    const [available, ...bitrates] = await Promise.all([
      availableOn(this.#transport),
      ...held.map(({ producer }) => bitratesOf(producer)),
    ]);
    // What begins is not held back.
    if (this.#narrowSince === null || this.#start === "begins" || this.#transport.closed) return;
    const wanted = MARGIN * bitrates.reduce((total, { all }) => total + all, 0);
    // The layers are not left out for want of room: their owner does not send them.
    if (available >= wanted) return this.#rest();
    const most = this.#limit === 0 ? GREATEST_TRY : Math.min(this.#limit, GREATEST_TRY);
    const target = Math.min(Math.max(Math.round(wanted), LEAST_TRY), most);
    const age = Date.now() - this.#narrowSince;
    const isStarved = age >= STARVED_AFTER_MS && held[0]?.consumer.currentLayers === undefined;
    const lowest = isStarved ? Math.min(bitrates[0]?.lowest ?? 0, GREATEST_FLOOR, target) : this.#lowest;
    if (available >= target && lowest === this.#lowest) return;
    this.#probing = true;
    // mediasoup takes no floor above the limit.
    await this.#transport.setMaxOutgoingBitrate(Math.max(target, this.#floor));
    this.#lowest = lowest;
    await this.#setFloor();
    // libwebrtc probes when its limit rises above its estimate (ProbeController::SetBitrates).
    await this.#transport.setMaxOutgoingBitrate(Math.max(LEAST_LIMIT, lowest, Math.min(available, target)));
    await this.#transport.setMaxOutgoingBitrate(target);
  }
}

function isHeldBack({ consumer }: Picture): boolean {
  const { currentLayers, preferredLayers } = consumer;
  if (consumer.closed || consumer.paused || consumer.producerPaused) return false;
  if (currentLayers === undefined) return true;
  if (preferredLayers === undefined) return false;
  return (
    currentLayers.spatialLayer < preferredLayers.spatialLayer ||
    (currentLayers.temporalLayer ?? 0) < (preferredLayers.temporalLayer ?? 0)
  );
}

async function availableOn(transport: types.WebRtcTransport): Promise<number> {
  const [stats] = await transport.getStats();
  return stats?.availableOutgoingBitrate ?? 0;
}

/** What a producer sends, in bit/s: all of it, and of its lowest layer. */
async function bitratesOf(producer: types.Producer): Promise<{ all: number; lowest: number }> {
  const stats = await producer.getStats();
  const all = stats.reduce((total, { bitrate }) => total + bitrate, 0);
  const [first] = stats;
  const { "0.0": base = first?.bitrate ?? 0 } = first?.bitrateByLayer ?? {};
  // A little more, because it is not the same in each second.
  return { all, lowest: Math.round(base * 1.2) };
}
