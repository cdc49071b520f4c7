import * as v from "valibot";
import { type IceServers as GivenIceServers, iceServersSchema } from "../../protocol/ice-servers.ts";
import { TIMES } from "../../protocol/limits.ts";
import type { Joined } from "../../protocol/room/join.ts";
import type { ToPage } from "../../protocol/room/to-page.ts";
import type { MediaOffer, ServingNode } from "../../protocol/rtp.ts";
import { BandwidthProber } from "./bandwidth-prober.ts";
import { DirectCalls } from "./direct/direct-calls.ts";
import type { MediaProtection } from "./encryption/encryption.ts";
import { IceServers } from "./ice-servers.ts";
import type { PreparedMedia } from "./media.ts";
import { MediaPath } from "./media-path.ts";
import { mediaStatusOf } from "./media-status.ts";
import { MissingStreams } from "./missing-streams.ts";
import { ProducerIndex } from "./producer-index.ts";
import { Publications } from "./publications.ts";
import { dropReserved } from "./reservation.ts";
import { SendCeiling } from "./send-ceiling.ts";
import type { Signal } from "./signal.ts";
import { nodeSources } from "./stats/node-sources.ts";
import type { StatsSource } from "./stats/stats-source.ts";
import { Subscriptions } from "./subscriptions.ts";
import type { CallFault, LocalStream, MediaStatus, RemoteStream } from "./types.ts";
import { VideoPlanner } from "./video-planner.ts";
import { Viewers } from "./viewers.ts";
import type { Watching } from "./watching.ts";

const MAX_IDS_PER_REQUEST = 500;
/** One renewal serves both directions. */
const RENEWAL_MS = 4_000;

/** What a call's media tells its owner. */
export interface CallMediaListener {
  localStreams(streams: readonly LocalStream[]): void;
  remoteStreams(streams: readonly RemoteStream[]): void;
  status(status: MediaStatus): void;
  fault(fault: CallFault): void;
}

/** All media of one call: follows the room's messages, and outlives its sockets, transports and media nodes. */
export class CallMedia {
  readonly publications: Publications;
  readonly #prepared: PreparedMedia;
  readonly #signal: Signal;
  readonly #watching: Watching;
  readonly #listener: CallMediaListener;
  readonly #subscriptions: Subscriptions;
  readonly #index = new ProducerIndex();
  readonly #planner: VideoPlanner;
  readonly #encrypted: boolean;
  readonly #viewers = new Viewers();
  readonly #direct: DirectCalls;
  readonly #ice: IceServers;
  readonly #missing = new MissingStreams({
    find: () => this.#findUndelivered(),
    ask: (producerIds) => this.#consume(producerIds),
  });
  #selfId: string | null = null;
  #path: MediaPath | null = null;
  /** Those that carry what is not yet on the path by which it moves. */
  readonly #fading = new Set<MediaPath>();
  #prober: BandwidthProber | null = null;
  /** The epoch of the transports; null while there are none. */
  #epoch: number | null = null;
  /** The node of the last offer. */
  #node: ServingNode | null = null;
  #wasLost = false;
  /** New transports were asked for at this time, and are not here yet. */
  #renewingSince: number | null = null;
  /** Paths in turn that have not connected. */
  #renewals = 0;
  #status: MediaStatus = "off";
  #closed = false;

  /**
   * @param ice what the pass into the room came with.
   * @param protection what encrypts all that is sent and received; null where nothing does.
   * @param watching what the page shows, and hears by which way it comes.
   */
  constructor(
    prepared: PreparedMedia,
    signal: Signal,
    ice: GivenIceServers,
    protection: MediaProtection | null,
    watching: Watching,
    listener: CallMediaListener,
  ) {
    this.#prepared = prepared;
    this.#signal = signal;
    this.#watching = watching;
    this.#listener = listener;
    const fault = (fault: CallFault) => listener.fault(fault);
    this.#encrypted = protection !== null;
    this.#planner = new VideoPlanner(prepared.device.sendRtpCapabilities);
    this.publications = new Publications(signal, this.#planner, protection, {
      changed: () => {
        listener.localStreams(this.publications.list());
        this.#direct.handleOwnChanged();
      },
      fault,
      pathBroken: () => this.#renew(),
    });
    this.#subscriptions = new Subscriptions(signal, protection, {
      changed: () => this.#tellRemote(),
      fault,
      settled: () => this.#tellMoved(),
      lookUp: (producerId) => this.#index.get(producerId),
    });
    this.#ice = new IceServers({
      renew: () => signal.request({ type: "renew-ice-servers" }, iceServersSchema),
      changed: () => void this.#path?.useIceServers(this.#ice.all).catch(() => undefined),
    });
    this.#ice.use(ice);
    this.#direct = new DirectCalls({
      signal,
      iceServers: () => this.#ice.stun,
      ownStreams: () => this.publications.sentStreams(),
      known: () => this.#index.streamsOfOthers(this.#selfId ?? ""),
      nodeStreams: () => this.#subscriptions.list(),
      nodeReceiver: (producerId) => this.#subscriptions.receiverOf(producerId),
      isNodeConnected: () => this.#path?.receive.connectionState === "connected",
      changed: () => this.#tellRemote(),
      sizeOf: (producerId) => watching.sizeOf(producerId),
      isCapped: () => watching.isCapped,
      protectSender: (sender, stream) => protection?.protectSender(sender, stream),
      protectReceiver: (receiver, stream) => protection?.protectReceiver(receiver, stream),
    });
    watching.onChanged(() => this.#direct.handleShown());
  }

  /** The receivers of other people's microphones. */
  microphones(): { participantId: string; receiver: RTCRtpReceiver }[] {
    return this.#subscriptions
      .receivers()
      .filter(({ source }) => source === "microphone")
      .map((node) => ({ ...node, receiver: this.#direct.receiverOf(node.producerId) ?? node.receiver }));
  }

  /** Every stream that is sent or received, to be asked how it is. */
  statsSources(): StatsSource[] {
    if (this.#node === null || this.#selfId === null) return [];
    const byNode = nodeSources({
      node: this.#node,
      selfId: this.#selfId,
      producers: this.publications.producers(),
      consumers: this.#subscriptions.consumers(),
      isIdle: (id) => this.#isIdle(id),
    });
    const direct = this.#direct.statsSources();
    const instead = new Set(direct.map(({ direction, producerId }) => `${direction} ${producerId}`));
    // What goes directly has a second way by the node, on which nothing flows.
    const flowing = byNode.filter(
      ({ idle, direction, producerId }) => !(idle && instead.has(`${direction} ${producerId}`)),
    );
    return [...flowing, ...direct];
  }

  /** In the room: what was there before, if anything, belonged to another place. */
  handleJoined(joined: Joined): void {
    const { participantId, snapshot, media } = joined;
    this.#selfId = participantId;
    this.#viewers.reset(snapshot.participants);
    this.#followViewers();
    this.#subscriptions.handleRemoved(this.#index.reset(snapshot.participants), "lost");
    if (media === null) this.#loseMedia(false);
    else this.#useOffer(snapshot.epoch, media);
    this.#direct.handleJoined(joined);
    this.#missing.look();
  }

  /** Follows a message of the room. */
  handleMessage(message: ToPage): void {
    // By media's loss a stream ends against its owner's will; so it does by a snapshot, which says nothing of why. And one
    // that another one replaces goes on in that.
    const gone = this.#index.apply(message);
    if (this.#viewers.apply(message)) this.#followViewers();
    const isLoss =
      message.type === "media-lost" ||
      message.type === "snapshot" ||
      (message.type === "producer-removed" && message.by === null);
    const why = message.type === "producer-added" ? "replaced" : isLoss ? "lost" : "ended";
    if (gone.length > 0) this.#subscriptions.handleRemoved(gone, why);
    this.#follow(message);
    this.#direct.handleMessage(message);
    this.#missing.look();
  }

  /** Back after a lost socket: both sides may have done what the other did not hear of. */
  reconcile(): void {
    if (this.#selfId === null) return;
    this.#path?.repairAnew();
    this.publications.reconcile(this.#index.of(this.#selfId));
    // Also what is not shown, or comes directly: it may have to come by the node at any moment.
    const others = this.#index.ofOthers(this.#selfId);
    void this.#subscriptions.undelivered(others).then((producerIds) => this.#consume(producerIds));
  }

  /** Ends all media, for good. */
  close(): void {
    this.#closed = true;
    this.#missing.close();
    this.#ice.close();
    this.#direct.close();
    this.publications.close();
    this.#subscriptions.close();
    this.#retirePaths();
    // Who was not let in has not taken them.
    dropReserved();
    this.#path = null;
    this.#prober?.close();
    this.#setStatus("off");
    this.#listener.localStreams([]);
    this.#listener.remoteStreams([]);
  }

  /** Whether nothing is to come of a stream by the node for now. */
  #isIdle(producerId: string): boolean {
    return (
      this.#index.get(producerId)?.paused === true ||
      this.#watching.sizeOf(producerId).width === 0 ||
      this.#direct.isDirect(producerId)
    );
  }

  async #findUndelivered(): Promise<string[]> {
    const expected = this.#index.ofOthers(this.#selfId ?? "").filter((id) => !this.#isIdle(id));
    return this.#subscriptions.undelivered(expected);
  }

  #consume(missing: readonly string[]): void {
    const producerIds = missing.slice(0, MAX_IDS_PER_REQUEST);
    if (producerIds.length === 0 || this.#path === null) return;
    this.#signal.request({ type: "consume", producerIds }, v.unknown()).catch(() => undefined);
  }

  #followViewers(): void {
    this.#planner.audience = { viewers: this.#viewers.others(this.#selfId), encrypted: this.#encrypted };
    this.publications.handleAudience();
  }

  #tellRemote(): void {
    const streams = this.#direct.merge(this.#subscriptions.list());
    const direct = streams.filter(({ via }) => via === "direct");
    this.#watching.setDirect(new Set(direct.map(({ producerId }) => producerId)));
    this.#listener.remoteStreams(streams);
  }

  #follow(message: ToPage): void {
    switch (message.type) {
      case "offer":
        return this.#useOffer(message.epoch, message.media, message.moves);
      case "snapshot":
        for (const { id, drawing } of message.participants.flatMap(({ producers }) => producers))
          this.publications.handleDrawing(id, drawing === true);
        // The media node changed while nobody listened here: an offer follows.
        if (this.#epoch !== null && message.epoch !== this.#epoch) this.#loseMedia(true);
        return;
      case "media-lost":
        if (message.participantIds.includes(this.#selfId ?? "")) this.#loseMedia(true);
        return;
      case "media-failed":
        // What it had on the node is gone, too.
        this.#loseMedia(this.#path !== null);
        return this.#askAgain(message.retryAfterMs);
      case "consumers":
        return void this.#subscriptions.consumeAndStart(message.consumers);
      case "demand":
        return this.publications.handleDemand(message.streams);
      case "producer-added":
        if (message.participantId === this.#selfId) this.publications.handleAdded(message.producer.id);
        return;
      case "producer-paused":
        if (message.by !== this.#selfId) {
          this.publications.handlePaused(message.producerId, message.paused, message.by);
        }
        return;
      case "producer-drawing":
        return this.publications.handleDrawing(message.producerId, message.drawing);
      case "producer-removed":
        return this.#handleRemoved(message.producerId, message.by);
      default:
    }
  }

  /** Without transports nothing else would ask for them. */
  #askAgain(afterMs: number): void {
    setTimeout(() => {
      this.#renewingSince = null;
      if (this.#path === null && !this.#closed) this.#renew();
    }, afterMs);
  }

  #handleRemoved(producerId: string, by: string | null): void {
    // A renewal takes all of one's own streams out of the room, and puts them in again.
    const isRenewal = (by === this.#selfId || by === null) && this.#renewingSince !== null;
    if (!isRenewal) this.publications.handleRemoved(producerId, by, by === this.#selfId);
  }

  /** @param moves the path before this one goes on until all is on this one */
  #useOffer(epoch: number, offer: MediaOffer, moves = false): void {
    const former = this.#path;
    if (moves && former !== null) this.#fade(former);
    else this.#retirePaths();
    this.#epoch = epoch;
    this.#node = offer.node;
    this.#renewingSince = null;
    const path: MediaPath = new MediaPath(this.#prepared, offer, this.#ice.all, this.#signal, {
      changed: () => this.#path === path && this.#updateStatus(),
      renewals: this.#renewals,
      beyondRepair: () => this.#path === path && this.#renew(),
    });
    this.#path = path;
    this.#prober?.close();
    const ceiling = new SendCeiling(path.send);
    this.#prober = new BandwidthProber({
      report: () => path.send.getStats(),
      senders: () => [...this.publications.senders("screen"), ...this.publications.senders("camera")],
      setCeiling: async (kilobits) => {
        const picture = this.publications.producers().find(({ producer }) => producer.kind === "video");
        if (picture !== undefined) await ceiling.negotiate(kilobits, picture.producer);
      },
    });
    this.#wasLost = false;
    const isMoving = this.#fading.size > 0;
    this.#subscriptions.useTransport(path.receive, isMoving);
    const sendPath = { transport: path.send, epoch };
    // What others send comes first: the browser negotiates on one thread, and a person joins to see.
    const waiting = offer.consumers.filter(({ id }) => path.waits(id));
    const flowing = offer.consumers.filter(({ id }) => !path.waits(id));
    const consumed = [
      this.#subscriptions.consume(flowing, path.made),
      this.#subscriptions.consumeAndStart(waiting, path.made),
    ];
    void Promise.all(consumed).then(() => {
      if (this.#path !== path) return;
      if (isMoving) this.publications.moveTo(sendPath);
      else this.publications.usePath(sendPath);
    });
    this.#updateStatus();
  }

  #fade(path: MediaPath): void {
    path.fade();
    this.#fading.add(path);
    setTimeout(() => {
      path.retire();
      this.#fading.delete(path);
      this.#updateStatus();
    }, TIMES.moveMs);
  }

  #tellMoved(): void {
    if (this.#fading.size === 0 || this.#epoch === null) return;
    this.#signal.request({ type: "moved", epoch: this.#epoch }, v.unknown()).catch(() => undefined);
  }

  #retirePaths(): void {
    for (const path of this.#fading) path.retire();
    this.#fading.clear();
    this.#path?.retire();
  }

  #loseMedia(wasLost: boolean): void {
    this.#retirePaths();
    this.#path = null;
    this.#prober?.close();
    this.#epoch = null;
    this.#renewingSince = null;
    this.#wasLost = wasLost;
    this.#subscriptions.useTransport(null);
    this.publications.usePath(null);
    this.#updateStatus();
  }

  #renew(): void {
    const now = Date.now();
    if (this.#renewingSince !== null && now - this.#renewingSince < RENEWAL_MS) return;
    this.#renewingSince = now;
    this.#renewals += 1;
    this.#signal
      .request({ type: "renew-media", ...this.#prepared.capabilities }, v.unknown())
      .catch(() => undefined);
  }

  #updateStatus(): void {
    if (this.#closed) return;
    const states = this.#path?.states ?? null;
    if (states?.includes("connected")) this.#renewals = 0;
    const status = mediaStatusOf(states, this.#wasLost);
    // While it moves, the old path is as good as before.
    if (status !== "connecting" || this.#fading.size === 0) this.#setStatus(status);
  }

  #setStatus(status: MediaStatus): void {
    if (this.#status === status) return;
    this.#status = status;
    this.#listener.status(status);
  }
}
