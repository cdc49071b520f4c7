import { KIND_OF_SOURCE } from "../../../protocol/room/producers.ts";
import type { RemoteStream } from "../types.ts";
import { nextPath, type PathState, shownPath, wantedPath } from "./choose-path.ts";
import { deliveriesOf, type ReceivedStream } from "./direct-receiver.ts";

/** A stream that the room has, or of which a last picture is kept. */
export interface KnownStream {
  readonly participantId: string;
  readonly streamId: string;
  readonly producerId: string;
  readonly source: RemoteStream["source"];
  readonly paused: boolean;
}

/** A stream as it comes directly, and whether that path is in good health. */
export interface DirectStream {
  readonly stream: ReceivedStream;
  readonly isHealthy: boolean;
}

/** Where the paths of a stream are found. */
export interface PathSources {
  direct(stream: KnownStream): DirectStream | undefined;
  /** Whether media of this participant is to be direct now. */
  isWanted(participantId: string): boolean;
  /** The receiver of the node's consumer; undefined while there is none. */
  nodeReceiver(producerId: string): RTCRtpReceiver | undefined;
  /** Whether anything may come from the node: the connection to it stands, which it does long before a direct one. */
  isNodeConnected(): boolean;
}

const NODE: PathState = { phase: "node", since: 0 };

/** A node that has brought nothing of a stream for so long is not waited for. */
const FIRST_BY_NODE_WITHIN_MS = 5_000;

/** Takes each stream from its node to its direct path, and back. */
export class DirectPaths {
  readonly #sources: PathSources;
  readonly #states = new Map<string, PathState>();
  readonly #freshness = new Map<string, Freshness>();
  /** Streams of which nothing has come by the node yet, and since when they are waited for. */
  readonly #awaited = new Map<string, number>();
  readonly #arrived = new Set<string>();

  constructor(sources: PathSources) {
    this.#sources = sources;
  }

  /** Goes one step on. True where a stream is shown, or wanted, by another path than before. */
  step(streams: readonly KnownStream[], now: number): boolean {
    const keys = new Set(streams.map(keyOf));
    for (const key of [...this.#states.keys(), ...this.#awaited.keys(), ...this.#arrived])
      if (!keys.has(key)) this.#forget(key);
    const changes = streams.map((stream) => this.#stepOne(stream, now));
    return changes.includes(true);
  }

  /** Whether anything of this participant takes, or has just taken, the direct path. */
  uses(participantId: string): boolean {
    return [...this.#states].some(([key, { phase }]) => key.startsWith(participantId) && phase !== "node");
  }

  /**
   * Whether nothing of a stream is to come directly now, and nothing that did is shown any more. A stream comes by the node
   * first: encoded twice at once, its first picture would take twice as long.
   */
  isIdle(stream: KnownStream): boolean {
    if (this.#state(stream).phase !== "node") return false;
    return !this.#sources.isWanted(stream.participantId) || !this.#arrived.has(keyOf(stream));
  }

  /** How a stream is shown; null where it comes from the node. One that is paused is never shown. */
  shown(stream: KnownStream): { track: MediaStreamTrack; receiver: RTCRtpReceiver } | null {
    if (stream.paused || shownPath(this.#state(stream).phase) === "node") return null;
    const receiver = this.#direct(stream)?.stream.receiver;
    return receiver === undefined ? null : { track: receiver.track, receiver };
  }

  /** By which path a stream is wanted. */
  via(stream: KnownStream): RemoteStream["via"] {
    return wantedPath(this.#state(stream).phase);
  }

  #stepOne(stream: KnownStream, now: number): boolean {
    const key = keyOf(stream);
    const before = this.#state(stream);
    if (!this.#arrived.has(key)) this.#awaitNode(key, stream, now);
    const direct = this.#direct(stream);
    const facts = {
      wanted: this.#sources.isWanted(stream.participantId),
      direct: direct?.isHealthy === true && direct.stream.delivers,
      fresh: stream.paused || this.#freshness.get(key)?.fresh === true,
    };
    const after = nextPath(before, facts, now);
    if (after.phase === "returning") this.#lookAtNode(key, stream.producerId);
    if (after === before) return false;
    if (after.phase !== "returning") this.#freshness.delete(key);
    this.#states.set(key, after);
    return (
      shownPath(before.phase) !== shownPath(after.phase) ||
      wantedPath(before.phase) !== wantedPath(after.phase)
    );
  }

  #awaitNode(key: string, { producerId, paused }: KnownStream, now: number): void {
    const since = this.#awaited.get(key) ?? now;
    this.#awaited.set(key, since);
    const arrive = () => {
      if (this.#awaited.delete(key)) this.#arrived.add(key);
    };
    const mayCome = this.#sources.isNodeConnected() && now - since < FIRST_BY_NODE_WITHIN_MS;
    if (paused || !mayCome) return arrive();
    const receiver = this.#sources.nodeReceiver(producerId);
    if (receiver !== undefined) void deliveriesOf(receiver).then((count) => count > 0 && arrive());
  }

  /** The node's stream is fresh when it has delivered more than it had when this page wanted it again. */
  #lookAtNode(key: string, producerId: string): void {
    const receiver = this.#sources.nodeReceiver(producerId);
    if (receiver === undefined) return;
    const known = this.#freshness.get(key);
    const freshness: Freshness =
      known?.receiver === receiver ? known : { receiver, from: null, fresh: false };
    this.#freshness.set(key, freshness);
    void deliveriesOf(receiver).then((count) => {
      freshness.from ??= count;
      freshness.fresh ||= count > freshness.from;
    });
  }

  /** Only what the room says that somebody sends: pictures as pictures, sound as sound. */
  #direct(stream: KnownStream): DirectStream | undefined {
    const direct = this.#sources.direct(stream);
    return direct?.stream.receiver.track.kind === KIND_OF_SOURCE[stream.source] ? direct : undefined;
  }

  #state(stream: KnownStream): PathState {
    return this.#states.get(keyOf(stream)) ?? NODE;
  }

  #forget(key: string): void {
    this.#states.delete(key);
    this.#freshness.delete(key);
    this.#awaited.delete(key);
    this.#arrived.delete(key);
  }
}

interface Freshness {
  readonly receiver: RTCRtpReceiver;
  from: number | null;
  fresh: boolean;
}

/** Somebody's stream: others may name theirs alike. */
function keyOf({ participantId, streamId }: KnownStream): string {
  return `${participantId} ${streamId}`;
}
