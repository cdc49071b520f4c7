import type { types } from "mediasoup-client";
import { TIMES } from "../../protocol/limits.ts";
import type { Source } from "../../protocol/room/producers.ts";
import type { Size } from "../../protocol/room/watching.ts";
import type { VideoCodec } from "../../protocol/video-codecs.ts";
import { NOTHING_REFUSED, type Refused, withRefused } from "./refused.ts";
import { Sending, type SendSettings } from "./sending.ts";
import { watchSize } from "./size-watch.ts";
import { trackSize } from "./track-size.ts";
import type { LocalStream } from "./types.ts";
import { randomUuid } from "./uuid.ts";

/** Something of one's own to send. Streams of one `group` end together; those of one `syncGroup` play in step. */
export interface Publishable {
  readonly source: Source;
  readonly track: MediaStreamTrack;
  readonly settings: SendSettings;
  readonly group: string;
  readonly syncGroup: string;
}

/** One track of one's own that is, or is to be, sent. It outlives transports; each gives it another producer. */
export class Publication {
  readonly key = randomUuid();
  readonly group: string;
  readonly syncGroup: string;
  readonly source: Source;
  readonly settings: SendSettings;
  track: MediaStreamTrack;
  paused = false;
  /** Whether the others may draw on it: a new producer begins as the last one ended. */
  drawing = true;
  /** What the room has of it, or is about to have. */
  current = new Sending();
  /** What is to take the place of `current`, in another codec or on another transport. */
  next: Sending | null = null;
  /** What has been replaced on another transport, and flows until the others show its successor. */
  readonly #fading = new Set<Sending>();
  /** Codecs that this machine cannot encode its picture with in time. */
  readonly unfit = new Set<VideoCodec>();
  /** How its picture cannot be sent at all. */
  refused: Refused = NOTHING_REFUSED;
  /** When the media node lost it. */
  readonly losses: number[] = [];
  /** The size of a captured screen in pixels, as it last came to rest; null before. */
  size: Size | null = null;
  #endSizeWatch: (() => void) | undefined;
  closed = false;

  constructor({ source, track, settings, group, syncGroup }: Publishable) {
    this.source = source;
    this.track = track;
    this.settings = settings;
    this.group = group;
    this.syncGroup = syncGroup;
  }

  /** The size of its picture at the source, as far as that is known; null of sound. */
  get sourceSize(): Size | null {
    return this.size ?? trackSize(this.track);
  }

  /** Calls `changed` whenever a captured screen comes to rest in another size. */
  watchSize(changed: () => void): void {
    this.#endSizeWatch = watchSize(this.track, (size) => {
      this.size = size;
      changed();
    });
  }

  get producerId(): string {
    return this.current.producerId;
  }

  get producer(): types.Producer | null {
    return this.current.producer;
  }

  /** What the room has, or is to have of it: while it moves to another codec or transport, both. */
  get sendings(): readonly Sending[] {
    return this.next === null ? [this.current] : [this.current, this.next];
  }

  /** Whatever sends its track. */
  get flowing(): readonly Sending[] {
    return [...this.#fading, ...this.sendings];
  }

  /** What the page shows of it. */
  describe(): LocalStream {
    const { key, group, producerId, source, paused, track } = this;
    return { key, group, producerId, source, paused, track };
  }

  /** Notes that its picture was refused as it was to be sent; returns whether it is worth trying in another way. */
  refuse({ plan, path, rtpParameters, isNegotiated }: Sending, code: string): boolean {
    const { current, track } = this;
    // Once the browser sends it, only the node's word is about how.
    const isOfPlan = rtpParameters === null || code === "media_rejected";
    if (plan === null || !isOfPlan || track.readyState === "ended") return false;
    const isSent = current.isKnown && current.path === path && current.plan?.codec === plan.codec;
    if (!isSent) this.refused = withRefused(this.refused, plan, isNegotiated ? "codec" : "encodings");
    return true;
  }

  /** Takes leave of the current producer, so that another can be made. */
  renew(): void {
    for (const sending of this.flowing) sending.close();
    this.#fading.clear();
    this.current = new Sending();
    this.next = null;
  }

  /** Begins to take the current producer's place with another, which it returns: in another codec, or on another transport. */
  prepareNext(): Sending {
    this.dropNext();
    this.next = new Sending(this.current.producerId);
    return this.next;
  }

  /** The room has what was to come: what was there before ends. */
  adoptNext(): void {
    const { current, next } = this;
    if (next === null) return;
    if (current.path === next.path) current.close();
    else this.#fade(current);
    this.current = next;
    this.next = null;
  }

  #fade(sending: Sending): void {
    this.#fading.add(sending);
    setTimeout(() => {
      this.#fading.delete(sending);
      sending.close();
    }, TIMES.moveOverlapMs);
  }

  /** Stays with the current producer. */
  dropNext(): void {
    this.next?.close();
    this.next = null;
  }

  /** Ends it, and its track. */
  close(): void {
    this.closed = true;
    this.#endSizeWatch?.();
    for (const sending of this.flowing) sending.close();
    this.track.stop();
  }
}
