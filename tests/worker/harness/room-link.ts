import { PATHS } from "../../../protocol/api.ts";
import { parseFrame } from "../../../protocol/frame.ts";
import { ORDERS, type Order } from "../../../protocol/node/orders.ts";
import type { Report } from "../../../protocol/node/reports.ts";
import type { ConsumerParameters, MediaKind, MediaOffer } from "../../../protocol/rtp.ts";
import { dial } from "./dial.ts";
import { Inbox } from "./inbox.ts";
import { consumer, transport, VIDEO } from "./media.ts";
import { Socket } from "./socket.ts";

type Body<T> = T extends unknown ? Omit<T, "epoch"> : never;

const NO_LIMITS = { chars: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY };

const END = { host: "192.0.2.1", port: 44_500, srtp: { cryptoSuite: "AEAD_AES_256_GCM", keyBase64: "a2V5" } };
const NODE = { id: "a-node", region: "test" };

const someTransports = () => ({ node: NODE, send: transport(), receive: transport() });
const LADDER = { scales: [1], temporalLayers: 1, source: null };

/** A node's link to one room, and what the node holds of it. */
export class RoomLink {
  readonly roomId: string;
  readonly epoch: number;
  /** The room's orders. */
  readonly orders = new Inbox<Order>("the node");
  /** Orders that are neither obeyed nor answered, until they are. */
  readonly ignores = new Set<Order["type"]>();
  /** Orders that are answered with a failure. */
  readonly fails = new Set<"attach" | "produce">();
  /** Who is attached, with a consumer for each producer: producer id to consumer id. */
  readonly participants = new Map<string, Map<string, string>>();
  /** Transports of who has not come in yet. */
  readonly reserved = new Map<string, MediaOffer>();
  readonly producers = new Map<string, { owner: string | null; kind: MediaKind; paused: boolean }>();
  #socket: Socket | null = null;

  /** Dials the room and says what the node holds. */
  static async open(roomId: string, epoch: number, token: string, before?: RoomLink): Promise<RoomLink> {
    const link = new RoomLink(roomId, epoch);
    for (const [id, consumers] of before?.participants ?? []) link.participants.set(id, consumers);
    for (const [id, producer] of before?.producers ?? []) link.producers.set(id, producer);
    const response = await dial(PATHS.nodeRoom(roomId), token);
    link.#socket = await Socket.of(response, (items) => link.#hear(items));
    const participantIds = [...link.participants.keys()];
    link.report({ type: "holding", participantIds, producerIds: [...link.producers.keys()], peers: [] });
    return link;
  }

  private constructor(roomId: string, epoch: number) {
    this.roomId = roomId;
    this.epoch = epoch;
  }

  /** Resolves when the room has closed it. */
  get closed(): Promise<{ code: number; reason: string }> {
    if (!this.#socket) throw new Error("this link was never open");
    return this.#socket.closed;
  }

  /** Loses the connection. */
  cut(): void {
    this.#socket?.close();
  }

  report(report: Body<Report>): void {
    this.sendItem({ ...report, epoch: this.epoch });
  }

  sendItem(item: object): void {
    this.send(JSON.stringify([item]));
  }

  send(frame: string): void {
    this.#socket?.send(frame);
  }

  #hear(items: unknown[]): void {
    for (const item of parseFrame(ORDERS, JSON.stringify(items), NO_LIMITS)) {
      if (!("message" in item)) throw new Error(`The room sent its node ${JSON.stringify(items)}`);
      this.orders.push(item.message);
      if (item.message.epoch === this.epoch && !this.ignores.has(item.message.type)) this.#obey(item.message);
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
        const { participantId } = order;
        const known = order.producerIds.filter((id) => this.producers.has(id));
        const consumers = known.map((id) => this.#consume(participantId, id));
        return this.report({ type: "consuming", participantId, consumers });
      }
      case "set-peers":
        return this.report({ type: "pipe-ends", ends: order.peers.map((peer) => ({ peer, end: END })) });
      case "pipe": {
        const { producerId, peer } = order;
        const { kind = "video", paused = false } = this.producers.get(producerId) ?? {};
        const stream = { kind, paused, rtpParameters: VIDEO, ladder: LADDER };
        return this.report({ type: "piped", producerId, peer, stream });
      }
      case "receive":
        return this.#takeIn(order);
      case "restart-ice": {
        const { participantId, direction, request } = order;
        const { iceParameters } = transport();
        return this.report({ type: "ice-restarted", participantId, direction, request, iceParameters });
      }
    }
  }

  #reserve(participantId: string): void {
    const consumers = [...this.producers].map(([id, { kind }]) => consumer(crypto.randomUUID(), id, kind));
    const media = { ...someTransports(), consumers };
    this.reserved.set(participantId, media);
    this.report({ type: "reserved", participantId, media });
  }

  #attach(participantId: string): void {
    if (this.fails.has("attach"))
      return this.report({ type: "attach-failed", participantId, reason: "as the test wants" });
    const reserved = this.reserved.get(participantId);
    this.#detach(participantId);
    this.participants.set(
      participantId,
      new Map(reserved?.consumers.map(({ id, producerId }) => [producerId, id])),
    );
    const consumers = [...this.producers.keys()].map((id) => this.#consume(participantId, id));
    this.report({
      type: "attached",
      participantId,
      media: { ...(reserved ?? someTransports()), consumers },
    });
  }

  #detach(participantId: string): void {
    this.reserved.delete(participantId);
    this.participants.delete(participantId);
    for (const [id, { owner }] of this.producers) if (owner === participantId) this.#closeProducer(id);
  }

  #produce({ participantId, producerId, kind, paused }: Extract<Order, { type: "produce" }>): void {
    if (this.fails.has("produce"))
      return this.report({ type: "produce-failed", participantId, producerId, reason: "as the test wants" });
    this.producers.set(producerId, { owner: participantId, kind, paused });
    const viewers = [...this.participants.keys()].filter((id) => id !== participantId);
    const consumers = viewers.map((id) => ({ participantId: id, consumer: this.#consume(id, producerId) }));
    this.report({ type: "produced", participantId, producerId, consumers });
  }

  #takeIn({ producerId, stream }: Extract<Order, { type: "receive" }>): void {
    this.producers.set(producerId, { owner: null, ...stream });
    const consumers = [...this.participants.keys()].map((participantId) => ({
      participantId,
      consumer: this.#consume(participantId, producerId),
    }));
    this.report({ type: "received", producerId, consumers });
  }

  #closeProducer(producerId: string): void {
    this.producers.delete(producerId);
    for (const consumers of this.participants.values()) consumers.delete(producerId);
  }

  #consume(participantId: string, producerId: string): ConsumerParameters {
    const consumers = this.participants.get(participantId);
    const id = consumers?.get(producerId) ?? crypto.randomUUID();
    consumers?.set(producerId, id);
    return consumer(id, producerId, this.producers.get(producerId)?.kind ?? "video");
  }
}
