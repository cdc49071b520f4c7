import type { MediaCapabilities } from "../../protocol/room/join.ts";
import type { TransportDirection } from "../../protocol/room/producers.ts";
import type { ConsumerParameters, IceParameters, MediaOffer, ServingNode } from "../../protocol/rtp.ts";
import { errorText, type Log } from "../log.ts";
import type { MediaWorker } from "./media-worker.ts";
import { type LayeredProducer, type NewProducer, ParticipantMedia } from "./participant-media.ts";
import { RoomRouters } from "./room-routers.ts";
import type { Wish } from "./watched-consumer.ts";
import type { WorkerPool } from "./worker-pool.ts";

/** A consumer, and whose it is. */
interface OwnedConsumer {
  participantId: string;
  consumer: ConsumerParameters;
}

/** How much media there is. */
export interface MediaCounts {
  participants: number;
  transports: number;
  producers: number;
  consumers: number;
}

/** What somebody sends, and who. */
interface Sent {
  readonly owner: ParticipantMedia;
  readonly producer: LayeredProducer;
}

/**
 * The media of one room: its routers and the participants on them. Its asynchronous methods must be called one after the
 * other, each when the last has resolved; then everybody has exactly one consumer of each producer of the others.
 */
export class RoomMedia {
  readonly #routers: RoomRouters;
  readonly #node: ServingNode;
  readonly #log: Log;
  readonly #participants = new Map<string, ParticipantMedia>();

  private constructor(routers: RoomRouters, node: ServingNode, log: Log) {
    this.#routers = routers;
    this.#node = node;
    this.#log = log;
  }

  /** Makes a router on the least loaded worker. @param lost called if a worker of the room dies: it is to be closed then. */
  static async create(pool: WorkerPool, node: ServingNode, log: Log, lost: () => void): Promise<RoomMedia> {
    return new RoomMedia(await RoomRouters.create(pool, pool.participantsPerWorker, lost), node, log);
  }

  get isClosed(): boolean {
    return this.#routers.isClosed;
  }

  /** What the room may compare with what it knows. */
  held(): { participantIds: string[]; producerIds: string[] } {
    return { participantIds: [...this.#participants.keys()], producerIds: [...this.#producers().keys()] };
  }

  counts(): MediaCounts {
    const participants = [...this.#participants.values()];
    return {
      participants: participants.length,
      transports: 2 * participants.length,
      producers: participants.reduce((sum, { producers }) => sum + producers.size, 0),
      consumers: participants.reduce((sum, { consumerCount }) => sum + consumerCount, 0),
    };
  }

  participants(): Iterable<ParticipantMedia> {
    return this.#participants.values();
  }

  /**
   * Makes a participant's transports, and a flowing consumer of every producer of the others; mediasoup asks for key
   * frames when the transport connects. What the participant had before is closed.
   *
   * @throws where mediasoup refuses; then the participant has nothing.
   */
  async attach(participantId: string, capabilities: MediaCapabilities): Promise<MediaOffer> {
    this.detach(participantId);
    const place = await this.#routers.placeFor((worker) => this.#participantsOn(worker));
    const participant = await ParticipantMedia.create(place, participantId, capabilities, this.#log);
    this.#participants.set(participantId, participant);
    const consumers = await Promise.all(
      [...this.#producers().values()].map((sent) => this.#consume(participant, sent, false)),
    );
    const made = consumers.filter((consumer) => consumer !== undefined);
    return { node: this.#node, ...participant.describeTransports(), consumers: made };
  }

  /** Closes all that a participant has, if anything. */
  detach(participantId: string): void {
    this.#participants.get(participantId)?.close();
    this.#participants.delete(participantId);
  }

  /**
   * Makes a producer, and a paused consumer of it for each of the others who can decode it. For one that is there
   * already, answers with the consumers that it has.
   *
   * @throws where the participant is not attached, the id is another's, or mediasoup refuses.
   */
  async produce(order: NewProducer): Promise<OwnedConsumer[]> {
    const { participantId, producerId } = order;
    const owner = this.#participants.get(participantId);
    if (owner === undefined) throw new Error("the participant is not attached");
    const others = [...this.#participants.values()].filter((participant) => participant !== owner);
    if (owner.producers.has(producerId)) {
      return others.flatMap((other) => own(other, other.consumerOf(producerId)));
    }
    if (this.#producers().has(producerId)) throw new Error("somebody else sends this producer");
    const producer = await owner.produce(order);
    const consumers = await Promise.all(
      others.map(async (other) => own(other, await this.#consume(other, { owner, producer }, true))),
    );
    return consumers.flat();
  }

  /** Makes paused consumers of producers for one participant; where it has one already, answers with that. */
  async consume(participantId: string, producerIds: readonly string[]): Promise<ConsumerParameters[]> {
    const participant = this.#participants.get(participantId);
    if (participant === undefined) return [];
    const producers = this.#producers();
    const consumers = await Promise.all(
      [...new Set(producerIds)].map((producerId) => {
        const sent = producers.get(producerId);
        return participant.consumerOf(producerId) ?? (sent && this.#consume(participant, sent, true));
      }),
    );
    return consumers.filter((consumer) => consumer !== undefined);
  }

  /** Closes a producer and everybody's consumers of it; nothing where there is none. */
  closeProducer(producerId: string): void {
    this.#producers().get(producerId)?.producer.close();
  }

  async pauseProducer(producerId: string, paused: boolean): Promise<void> {
    const producer = this.#producers().get(producerId)?.producer;
    await (paused ? producer?.pause() : producer?.resume());
  }

  async startConsumers(participantId: string, consumerIds: readonly string[]): Promise<void> {
    await this.#participants.get(participantId)?.startConsumers(consumerIds);
  }

  /** Sends a participant what it shows: pictures by producer id, all others in full, in at most so many bit/s. */
  async watch(
    participantId: string,
    wishes: ReadonlyMap<string, Wish>,
    maxBitrate: number | null,
  ): Promise<void> {
    await this.#participants.get(participantId)?.watch(wishes, maxBitrate);
  }

  /** Null where the participant has no such transport. */
  async restartIce(participantId: string, direction: TransportDirection): Promise<IceParameters | null> {
    return (await this.#participants.get(participantId)?.restartIce(direction)) ?? null;
  }

  /** Closes the routers and all that is on them. Idempotent. */
  close(): void {
    this.#routers.close();
    this.#participants.clear();
  }

  #producers(): Map<string, Sent> {
    const sent = new Map<string, Sent>();
    for (const owner of this.#participants.values())
      for (const [id, producer] of owner.producers) sent.set(id, { owner, producer });
    return sent;
  }

  #participantsOn(worker: MediaWorker): number {
    return [...this.#participants.values()].filter(({ place }) => place.worker === worker).length;
  }

  /** Undefined where the participant cannot decode it or sends it itself. One failure must not cost the others theirs. */
  async #consume(
    participant: ParticipantMedia,
    { owner, producer }: Sent,
    paused: boolean,
  ): Promise<ConsumerParameters | undefined> {
    const { id: participantId } = participant;
    const { id: producerId } = producer;
    if (participant.producers.has(producerId)) return undefined;
    // Whether it can be decoded, mediasoup finds out here too: to ask `canConsume` first would double the work.
    try {
      const here = await this.#routers.bring(producer, owner.place, participant.place);
      return await participant.consume(here, paused);
    } catch (error) {
      this.#log.warn("consume.failed", { participantId, producerId, error: errorText(error) });
      return undefined;
    }
  }
}

function own({ id }: ParticipantMedia, consumer: ConsumerParameters | undefined): OwnedConsumer[] {
  return consumer === undefined ? [] : [{ participantId: id, consumer }];
}
