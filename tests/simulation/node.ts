import { parseFrame } from "../../protocol/frame.ts";
import { ORDERS, type Order } from "../../protocol/node/orders.ts";
import type { Report } from "../../protocol/node/reports.ts";
import type { ConsumerParameters, MediaOffer, TransportParameters } from "../../protocol/rtp.ts";
import type { Wire } from "./wire.ts";
import type { World } from "./world.ts";

type Body<T> = T extends unknown ? Omit<T, "epoch"> : never;

/** A media node without media: it holds what the room orders, answers as a node does, and may die at any time. */
export class NodeModel {
  readonly id: string;
  epoch = 0;
  /** Who is attached, each with its consumers: producer id to consumer id. */
  readonly participants = new Map<string, Map<string, string>>();
  /** Producers by id, with their owners. */
  readonly producers = new Map<string, { owner: string; paused: boolean }>();
  /** What each participant is to be sent: sizes by producer id. */
  readonly watches = new Map<
    string,
    { sizes: Map<string, { width: number; height: number }>; maxBitrate: number | null }
  >();
  readonly #world: World;
  #wire: Wire | null = null;
  #serving = false;

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

  cutLink(): void {
    this.#wire?.cut();
  }

  #forget(): void {
    this.participants.clear();
    this.watches.clear();
    this.producers.clear();
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
      participantIds: [...this.participants.keys()],
      producerIds: [...this.producers.keys()],
    });
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
      if (item.message.epoch === this.epoch) this.#obey(item.message);
    }
  }

  #obey(order: Order): void {
    switch (order.type) {
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

  #attach(participantId: string): void {
    if (this.#world.random.chance(this.#world.chaos.nodeRefuses)) {
      return this.#report({ type: "attach-failed", participantId, reason: "simulated" });
    }
    this.#detach(participantId);
    this.participants.set(participantId, new Map());
    const others = [...this.producers].filter(([, { owner }]) => owner !== participantId);
    const consumers = others.map(([id]) => this.#consume(participantId, id));
    const node = { id: "simulated", region: "test" };
    const media: MediaOffer = { node, send: transport(), receive: transport(), consumers };
    this.#report({ type: "attached", participantId, media });
  }

  #detach(participantId: string): void {
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
    const consumers = this.participants.get(participantId);
    const id = consumers?.get(producerId) ?? this.#world.random.uuid();
    consumers?.set(producerId, id);
    const codecs = [{ mimeType: "video/VP8", clockRate: 90_000, payloadType: 101 }];
    return { id, producerId, kind: "video", rtpParameters: { codecs } };
  }

  #report(report: Body<Report>): void {
    this.#wire?.send("edge", JSON.stringify([{ ...report, epoch: this.epoch }]));
  }
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
