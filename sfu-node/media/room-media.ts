import type { Peer, PipedStream, PipeEnd, PipePeer } from "../../protocol/node/pipes.ts";
import type { MediaCapabilities } from "../../protocol/room/join.ts";
import type { TransportDirection } from "../../protocol/room/producers.ts";
import type { ConsumerParameters, IceParameters, MediaOffer, ServingNode } from "../../protocol/rtp.ts";
import { errorText, type Log } from "../log.ts";
import type { MediaWorker, RouterPlace } from "./media-worker.ts";
import { NodePipes } from "./node-pipes.ts";
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
  /** Of participants. */
  consumers: number;
  /** What goes to other nodes: a stream counts once for each of them. */
  pipedStreams: number;
}

/** What somebody sends, and where it comes in: from them, or from another node. */
interface Sent {
  readonly place: RouterPlace;
  readonly producer: LayeredProducer;
}

/** What the media of a room needs of its owner. */
interface RoomMediaListener {
  /** A worker of the room died: it is to be closed. */
  lost(): void;
  /** Whether anybody here takes a stream that comes from another node. */
  pipeFlow(producerId: string, flows: boolean): void;
}

/**
 * The media of one room: its routers and the participants on them. Its asynchronous methods must be called one after the
 * other, each when the last has resolved; then everybody has exactly one consumer of each producer of the others.
 */
export class RoomMedia {
  readonly #routers: RoomRouters;
  readonly #pipes: NodePipes;
  readonly #node: ServingNode;
  readonly #log: Log;
  readonly #participants = new Map<string, ParticipantMedia>();
  /** What those have who have not come in yet, by the id that they will have, and the capabilities it was made for. */
  readonly #reserved = new Map<string, { media: ParticipantMedia; capabilities: string }>();

  private constructor(routers: RoomRouters, pipes: NodePipes, node: ServingNode, log: Log) {
    this.#routers = routers;
    this.#pipes = pipes;
    this.#node = node;
    this.#log = log;
  }

  /** Makes a router on the least loaded worker. */
  static async create(
    pool: WorkerPool,
    node: ServingNode,
    log: Log,
    listener: RoomMediaListener,
  ): Promise<RoomMedia> {
    const routers = await RoomRouters.create(pool, pool.participantsPerWorker, () => listener.lost());
    const pipes = new NodePipes(routers.gateway.router, pool.pipeAddresses, (producerId, flows) =>
      listener.pipeFlow(producerId, flows),
    );
    return new RoomMedia(routers, pipes, node, log);
  }

  get isClosed(): boolean {
    return this.#routers.isClosed;
  }

  /** What the room may compare with what it knows. */
  held(): { participantIds: string[]; producerIds: string[]; peers: Peer[] } {
    return {
      participantIds: [...this.#participants.keys(), ...this.#reserved.keys()],
      producerIds: [...this.#producers().keys()],
      peers: this.#pipes.peers(),
    };
  }

  counts(): MediaCounts {
    const participants = [...this.#participants.values()];
    const all = this.#allMedia();
    return {
      participants: participants.length,
      transports: 2 * all.length,
      producers: participants.reduce((sum, { producers }) => sum + producers.size, 0),
      consumers: all.reduce((sum, { consumerCount }) => sum + consumerCount, 0),
      pipedStreams: this.#pipes.sentCount,
    };
  }

  participants(): Iterable<ParticipantMedia> {
    return this.#participants.values();
  }

  /**
   * Makes the transports of somebody who has not come in yet, and a paused consumer of every producer: nothing is sent to them.
   *
   * @throws where mediasoup refuses.
   */
  async reserve(participantId: string, capabilities: MediaCapabilities): Promise<MediaOffer> {
    this.detach(participantId);
    const media = await this.#makeTransports(participantId, capabilities);
    this.#reserved.set(participantId, { media, capabilities: JSON.stringify(capabilities) });
    return this.#offer(media, true);
  }

  /**
   * Makes a participant's transports, and a flowing consumer of every producer of the others; mediasoup asks for key
   * frames when the transport connects. What the participant had before is closed; but what was reserved for the same
   * capabilities is taken, and may be connected long since: then a consumer flows that the page is `ready` for, and others wait.
   *
   * @throws where mediasoup refuses; then the participant has nothing.
   */
  async attach(
    participantId: string,
    capabilities: MediaCapabilities,
    ready: readonly string[] = [],
  ): Promise<MediaOffer> {
    const reserved = this.#takeReserved(participantId, capabilities);
    this.detach(participantId);
    const participant = reserved ?? (await this.#makeTransports(participantId, capabilities));
    this.#participants.set(participantId, participant);
    await participant.startConsumers(ready);
    return this.#offer(participant, reserved !== undefined);
  }

  /** Closes all that a participant has, if anything. */
  detach(participantId: string): void {
    this.#participants.get(participantId)?.close();
    this.#participants.delete(participantId);
    this.#reserved.get(participantId)?.media.close();
    this.#reserved.delete(participantId);
  }

  async #makeTransports(participantId: string, capabilities: MediaCapabilities): Promise<ParticipantMedia> {
    const place = await this.#routers.placeFor((worker) => this.#participantsOn(worker));
    return ParticipantMedia.create(place, participantId, capabilities, this.#log);
  }

  /** A participant's transports, and consumers of all that there is: those that it has, and others as `paused` says. */
  async #offer(participant: ParticipantMedia, paused: boolean): Promise<MediaOffer> {
    const consumers = await Promise.all(
      [...this.#producers().values()].map(
        (sent) => participant.consumerOf(sent.producer.id) ?? this.#consume(participant, sent, paused),
      ),
    );
    const made = consumers.filter((consumer) => consumer !== undefined);
    return { node: this.#node, ...participant.describeTransports(), consumers: made };
  }

  #takeReserved(participantId: string, capabilities: MediaCapabilities): ParticipantMedia | undefined {
    const reserved = this.#reserved.get(participantId);
    if (reserved?.capabilities !== JSON.stringify(capabilities)) return undefined;
    this.#reserved.delete(participantId);
    return reserved.media;
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
      others.map(async (other) =>
        own(other, await this.#consume(other, { place: owner.place, producer }, true)),
      ),
    );
    return consumers.flat();
  }

  /** Makes an end of a pipe to each of these nodes, which serve the room too, and closes those to others. */
  setPeers(peers: readonly PipePeer[]): Promise<{ peer: Peer; end: PipeEnd }[]> {
    return this.#pipes.setPeers(peers);
  }

  /** Connects to a peer. @throws where there is no pipe to it. */
  connectPipe(peer: Peer, end: PipeEnd): Promise<void> {
    return this.#pipes.connect(peer, end);
  }

  /** Sends what a participant sends on to a peer, once; null where nobody here sends it. @throws where mediasoup refuses. */
  async pipe(producerId: string, peer: Peer): Promise<PipedStream | null> {
    const sent = this.#ownProducers().get(producerId);
    if (sent === undefined) return null;
    const { gateway } = this.#routers;
    return this.#pipes.send(await this.#routers.bring(sent.producer, sent.place, gateway), peer);
  }

  setPipeFlow(producerId: string, peer: Peer, flows: boolean): Promise<void> {
    return this.#pipes.setFlow(producerId, peer, flows);
  }

  /** The peers of whom nothing has come for too long (ms). To be asked every `PIPE_CHECK_MS`, whatever else is going on. */
  silentPeers(): Promise<{ peer: Peer; silentMs: number }[]> {
    return this.#pipes.silent();
  }

  /** Whether what is sent to a peer, who has heard nothing for so long (ms), is lost. @throws where there is no pipe to it. */
  isPipeBroken(peer: Peer, silentMs: number): Promise<boolean> {
    return this.#pipes.isBroken(peer, silentMs);
  }

  /**
   * Makes a producer of what a peer sends, and a paused consumer of it for everybody who can decode it; for one that is there
   * already, answers with the consumers that it has.
   *
   * @throws where somebody here sends it, or mediasoup refuses.
   */
  async receive(producerId: string, peer: Peer, stream: PipedStream): Promise<OwnedConsumer[]> {
    if (this.#ownProducers().has(producerId)) throw new Error("somebody here sends this producer");
    const producer = await this.#pipes.receive(producerId, peer, stream);
    const sent = { place: this.#routers.gateway, producer };
    const consumers = await Promise.all(
      [...this.#participants.values()].map(async (participant) => {
        const known = participant.consumerOf(producerId);
        return own(participant, known ?? (await this.#consume(participant, sent, true)));
      }),
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
    this.#reserved.clear();
  }

  #producers(): Map<string, Sent> {
    const sent = this.#ownProducers();
    for (const producer of this.#pipes.received())
      sent.set(producer.id, { place: this.#routers.gateway, producer });
    return sent;
  }

  #ownProducers(): Map<string, Sent> {
    const sent = new Map<string, Sent>();
    for (const { producers, place } of this.#participants.values())
      for (const [id, producer] of producers) sent.set(id, { place, producer });
    return sent;
  }

  /** Of the participants, and of those who have not come in yet. */
  #allMedia(): ParticipantMedia[] {
    return [...this.#participants.values(), ...[...this.#reserved.values()].map(({ media }) => media)];
  }

  #participantsOn(worker: MediaWorker): number {
    return this.#allMedia().filter(({ place }) => place.worker === worker).length;
  }

  /** Undefined where the participant cannot decode it or sends it itself. One failure must not cost the others theirs. */
  async #consume(
    participant: ParticipantMedia,
    { place, producer }: Sent,
    paused: boolean,
  ): Promise<ConsumerParameters | undefined> {
    const { id: participantId } = participant;
    const { id: producerId } = producer;
    if (participant.producers.has(producerId)) return undefined;
    // Whether it can be decoded, mediasoup finds out here too: to ask `canConsume` first would double the work.
    try {
      const here = await this.#routers.bring(producer, place, participant.place);
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
