import * as v from "valibot";
import type { Joined } from "../../../protocol/room/join.ts";
import type { Participant } from "../../../protocol/room/participants.ts";
import { KIND_OF_SOURCE } from "../../../protocol/room/producers.ts";
import type { Route } from "../../../protocol/room/route.ts";
import type { ToPage } from "../../../protocol/room/to-page.ts";
import { NO_SIZE, type Size } from "../../../protocol/room/watching.ts";
import type { KnownProducer } from "../producer-index.ts";
import type { Signal } from "../signal.ts";
import type { StatsSource } from "../stats/stats-source.ts";
import type { NodeStream } from "../subscriptions.ts";
import type { RemoteStream } from "../types.ts";
import { type DirectMessage, readDirectMessage } from "./direct-messages.ts";
import { DirectPaths, type KnownStream } from "./direct-paths.ts";
import { DirectReceivers } from "./direct-receivers.ts";
import { DirectSenders } from "./direct-senders.ts";
import type { Wishes } from "./questions.ts";
import type { SentStream } from "./sent-stream.ts";

const LOOK_EVERY_MS = 150;
/** What just came by way of the node goes on by itself: a person joins to see, and that comes first. */
const BEGIN_AFTER_MS = 1_000;

/** What direct media needs of the call around it. */
export interface DirectWorld {
  readonly signal: Signal;
  /** Where to look for ways to others' pages. */
  iceServers(): RTCIceServer[];
  /** What this page sends. */
  ownStreams(): readonly SentStream[];
  /** What the room says that others send. */
  known(): readonly (KnownProducer & { producerId: string })[];
  /** What the node brings, last pictures included. */
  nodeStreams(): readonly NodeStream[];
  nodeReceiver(producerId: string): RTCRtpReceiver | undefined;
  isNodeConnected(): boolean;
  /** Streams are shown, or wanted, by other paths than before. */
  changed(): void;
  /** How large a picture is wanted. */
  sizeOf(producerId: string): Size;
  /** Whether this page wants to receive no more than so much: the node can see to that. */
  isCapped(): boolean;
  protectSender(sender: RTCRtpSender, stream: { producerId: string; source: string }): void;
  protectReceiver(receiver: RTCRtpReceiver, stream: { producerId: string }): void;
}

/** Media between this page and the others without the node: a second path for what the node carries. */
export class DirectCalls {
  readonly #world: DirectWorld;
  readonly #senders: DirectSenders;
  readonly #receivers: DirectReceivers;
  readonly #paths: DirectPaths;
  readonly #abort = new AbortController();
  #selfId: string | null = null;
  #route: Route = "node";
  /** Everybody else, and whether they hear the room. */
  readonly #others = new Map<string, boolean>();
  #looking: ReturnType<typeof setInterval> | undefined;
  #beginning: ReturnType<typeof setTimeout> | undefined;
  /** When somebody was last told out of turn what is shown. */
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(world: DirectWorld) {
    this.#world = world;
    const tell = (to: string, message: DirectMessage) => this.#tell(to, message);
    const iceServers = () => world.iceServers();
    this.#senders = new DirectSenders({
      tell,
      iceServers,
      protect: (sender, stream) => world.protectSender(sender, stream),
      tooMuch: (reason) => {
        world.signal.request({ type: "avoid-direct", reason }, v.unknown()).catch(() => undefined);
      },
    });
    this.#receivers = new DirectReceivers({
      tell,
      iceServers,
      protect: (receiver, stream) => world.protectReceiver(receiver, stream),
    });
    this.#paths = new DirectPaths({
      direct: (stream) => this.#receivers.find(stream, performance.now()),
      isWanted: (id) =>
        this.#route === "direct" && !world.isCapped() && !this.#receivers.rests(id, performance.now()),
      nodeReceiver: (producerId) => world.nodeReceiver(producerId),
      isNodeConnected: () => world.isNodeConnected(),
    });
    this.#watchTheNetwork();
  }

  /** In the room, for the first time or anew: connections to whom is there still stay. */
  handleJoined({ participantId, snapshot }: Joined): void {
    this.#selfId = participantId;
    this.#reset(snapshot.route, snapshot.participants);
  }

  /** Follows a message of the room. */
  handleMessage(message: ToPage): void {
    switch (message.type) {
      case "snapshot":
        return this.#reset(message.route, message.participants);
      case "participant-joined":
        return this.#meet(message.participant.id, true);
      case "participant-changed":
        if (message.connected !== undefined) this.#meet(message.participantId, message.connected);
        return;
      case "participant-left":
        return this.#part(message.participantId);
      case "route-changed":
        this.#route = message.route;
        return this.#settle();
      case "relayed":
        if (message.channel === "direct") this.#hear(message.from, message.body);
        return;
      default:
    }
  }

  /** What this page sends has changed. */
  handleOwnChanged(): void {
    this.#settle();
  }

  /** Something else is shown: who sends it is asked at once. Of what changes on and on, as while a window is dragged, only now and then. */
  handleShown(): void {
    const now = performance.now();
    if (now - this.#toldAt < LOOK_EVERY_MS) return;
    this.#toldAt = now;
    this.#ask(now);
  }

  /** The node's streams and the direct ones as one list: each stream once, by the path that is shown. */
  merge(nodeStreams: readonly NodeStream[]): RemoteStream[] {
    const known = new Map(this.#world.known().map((stream) => [stream.producerId, stream]));
    return nodeStreams.map((stream) => {
      const paused = known.get(stream.producerId)?.paused ?? false;
      const shown = this.#paths.shown({ ...stream, paused });
      const via = this.#paths.via({ ...stream, paused });
      return shown === null
        ? { ...stream, route: "node", via }
        : // It flows, whatever has become of the node's.
          { ...stream, track: shown.track, flows: true, route: "direct", via };
    });
  }

  /** Everything that goes directly, to be asked how it is. */
  statsSources(): StatsSource[] {
    const received = this.#world.known().flatMap((stream): StatsSource[] => {
      const receiver = this.#paths.shown(stream)?.receiver;
      if (receiver === undefined) return [];
      const { producerId, participantId, source } = stream;
      const idle = isPicture(stream) && this.#world.sizeOf(producerId).width === 0;
      const getReport = () => receiver.getStats();
      const what = { producerId, participantId, source, idle, getReport };
      return [{ ...what, direction: "in", route: { kind: "direct" } }];
    });
    return [...this.#senders.sources(), ...received];
  }

  /** Whether a stream is wanted from its owner's page, and nothing of it from the node. */
  isDirect(producerId: string): boolean {
    const stream = this.#world.known().find((known) => known.producerId === producerId);
    return stream !== undefined && this.#paths.via(stream) === "direct";
  }

  /** The receiver of a stream that is shown directly. */
  receiverOf(producerId: string): RTCRtpReceiver | undefined {
    const stream = this.#world.known().find((known) => known.producerId === producerId);
    return stream && this.#paths.shown(stream)?.receiver;
  }

  /** Ends all of it. */
  close(): void {
    this.#abort.abort();
    clearInterval(this.#looking);
    clearTimeout(this.#beginning);
    this.#senders.close();
    this.#receivers.close();
  }

  #reset(route: Route, participants: readonly Participant[]): void {
    this.#route = route;
    const present = new Set(participants.map(({ id }) => id));
    for (const id of this.#others.keys()) if (!present.has(id)) this.#part(id);
    for (const { id, connected } of participants) this.#others.set(id, connected);
    this.#settle();
  }

  #meet(id: string, connected: boolean): void {
    // Somebody who is back may be another page: what failed with the former one says nothing.
    if (connected && this.#others.get(id) === false) this.#senders.tryAgain();
    this.#others.set(id, connected);
    this.#settle();
  }

  #part(id: string): void {
    this.#others.delete(id);
    this.#senders.forget(id);
    this.#receivers.forget(id);
  }

  #hear(from: string, body: string): void {
    const message = readDirectMessage(body);
    // What makes no sense is ignored.
    if (message === null || !this.#others.has(from) || this.#senders.hear(from, message)) return;
    if (this.#route === "direct" && this.#receivers.hear(from, message)) this.#look();
  }

  #tell(to: string, message: DirectMessage): void {
    const relay = { type: "relay", to, channel: "direct", body: JSON.stringify(message) } as const;
    this.#world.signal.request(relay, v.unknown()).catch(() => {
      if (message.kind === "offer") this.#senders.unheard(to);
    });
  }

  /** Brings who is sent to up to date, a little later: many things change at once. */
  #settle(): void {
    this.#beginning ??= setTimeout(() => {
      this.#beginning = undefined;
      this.#send();
      this.#look();
    }, BEGIN_AFTER_MS);
  }

  #send(): void {
    if (this.#abort.signal.aborted) return;
    const direct = this.#route === "direct";
    const to = [...this.#others].filter(([id, connected]) => direct && connected && id !== this.#selfId);
    this.#senders.update(new Set(to.map(([id]) => id)), this.#world.ownStreams());
  }

  /** Looks at what comes directly now, and for as long as anything does. */
  #look(): void {
    if (this.#looking !== undefined || this.#receivers.isEmpty) return;
    this.#looking = setInterval(() => {
      const now = performance.now();
      this.#ask(now);
      const changed = this.#paths.step(this.#streams(), now);
      this.#receivers.tidy(this.#route === "direct", (id) => this.#paths.uses(id));
      if (changed) this.#world.changed();
      if (!this.#receivers.isEmpty) return;
      clearInterval(this.#looking);
      this.#looking = undefined;
    }, LOOK_EVERY_MS);
  }

  #ask(now: number): void {
    this.#receivers.look(now, (participantId) => this.#wishes(participantId));
  }

  /** How large somebody's pictures are wanted directly: not at all while they come from the node. */
  #wishes(participantId: string): Wishes {
    const known = this.#world.known().filter((stream) => stream.participantId === participantId);
    const wish = (stream: KnownStream) =>
      this.#paths.isIdle(stream) ? NO_SIZE : this.#world.sizeOf(stream.producerId);
    return new Map(known.filter(isPicture).map((stream) => [stream.streamId, wish(stream)]));
  }

  /** What the room has, and what is kept of what it had. */
  #streams(): KnownStream[] {
    const known = this.#world.known();
    const ids = new Set(known.map(({ producerId }) => producerId));
    const kept = this.#world.nodeStreams().filter(({ producerId }) => !ids.has(producerId));
    const streams = [...known, ...kept.map((stream) => ({ ...stream, paused: false }))];
    // A stream that is published anew is there twice: it takes one path.
    return [
      ...new Map(
        streams.toReversed().map((stream) => [`${stream.participantId} ${stream.streamId}`, stream]),
      ).values(),
    ];
  }

  #watchTheNetwork(): void {
    const { signal } = this.#abort;
    const again = () => this.#senders.tryAgain();
    addEventListener("online", again, { signal });
    const { connection } = navigator as { connection?: EventTarget };
    connection?.addEventListener("change", again, { signal });
  }
}

function isPicture({ source }: KnownStream): boolean {
  return KIND_OF_SOURCE[source] === "video";
}
