import type { types } from "mediasoup";
import type { Ladder } from "../../protocol/node/pipes.ts";
import { FULL_SIZE } from "../../protocol/room/watching.ts";
import { layersFor } from "./layers.ts";

/** How somebody wants one stream: in which size in pixels, 0 × 0 for not at all, and how urgently, 1 to 255. */
export interface Wish {
  readonly width: number;
  readonly height: number;
  readonly priority: number;
}

/** In full, and no more urgently than anything else. */
const ALL: Wish = { ...FULL_SIZE, priority: 1 };

/**
 * Layers in time come one after the other after a key frame: of three the last begins two frames after it, which is 67 ms at 30 frames/s
 * and 400 at 5. So they are chosen anew this soon after it,
 */
const CHOOSE_AFTER_MS = 50;
/** and half as long again each time, */
const CHOOSE_LATER = 1.5;
/** until this long after it: by then mediasoup's estimate of the path has changed, and it has chosen by itself. */
const CHOOSE_FOR_MS = 1_000;
/**
 * mediasoup begins to send a layer in time of AV1 with whichever packet comes next (`Process` in AV1.cpp), be it in the midst of a frame. The
 * first frames after a key frame are large and long on their way, so that this is the rule within this time after it: Chromium 156 then
 * shows nothing until it asks for a key frame, after three seconds. It is asked for here, at once.
 */
const BREAKS_FOR_MS = 2_000;

/** A consumer that flows while its page is ready for it and shows it, in the layers that the page can use. */
export class WatchedConsumer {
  readonly consumer: types.Consumer;
  readonly #ladder: Ladder;
  #started: boolean;
  #wish = ALL;
  #layers = "";
  /** Something has been sent since it last began to flow. */
  #hasBegun = false;
  #begunAt = 0;
  /** The highest layer in time that was sent last. */
  #inTime = 0;
  #choosing: NodeJS.Timeout | undefined;

  constructor(consumer: types.Consumer, ladder: Ladder) {
    this.consumer = consumer;
    this.#ladder = ladder;
    this.#started = !consumer.paused;
    consumer.on("layerschange", (layers) => {
      if (layers !== undefined) this.#sends(layers);
    });
    consumer.observer.on("pause", () => {
      this.#hasBegun = false;
      this.#inTime = 0;
      clearTimeout(this.#choosing);
    });
    consumer.observer.once("close", () => clearTimeout(this.#choosing));
  }

  /** The page is ready. mediasoup asks for a key frame as the consumer begins to flow. */
  async start(): Promise<void> {
    this.#started = true;
    await this.#apply();
  }

  /**
   * A key frame comes. mediasoup chooses layers by their bitrates, and of a stream that its owner only now begins to send there
   * were none: it chose nothing, and would look again when its estimate of the path changes, after a second or so
   * (SvcProducerStreamManager::IncreaseLayer).
   */
  async handleKeyFrame(): Promise<void> {
    // What it has left out since for want of room, comes when there is room.
    if (!this.#hasBegun && !this.consumer.paused) await this.#chooseAnew();
  }

  /** These layers are sent from now on. */
  #sends({ temporalLayer = 0 }: types.ConsumerLayers): void {
    this.#begin();
    const isMore = temporalLayer > this.#inTime;
    this.#inTime = temporalLayer;
    const isSoon = performance.now() - this.#begunAt < BREAKS_FOR_MS;
    // What closes meanwhile rejects what it was asked.
    if (isMore && isSoon && isAv1(this.consumer)) void this.consumer.requestKeyFrame().catch(() => undefined);
  }

  /** It flows from now on, without those layers in time of which nothing had come when mediasoup chose. */
  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#begunAt = performance.now();
    this.#chooseAt(CHOOSE_AFTER_MS);
  }

  /** Chooses anew so long after it began, and again later, while a layer in time is missing. */
  #chooseAt(sinceMs: number, beforeMs = 0): void {
    this.#choosing = setTimeout(async () => {
      if (!this.#lacksFrames()) return;
      // What closes meanwhile rejects what it was asked.
      await this.#chooseAnew().catch(() => undefined);
      const nextMs = CHOOSE_LATER * sinceMs;
      if (nextMs <= CHOOSE_FOR_MS) this.#chooseAt(nextMs, sinceMs);
    }, sinceMs - beforeMs);
  }

  /** Whether it is sent in its size, and not all of its frames. A larger size begins with a key frame, which would be asked for each time. */
  #lacksFrames(): boolean {
    const { closed, paused, currentLayers, preferredLayers } = this.consumer;
    if (closed || paused || currentLayers === undefined || preferredLayers === undefined) return false;
    return (
      currentLayers.spatialLayer === preferredLayers.spatialLayer &&
      (currentLayers.temporalLayer ?? 0) < (preferredLayers.temporalLayer ?? 0)
    );
  }

  /** mediasoup chooses when the layers that are preferred change. */
  async #chooseAnew(): Promise<void> {
    const { closed, preferredLayers } = this.consumer;
    if (closed || preferredLayers === undefined) return;
    await this.consumer.setPreferredLayers(othersThan(preferredLayers));
    this.#layers = "";
    await this.#prefer(layersFor(this.#wish, this.#ladder));
  }

  /** The page shows it like this from now on; undefined where it has not said how. Sound is always wanted. */
  async watch(wish: Wish | undefined): Promise<void> {
    if (this.consumer.kind === "audio" || (wish === undefined && this.#wish === ALL)) return;
    this.#wish = wish ?? ALL;
    await this.#apply();
  }

  /** Layers and priority come first, so that the first frame that flows is of those layers. */
  async #apply(): Promise<void> {
    const { consumer } = this;
    const { width, height, priority } = this.#wish;
    const flows = this.#started && width > 0 && height > 0;
    if (!flows) {
      if (!consumer.paused) await consumer.pause();
      return;
    }
    if (consumer.kind === "video") {
      await this.#prefer(layersFor(this.#wish, this.#ladder));
      if (consumer.priority !== priority) await consumer.setPriority(priority);
    }
    if (consumer.paused) await consumer.resume();
  }

  async #prefer(layers: types.ConsumerLayers | null): Promise<void> {
    const text = JSON.stringify(layers);
    if (layers === null || text === this.#layers) return;
    this.#layers = text;
    await this.consumer.setPreferredLayers(layers);
  }
}

function isAv1({ rtpParameters }: types.Consumer): boolean {
  return rtpParameters.codecs[0]?.mimeType.toLowerCase() === "video/av1";
}

/** Layers that are not these, of a stream that has more than one: as near as can be, for what is sent already goes on. */
export function othersThan({ spatialLayer, temporalLayer = 0 }: types.ConsumerLayers): types.ConsumerLayers {
  if (temporalLayer > 0) return { spatialLayer, temporalLayer: temporalLayer - 1 };
  return { spatialLayer: spatialLayer === 0 ? 1 : spatialLayer - 1, temporalLayer };
}
