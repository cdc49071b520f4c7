import { parseFrame } from "../../protocol/frame.ts";
import { ORDERS, type Order } from "../../protocol/node/orders.ts";
import type { Peer } from "../../protocol/node/pipes.ts";
import type { Report } from "../../protocol/node/reports.ts";
import type { ConsumerParameters, MediaOffer, TransportParameters } from "../../protocol/rtp.ts";
import type { Wire } from "./wire.ts";
import type { World } from "./world.ts";

type Body<T> = T extends unknown ? Omit<T, "epoch"> : never;

const NODE = { id: "simulated", region: "test" };

/** A media node without media: it holds what the room orders, answers as a node does, and may die at any time. */
export class NodeModel {
  readonly id: string;
  epoch = 0;
  /** Who is attached, each with its consumers: producer id to consumer id. */
  readonly participants = new Map<string, Map<string, string>>();
  /** Who has not come in yet, each with the consumers that are ready for them. */
  readonly reserved = new Map<string, Map<string, string>>();
  /** Producers by id, with their owners, or the peers that they come from. */
  readonly producers = new Map<string, { owner: string; paused: boolean; from?: string }>();
  /** To whom it has pipes: node and epoch. */
  peers: ReadonlySet<string> = new Set();
  /** What each participant is to be sent: sizes by producer id. */
  readonly watches = new Map<
    string,
    { sizes: Map<string, { width: number; height: number }>; maxBitrate: number | null }
  >();
  readonly #world: World;
  #wire: Wire | null = null;
  #serving = false;
  #draining = false;

  constructor(world: World, id: string) {
    this.#world = world;
    this.id = id;
  }

  /** The registry tells the node to serve the room. */
  serve(epoch: number): void {
    if (epoch < this.epoch || (epoch === this.epoch && this.#serving && this.#wire !== null)) return;
    if (epoch > this.epoch) this.#forget();
    this.epoch = epoch;
    this.#serving = true;
    this.#dial();
  }

  /** The process dies, and is up again at once, knowing nothing. */
  die(): void {
    this.#forget();
    this.#serving = false;
    this.epoch = 0;
    this.#wire?.cut();
    this.#wire = null;
  }

  /** The mediasoup worker under the room's router dies. */
  loseWorker(): void {
    if (!this.#serving) return;
    this.#forget();
    this.#report({ type: "leaving", reason: "worker-died" });
    this.#serving = false;
  }

  /** It is to end: it has the room move away, and goes when it has, or after a while. */
  drain(): void {
    if (!this.#serving || this.#draining) return;
    this.#draining = true;
    this.#report({ type: "draining" });
    const { epoch } = this;
    this.#world.clock.after(40_000, () => {
      if (!this.#draining || this.epoch !== epoch) return;
      this.#forget();
      this.#report({ type: "leaving", reason: "draining" });
      this.#serving = false;
    });
  }

  /** It takes no room. */
  get isDraining(): boolean {
    return this.#draining;
  }

  cutLink(): void {
    this.#wire?.cut();
  }

  /** Nothing of the room is left; should it have drained, it has been started again. */
  #forget(): void {
    this.#draining = false;
    this.participants.clear();
    this.reserved.clear();
    this.watches.clear();
    this.producers.clear();
    this.peers = new Set();
  }

  #dial(): void {
    this.#wire?.cut();
    const wire = this.#world.edge.acceptNode(this, {
      receive: (frame) => {
        if (this.#wire === wire) this.#receive(frame);
      },
      closed: (reason) => {
        if (this.#wire === wire) this.#closed(reason);
      },
    });
    this.#wire = wire;
    this.#report({
      type: "holding",
      participantIds: [...this.participants.keys(), ...this.reserved.keys()],
      producerIds: [...this.producers.keys()],
      peers: [...this.peers].map((key) => ({
        nodeId: key.split(" ")[0] ?? "",
        epoch: Number(key.split(" ")[1]),
      })),
    });
    if (this.#draining) this.#report({ type: "draining" });
  }

  #closed(reason: string): void {
    this.#wire = null;
    if (reason === "not_serving") {
      this.#forget();
      this.#serving = false;
    } else if (this.#serving) {
      this.#world.clock.after(this.#world.random.between(10, 2_500), () => {
        if (this.#serving && this.#wire === null) this.#dial();
      });
    }
  }

  #receive(frame: string): void {
    for (const item of parseFrame(ORDERS, frame, {
      chars: Number.POSITIVE_INFINITY,
      items: Number.POSITIVE_INFINITY,
    })) {
      if (!("message" in item)) throw new Error(`the room sent the node ${frame}`);
      // What a `close-room` overtakes is for nobody: with it the node lets go of the link.
      if (this.#serving && item.message.epoch === this.epoch) this.#obey(item.message);
    }
  }

  #obey(order: Order): void {
    switch (order.type) {
      case "reserve":
        return this.#reserve(order.participantId);
      case "attach":
        return this.#attach(order.participantId);
      case "detach":
        return this.#detach(order.participantId);
      case "produce":
        return this.#produce(order);
      case "close-producer":
        return this.#closeProducer(order.producerId);
      case "pause-producer": {
        const producer = this.producers.get(order.producerId);
        if (producer) producer.paused = order.paused;
        return;
      }
      case "consume": {
        const wanted = order.producerIds.filter(
          (id) => this.producers.has(id) && this.participants.has(order.participantId),
        );
        const consumers = wanted.map((id) => this.#consume(order.participantId, id));
        return this.#report({ type: "consuming", participantId: order.participantId, consumers });
      }
      case "set-peers":
        return this.#setPeers(order.peers);
      case "pipe":
        return this.#pipe(order);
      case "receive":
        return this.#takeIn(order);
      case "watch":
        return this.#watch(order);
      case "restart-ice":
        return this.#report({
          type: "ice-restarted",
          participantId: order.participantId,
          direction: order.direction,
          request: order.request,
          iceParameters: null,
        });
      case "close-room":
        this.#forget();
        this.#serving = false;
    }
  }

  #reserve(participantId: string): void {
    if (this.#world.random.chance(this.#world.chaos.nodeRefuses)) return;
    this.reserved.set(participantId, new Map());
    this.#report({ type: "reserved", participantId, media: this.#offer(participantId) });
  }

  #attach(participantId: string): void {
    if (this.#world.random.chance(this.#world.chaos.nodeRefuses)) {
      return this.#report({ type: "attach-failed", participantId, reason: "simulated" });
    }
    const reserved = this.reserved.get(participantId) ?? new Map();
    this.#detach(participantId);
    this.participants.set(participantId, reserved);
    this.#report({ type: "attached", participantId, media: this.#offer(participantId) });
  }

  #offer(participantId: string): MediaOffer {
    const others = [...this.producers].filter(([, { owner }]) => owner !== participantId);
    const consumers = others.map(([id]) => this.#consume(participantId, id));
    return { node: NODE, send: transport(), receive: transport(), consumers };
  }

  #detach(participantId: string): void {
    this.reserved.delete(participantId);
    this.participants.delete(participantId);
    this.watches.delete(participantId);
    for (const [id, { owner }] of this.producers) if (owner === participantId) this.#closeProducer(id);
  }

  #produce({ participantId, producerId, paused }: Extract<Order, { type: "produce" }>): void {
    if (!this.participants.has(participantId) || this.#world.random.chance(this.#world.chaos.nodeRefuses)) {
      return this.#report({ type: "produce-failed", participantId, producerId, reason: "simulated" });
    }
    this.producers.set(producerId, { owner: participantId, paused });
    const viewers = [...this.participants.keys()].filter((id) => id !== participantId);
    const consumers = viewers.map((id) => ({ participantId: id, consumer: this.#consume(id, producerId) }));
    this.#report({ type: "produced", participantId, producerId, consumers });
  }

  #setPeers(peers: readonly Peer[]): void {
    this.peers = new Set(peers.map(keyOf));
    for (const [id, { from }] of this.producers)
      if (from !== undefined && !this.peers.has(from)) this.#closeProducer(id);
    const end = { host: "192.0.2.1", port: 40_000, srtp: { cryptoSuite: "none", keyBase64: "" } };
    this.#report({ type: "pipe-ends", ends: peers.map((peer) => ({ peer, end })) });
  }

  #pipe({ producerId, peer }: Extract<Order, { type: "pipe" }>): void {
    const producer = this.producers.get(producerId);
    if (!this.peers.has(keyOf(peer)) || !producer || producer.from !== undefined) return;
    const { paused } = producer;
    const ladder = { scales: [1], temporalLayers: 1, source: null };
    const stream = { kind: "video", rtpParameters: { codecs: CODECS }, paused, ladder } as const;
    this.#report({ type: "piped", producerId, peer, stream });
  }

  #takeIn({ producerId, peer, stream }: Extract<Order, { type: "receive" }>): void {
    if (!this.peers.has(keyOf(peer))) return;
    if (!this.producers.has(producerId))
      this.producers.set(producerId, { owner: "", paused: stream.paused, from: keyOf(peer) });
    const consumers = [...this.participants.keys()].map((participantId) => ({
      participantId,
      consumer: this.#consume(participantId, producerId),
    }));
    this.#report({ type: "received", producerId, consumers });
  }

  #watch({ participantId, streams, maxBitrate }: Extract<Order, { type: "watch" }>): void {
    if (!this.participants.has(participantId)) return;
    const sizes = streams.map(({ producerId, width, height }) => [producerId, { width, height }] as const);
    this.watches.set(participantId, { sizes: new Map(sizes), maxBitrate });
  }

  #closeProducer(producerId: string): void {
    this.producers.delete(producerId);
    for (const consumers of this.participants.values()) consumers.delete(producerId);
  }

  #consume(participantId: string, producerId: string): ConsumerParameters {
    const consumers = this.participants.get(participantId) ?? this.reserved.get(participantId);
    const id = consumers?.get(producerId) ?? this.#world.random.uuid();
    consumers?.set(producerId, id);
    return { id, producerId, kind: "video", rtpParameters: { codecs: CODECS } };
  }

  #report(report: Body<Report>): void {
    this.#wire?.send("edge", JSON.stringify([{ ...report, epoch: this.epoch }]));
  }
}

const CODECS = [{ mimeType: "video/VP8", clockRate: 90_000, payloadType: 101 }];

function keyOf({ nodeId, epoch }: Peer): string {
  return `${nodeId} ${epoch}`;
}

function transport(): TransportParameters {
  const fingerprints = [{ algorithm: "sha-256" as const, value: Array(32).fill("AB").join(":") }];
  return {
    id: "transport",
    iceParameters: { usernameFragment: "u", password: "p" },
    iceCandidates: [],
    dtlsParameters: { fingerprints },
  };
}
