import type { types } from "mediasoup";
import type { Ladder } from "../../protocol/node/pipes.ts";
import type { MediaCapabilities } from "../../protocol/room/join.ts";
import type { TransportDirection } from "../../protocol/room/producers.ts";
import type {
  ConsumerParameters,
  IceParameters,
  MediaKind,
  RtpParameters,
  TransportParameters,
} from "../../protocol/rtp.ts";
import type { Log } from "../log.ts";
import { describeTransport } from "./describe-transport.ts";
import { Downlink } from "./downlink.ts";
import { Frames, KEY_FRAME_REQUEST_DELAY_MS } from "./frames.ts";
import { ladderOf } from "./layers.ts";
import type { RouterPlace } from "./media-worker.ts";
import type { PipeDemand } from "./pipe-demand.ts";
import { WatchedConsumer, type Wish } from "./watched-consumer.ts";

/** A stream that a participant begins to send. */
export interface NewProducer {
  participantId: string;
  producerId: string;
  kind: MediaKind;
  paused: boolean;
  rtpParameters: RtpParameters;
  /** Of a picture, in pixels, where its owner has said it. */
  size?: { width: number; height: number } | undefined;
}

/** A producer, the layers that it is sent in, its frames, and, where it comes through a pipe, what is told who takes it. */
export type LayeredProducer = types.Producer<{ ladder: Ladder; frames: Frames; demand?: PipeDemand }>;

/**
 * A share starts with most of its layers instead of climbing from mediasoup's 600 kbit/s. The estimate never falls asleep
 * above this, and falls by a third in each third of a second at most: from 10 Mbit/s a dip was noticed after six seconds.
 */
const INITIAL_OUTGOING_BITRATE = 2_500_000;

/** Of a viewer's cap, in bit/s, this much is left to voices and to the sound of a share: they are never held back. */
const FOR_SOUND = 150_000;

/** A participant's two transports, what it sends on the one and what it is sent on the other. */
export class ParticipantMedia {
  readonly id: string;
  readonly place: RouterPlace;
  readonly #transports: Readonly<Record<TransportDirection, types.WebRtcTransport>>;
  readonly #rtpCapabilities: types.RtpCapabilities;
  readonly #downlink: Downlink;
  readonly #producers = new Map<string, LayeredProducer>();
  readonly #consumers = new Map<string, WatchedConsumer>();
  readonly #consumerOfProducer = new Map<string, WatchedConsumer>();
  #wishes: ReadonlyMap<string, Wish> = new Map();
  #maxBitrate: number | null = null;

  private constructor(
    id: string,
    place: RouterPlace,
    transports: Readonly<Record<TransportDirection, types.WebRtcTransport>>,
    rtpCapabilities: types.RtpCapabilities,
  ) {
    this.id = id;
    this.place = place;
    this.#transports = transports;
    this.#rtpCapabilities = rtpCapabilities;
    this.#downlink = new Downlink(transports.receive);
  }

  /**
   * Makes both transports and tells them the page's fingerprints, so that the page needs no further call to connect.
   *
   * @throws where mediasoup refuses; then nothing is left.
   */
  static async create(
    place: RouterPlace,
    id: string,
    capabilities: MediaCapabilities,
    log: Log,
  ): Promise<ParticipantMedia> {
    const { fingerprints } = capabilities.dtlsParameters;
    const opening = (["send", "receive"] as const).map(async (direction) => {
      const transport = await place.router.createWebRtcTransport({
        webRtcServer: place.webRtcServer,
        enableUdp: true,
        enableTcp: true,
        preferUdp: true,
        ...(direction === "receive" ? { initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BITRATE } : {}),
      });
      logDtlsFailure(transport, { participantId: id, direction }, log);
      return connect(transport, { role: "client", fingerprints });
    });
    const [send, receive] = await allOrNone(opening);
    if (send === undefined || receive === undefined) throw new Error("a transport is missing");
    const rtpCapabilities = capabilities.rtpCapabilities as types.RtpCapabilities;
    return new ParticipantMedia(id, place, { send, receive }, rtpCapabilities);
  }

  get producers(): ReadonlyMap<string, LayeredProducer> {
    return this.#producers;
  }

  get consumerCount(): number {
    return this.#consumers.size;
  }

  /** Both transports, as what the participant does on them. */
  get transports(): Readonly<Record<TransportDirection, types.WebRtcTransport>> {
    return this.#transports;
  }

  /** Both transports, as the page needs them to connect. */
  describeTransports(): Record<TransportDirection, TransportParameters> {
    return {
      send: describeTransport(this.#transports.send),
      receive: describeTransport(this.#transports.receive),
    };
  }

  /** Makes a producer under the page's own id. @throws where mediasoup refuses the parameters. */
  async produce({
    producerId: id,
    kind,
    paused,
    rtpParameters,
    size,
  }: NewProducer): Promise<LayeredProducer> {
    const producer: LayeredProducer = await this.#transports.send.produce({
      id,
      kind,
      paused,
      rtpParameters: rtpParameters as types.RtpParameters,
      keyFrameRequestDelay: KEY_FRAME_REQUEST_DELAY_MS,
      appData: { ladder: ladderOf(rtpParameters, size ?? null), frames: new Frames() },
    });
    this.#producers.set(id, producer);
    producer.observer.once("close", () => this.#producers.delete(id));
    await producer.appData.frames.start(producer);
    return producer;
  }

  /** Makes a consumer of a producer of its router, which flows at once unless `paused` or not watched. @throws where mediasoup refuses. */
  async consume(producer: LayeredProducer, paused: boolean): Promise<ConsumerParameters> {
    const { id: producerId, appData } = producer;
    const consumer = await this.#transports.receive.consume({
      producerId,
      paused,
      rtpCapabilities: this.#rtpCapabilities,
      // A voice too is sent again where it was lost: mediasoup leaves that out unless told.
      enableRtx: true,
    });
    const watched = new WatchedConsumer(consumer, appData);
    this.#downlink.add(consumer, producer);
    appData.demand?.add(consumer);
    this.#consumers.set(consumer.id, watched);
    this.#consumerOfProducer.set(producerId, watched);
    consumer.observer.once("close", () => {
      this.#consumers.delete(consumer.id);
      // mediasoup tells of it late: the producer may have come back under its id, and have another consumer by now.
      if (this.#consumerOfProducer.get(producerId) === watched) this.#consumerOfProducer.delete(producerId);
    });
    await watched.watch(this.#wishes.get(producerId));
    return describeConsumer(consumer);
  }

  /** The consumer that it has of a producer, if any. */
  consumerOf(producerId: string): ConsumerParameters | undefined {
    const watched = this.#consumerOfProducer.get(producerId);
    return watched === undefined ? undefined : describeConsumer(watched.consumer);
  }

  /** Lets consumers flow that are watched, which makes mediasoup ask for key frames; ids that are not its own are ignored. */
  async startConsumers(consumerIds: readonly string[]): Promise<void> {
    await Promise.all(consumerIds.map((id) => this.#consumers.get(id)?.start()));
  }

  /** Follows what the page shows: pictures by producer id, all others in full, and its own limit in bit/s. */
  async watch(wishes: ReadonlyMap<string, Wish>, maxBitrate: number | null): Promise<void> {
    this.#wishes = wishes;
    if (maxBitrate !== this.#maxBitrate) {
      this.#maxBitrate = maxBitrate;
      // The estimate shares out pictures alone; zero is no limit.
      const forPictures = maxBitrate === null ? 0 : maxBitrate - FOR_SOUND;
      await this.#downlink.setLimit(forPictures);
    }
    await Promise.all(
      [...this.#consumerOfProducer].map(([producerId, watched]) => watched.watch(wishes.get(producerId))),
    );
  }

  /** New ICE credentials for a transport; mediasoup takes the old ones too until the new ones are used. */
  restartIce(direction: TransportDirection): Promise<IceParameters> {
    return this.#transports[direction].restartIce();
  }

  /** Closes both transports, and with them every producer and consumer. Idempotent. */
  close(): void {
    this.#transports.send.close();
    this.#transports.receive.close();
  }
}

async function connect(
  transport: types.WebRtcTransport,
  dtlsParameters: types.DtlsParameters,
): Promise<types.WebRtcTransport> {
  try {
    await transport.connect({ dtlsParameters });
    return transport;
  } catch (error) {
    transport.close();
    throw error;
  }
}

/** All transports; where one fails, the others are closed and its error is thrown. */
async function allOrNone(
  opening: readonly Promise<types.WebRtcTransport>[],
): Promise<types.WebRtcTransport[]> {
  try {
    return await Promise.all(opening);
  } catch (error) {
    for (const result of await Promise.allSettled(opening)) {
      if (result.status === "fulfilled") result.value.close();
    }
    throw error;
  }
}

function logDtlsFailure(
  transport: types.WebRtcTransport,
  whose: { participantId: string; direction: TransportDirection },
  log: Log,
): void {
  transport.on("dtlsstatechange", (state) => {
    if (state === "failed") log.warn("dtls.failed", { ...whose, transportId: transport.id });
  });
}

function describeConsumer({ id, producerId, kind, rtpParameters }: types.Consumer): ConsumerParameters {
  return { id, producerId, kind, rtpParameters: rtpParameters as RtpParameters };
}
