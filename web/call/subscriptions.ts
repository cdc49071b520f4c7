import type { types } from "mediasoup-client";
import * as v from "valibot";
import { TIMES } from "../../protocol/limits.ts";
import type { ConsumerParameters } from "../../protocol/rtp.ts";
import type { MediaProtection } from "./encryption/encryption.ts";
import { delivers, firstDelivery } from "./first-picture.ts";
import { asGoodAs } from "./handover.ts";
import type { GoneProducer, KnownProducer } from "./producer-index.ts";
import type { Signal } from "./signal.ts";
import { predecessorsOf } from "./successor.ts";
import type { CallFault, RemoteStream } from "./types.ts";

/** An old picture is shown for at most this long without a successor. */
const STALE_MS = 15_000;
/** The page shows a successor within this time, also on a machine that is busy with moving. An element whose track has ended is black. */
const AFTER_CHANGE_MS = 3_000;
/** What has been replaced may flow for so long. */
const FLOWS_MS = TIMES.moveOverlapMs;

/** What subscriptions need of their owner. */
export interface SubscriptionsListener {
  changed(): void;
  fault(fault: CallFault): void;
  /** Nothing that was received by another transport is needed any more. */
  settled(): void;
  /** Whose a stream is, as far as the room has said. */
  lookUp(producerId: string): KnownProducer | undefined;
}

/** A stream as the node brings it. */
export type NodeStream = Omit<RemoteStream, "route" | "via">;

interface NodeReceiver {
  readonly producerId: string;
  readonly participantId: string;
  readonly source: RemoteStream["source"];
  readonly receiver: RTCRtpReceiver;
}

/** One consumer. It outlives its producer's entry in the room while its picture is kept. */
interface Subscription {
  readonly consumer: types.Consumer;
  readonly producerId: string;
  participantId: string | undefined;
  streamId: string | undefined;
  source: RemoteStream["source"] | undefined;
  stale: boolean;
  /** Stale, but it may flow still: its successor is on its way. */
  flows: boolean;
  /** Whether something is known to have come by it. */
  delivers: boolean;
  /** Aborted when it is closed. */
  readonly ended: AbortController;
}

/** Consumers that are set up, or are about to be, by their ids. */
type Made = ReadonlyMap<string, Promise<types.Consumer>>;
const NOTHING: Made = new Map();

/** Everything that this page receives. */
export class Subscriptions {
  readonly #signal: Signal;
  readonly #listener: SubscriptionsListener;
  readonly #protection: MediaProtection | null;
  readonly #all = new Map<string, Subscription>();
  #transport: types.Transport | null = null;
  /** Transports that carry nothing new, kept for their last pictures. */
  readonly #retired = new Set<types.Transport>();
  /** The producers of consumers that are being set up, by consumer: the room may name one twice. */
  readonly #underWay = new Map<string, string>();
  /** Producers that ended while a consumer of them was being set up. */
  readonly #over = new Set<string>();

  constructor(signal: Signal, protection: MediaProtection | null, listener: SubscriptionsListener) {
    this.#signal = signal;
    this.#protection = protection;
    this.#listener = listener;
  }

  /** What is set up here. Streams whose owner the room has not named yet are left out. */
  list(): NodeStream[] {
    return [...this.#all.values()].flatMap((subscription) => {
      this.#identify(subscription);
      const { producerId, participantId, streamId, source, stale, flows, consumer } = subscription;
      if (participantId === undefined || streamId === undefined || source === undefined) return [];
      return [{ producerId, participantId, streamId, source, stale, flows, track: consumer.track }];
    });
  }

  /** The receiver of a live stream. */
  receiverOf(producerId: string): RTCRtpReceiver | undefined {
    return this.#liveOf(producerId)?.consumer.rtpReceiver;
  }

  /** The receivers of live streams, by whose they are, to listen to who speaks. */
  receivers(): NodeReceiver[] {
    return [...this.#all.values()].flatMap(({ producerId, participantId, source, stale, consumer }) => {
      const receiver = consumer.rtpReceiver;
      if (stale || participantId === undefined || source === undefined || receiver === undefined) return [];
      return [{ producerId, participantId, source, receiver }];
    });
  }

  /** What is received now, to ask how it is. */
  consumers(): {
    producerId: string;
    participantId: string;
    source: RemoteStream["source"];
    consumer: types.Consumer;
  }[] {
    return [...this.#all.values()].flatMap(({ producerId, participantId, source, stale, consumer }) =>
      stale || participantId === undefined || source === undefined
        ? []
        : [{ producerId, participantId, source, consumer }],
    );
  }

  /**
   * Moves to another receive transport; null while there is none. What was received stays until it comes anew; it `flows` until
   * then where the transport before is still served.
   */
  useTransport(transport: types.Transport | null, flows = false): void {
    if (this.#transport !== null) this.#retired.add(this.#transport);
    this.#transport = transport;
    for (const subscription of this.#all.values()) this.#keepPicture(subscription, flows);
    this.#closeIdleTransports();
    this.#listener.changed();
  }

  /** Sets up streams that flow already; those that are `made`, by the consumer's id, need no more than to be taken. */
  async consume(consumers: readonly ConsumerParameters[], made: Made = NOTHING): Promise<void> {
    await this.#consumeAll(consumers, made);
  }

  /** Sets up streams that wait, and has them flow. */
  async consumeAndStart(consumers: readonly ConsumerParameters[], made: Made = NOTHING): Promise<void> {
    const consumerIds = await this.#consumeAll(consumers, made);
    if (consumerIds.length === 0) return;
    this.#signal.request({ type: "start-consumers", consumerIds }, v.unknown()).catch(() => undefined);
  }

  /** Streams are over: by their owner's will, or else a successor may come; by that one they were `replaced`, or media was `lost`. */
  handleRemoved(gone: readonly GoneProducer[], why: "ended" | "replaced" | "lost"): void {
    const ids = new Set(gone.map(({ producerId }) => producerId));
    for (const id of this.#underWay.values()) if (ids.has(id)) this.#over.add(id);
    for (const subscription of [...this.#all.values()]) {
      const isGone = ids.has(subscription.producerId);
      if (isGone && why !== "ended") this.#keepPicture(subscription, why === "replaced");
      else if (isGone || (why === "ended" && this.#standsFor(subscription, gone))) this.#close(subscription);
    }
    this.#listener.changed();
  }

  /** What is kept until a successor comes is not needed where that has ended, too. */
  #standsFor(subscription: Subscription, gone: readonly GoneProducer[]): boolean {
    return subscription.stale && gone.some((fresh) => predecessorsOf(fresh, [subscription]).length > 0);
  }

  /** The ids among these of which nothing has come yet. */
  async undelivered(producerIds: readonly string[]): Promise<string[]> {
    const arrived = await Promise.all(producerIds.map((id) => this.#hasArrived(id)));
    return producerIds.filter((_, index) => !arrived[index]);
  }

  async #hasArrived(producerId: string): Promise<boolean> {
    const live = this.#liveOf(producerId);
    if (live === undefined) return false;
    // It may be closed while it is asked.
    live.delivers ||= await delivers(live.consumer).catch(() => false);
    return live.delivers;
  }

  #liveOf(producerId: string): Subscription | undefined {
    return [...this.#all.values()].find((each) => !each.stale && each.producerId === producerId);
  }

  /** Closes everything, for good. */
  close(): void {
    for (const subscription of [...this.#all.values()]) this.#close(subscription);
    this.#transport = null;
    this.#closeIdleTransports();
  }

  /** Returns the ids of those among the consumers that are set up now, whether by this call or before. */
  async #consumeAll(consumers: readonly ConsumerParameters[], made: Made): Promise<string[]> {
    const transport = this.#transport;
    if (transport === null || consumers.length === 0) return [];
    const done = await Promise.all(consumers.map((consumer) => this.#consumeOne(transport, consumer, made)));
    if (done.some((ok) => !ok) && this.#transport === transport)
      this.#listener.fault({ kind: "consume-failed" });
    this.#listener.changed();
    return consumers.filter((_, index) => done[index]).map(({ id }) => id);
  }

  async #consumeOne(
    transport: types.Transport,
    parameters: ConsumerParameters,
    made: Made,
  ): Promise<boolean> {
    const { id, producerId } = parameters;
    if (this.#all.has(id) || this.#underWay.has(id)) return true;
    this.#underWay.set(id, producerId);
    try {
      // What was made without protection stays without: a browser takes a transform when it makes the receiver, or never.
      const before = this.#protection === null ? made.get(id) : undefined;
      const consumer = await (before ?? this.#make(transport, parameters));
      if (this.#transport !== transport || this.#over.delete(producerId)) consumer.close();
      else
        this.#add({
          consumer,
          producerId,
          ...UNKNOWN,
          stale: false,
          flows: false,
          delivers: false,
          ended: new AbortController(),
        });
      return true;
    } catch {
      return false;
    } finally {
      this.#underWay.delete(id);
    }
  }

  #make(transport: types.Transport, parameters: ConsumerParameters): Promise<types.Consumer> {
    const { producerId } = parameters;
    return transport.consume({
      ...(parameters as types.ConsumerOptions),
      onRtpReceiver: (receiver) => this.#protection?.protectReceiver(receiver, { producerId }),
    });
  }

  #add(subscription: Subscription): void {
    this.#identify(subscription);
    this.#all.set(subscription.consumer.id, subscription);
    void this.#replaceOld(subscription);
  }

  async #replaceOld(subscription: Subscription): Promise<void> {
    const stale = () => [...this.#all.values()].filter((other) => other.stale && other !== subscription);
    if (stale().length === 0) return;
    const { consumer, ended } = subscription;
    try {
      await firstDelivery(consumer, ended.signal);
      this.#identify(subscription);
      const flowing = predecessorsOf(subscription, stale()).findLast(({ flows }) => flows);
      if (flowing !== undefined && consumer.kind === "video")
        await asGoodAs(consumer, flowing.consumer, ended.signal);
    } catch {
      return; // It ended before it delivered: the old picture stays for its time.
    }
    this.#identify(subscription);
    const old = predecessorsOf(subscription, stale());
    if (old.length === 0) return;
    // Pictures change over first: a track that ends while it is still shown may leave them black for a frame.
    for (const { consumer } of old) this.#all.delete(consumer.id);
    this.#listener.changed();
    setTimeout(() => {
      for (const each of old) this.#close(each);
    }, AFTER_CHANGE_MS);
  }

  /** A stream's owner is known when the room has announced it, which may be after its consumer came. */
  #identify(subscription: Subscription): void {
    if (subscription.participantId !== undefined) return;
    const known = this.#listener.lookUp(subscription.producerId);
    subscription.participantId = known?.participantId;
    subscription.streamId = known?.streamId;
    subscription.source = known?.source;
  }

  #keepPicture(subscription: Subscription, flows: boolean): void {
    if (!flows) subscription.flows = false;
    if (subscription.stale) return;
    subscription.stale = true;
    subscription.flows = flows;
    if (flows) setTimeout(() => this.#stopFlow(subscription), FLOWS_MS);
    setTimeout(() => {
      if (subscription.ended.signal.aborted) return;
      this.#close(subscription);
      this.#listener.changed();
    }, STALE_MS);
  }

  #stopFlow(subscription: Subscription): void {
    subscription.flows = false;
    if (this.#all.has(subscription.consumer.id)) this.#listener.changed();
  }

  #close(subscription: Subscription): void {
    subscription.ended.abort();
    subscription.consumer.close();
    this.#all.delete(subscription.consumer.id);
    this.#closeIdleTransports();
  }

  #closeIdleTransports(): void {
    if ([...this.#all.values()].some(({ stale }) => stale)) return;
    if (this.#retired.size === 0) return;
    for (const transport of this.#retired) transport.close();
    this.#retired.clear();
    this.#listener.settled();
  }
}

const UNKNOWN = { participantId: undefined, streamId: undefined, source: undefined };
