import type { types } from "mediasoup";

/**
 * Browsers ignore a request for a key frame within 300 ms of the last one. One that comes sooner is held back until it
 * will be heard, instead of being repeated by mediasoup after a whole second.
 */
export const KEY_FRAME_REQUEST_DELAY_MS = 350;

const SEQUENCE_NUMBERS = 2 ** 16;

/** What mediasoup says of a packet that has come (`Dump` in rtpPacket.fbs). */
export interface TracedPacket {
  readonly ssrc: number;
  readonly sequenceNumber: number;
  /** The last packet of its frame. */
  readonly marker: boolean;
}

/** The frames of a producer's picture, as they come: mediasoup tells of each just before consumers are sent it. */
export class Frames {
  readonly #keyFrameListeners = new Set<() => void>();
  readonly #endListeners = new Set<() => void>();
  #producer: types.Producer | undefined;
  #last: TracedPacket | undefined;
  #begins = false;

  /** Begins to hear of a producer's key frames, and of its packets while somebody wants to know where frames end. @throws where it is closed meanwhile */
  async start(producer: types.Producer): Promise<void> {
    if (producer.kind !== "video") return;
    this.#producer = producer;
    producer.on("trace", ({ type, info }) => {
      if (type === "keyframe" || type === "rtp") this.hear(info.rtpPacket as TracedPacket);
      if (type === "keyframe") for (const listener of this.#keyFrameListeners) listener();
    });
    await this.#trace();
  }

  /** Whether a frame begins with the last packet; where that is not known, it is taken to be in the midst of one. */
  get hasJustBegun(): boolean {
    return this.#begins;
  }

  /** Whether somebody wants to know where frames end. */
  get isFollowed(): boolean {
    return this.#endListeners.size > 0;
  }

  /** Calls `hear` as each key frame begins. Returns how to stop it. */
  onKeyFrame(hear: () => void): () => void {
    this.#keyFrameListeners.add(hear);
    return () => void this.#keyFrameListeners.delete(hear);
  }

  /** Calls `hear` as each frame ends: while it is listened to, each packet costs this process an event. Returns how to stop it. */
  onEnd(hear: () => void): () => void {
    this.#endListeners.add(hear);
    if (this.#endListeners.size === 1) this.#traceAnew();
    return () => {
      if (this.#endListeners.delete(hear) && this.#endListeners.size === 0) this.#traceAnew();
    };
  }

  /** A packet has come. */
  hear(packet: TracedPacket): void {
    const last = this.#last;
    const isNext =
      last?.ssrc === packet.ssrc && packet.sequenceNumber === (last.sequenceNumber + 1) % SEQUENCE_NUMBERS;
    this.#begins = isNext && last.marker;
    this.#last = packet;
    if (packet.marker) for (const listener of this.#endListeners) listener();
  }

  #traceAnew(): void {
    this.#last = undefined;
    this.#begins = false;
    // What closes meanwhile rejects what it was asked.
    void this.#trace().catch(() => undefined);
  }

  async #trace(): Promise<void> {
    if (this.#producer?.closed !== false) return;
    await this.#producer.enableTraceEvent(this.isFollowed ? ["keyframe", "rtp"] : ["keyframe"]);
  }
}
