import type { types } from "mediasoup";
import type { Ladder } from "../../protocol/node/pipes.ts";
import { FULL_SIZE } from "../../protocol/room/watching.ts";
import type { Frames } from "./frames.ts";
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
 * So long after it began, layers in time may still be missing: they come one after the other after a key frame (of three the last begins two
 * frames after it), and mediasoup's estimate of the path is still on its way.
 */
const BEGINS_FOR_MS = 2_000;
/** While one is missing then, layers are chosen anew every now and then, */
const CHOOSE_EVERY_MS = 50;
/** each time half as late again after it began. */
const CHOOSE_LATER = 1.5;
/** mediasoup begins to send a higher layer in time of these with whichever of its packets comes next (`Process` in AV1.cpp and H264.cpp). */
const BEGIN_ANYWHERE: ReadonlySet<string> = new Set(["video/av1", "video/h264"]);

/** A consumer that flows while its page is ready for it and shows it, in the layers that the page can use. */
export class WatchedConsumer {
  readonly consumer: types.Consumer;
  readonly #ladder: Ladder;
  readonly #frames: Frames;
  #started: boolean;
  #wish = ALL;
  #layers = "";
  /** Something has been sent since it last began to flow. */
  #hasBegun = false;
  #begunAt = 0;
  /** The highest layer in time that was sent last. */
  #inTime = 0;
  #chooseAt = 0;
  /** Ends the search for layers in time that are missing. */
  #stopFollowing: (() => void) | undefined;

  /** @param produced what is known of its producer */
  constructor(consumer: types.Consumer, produced: { readonly ladder: Ladder; readonly frames: Frames }) {
    this.consumer = consumer;
    this.#ladder = produced.ladder;
    this.#frames = produced.frames;
    this.#started = !consumer.paused;
    consumer.on("layerschange", (layers) => {
      if (layers !== undefined) this.#sends(layers);
    });
    consumer.observer.on("pause", () => {
      this.#hasBegun = false;
      this.#inTime = 0;
      this.#stopFollowing?.();
    });
    const stopHearing = this.#frames.onKeyFrame(() => this.#handleKeyFrame());
    consumer.observer.once("close", () => {
      stopHearing();
      this.#stopFollowing?.();
    });
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
  #handleKeyFrame(): void {
    // What it has left out since for want of room, comes when there is room.
    if (!this.#hasBegun && !this.consumer.paused) this.#chooseAnew();
  }

  /** These layers are sent from now on. */
  #sends({ temporalLayer = 0 }: types.ConsumerLayers): void {
    if (!this.#hasBegun) this.#begin();
    const isMore = temporalLayer > this.#inTime;
    this.#inTime = temporalLayer;
    if (isMore && this.#breaks()) void this.consumer.requestKeyFrame().catch(ignore);
    if (this.#isBeginning() && this.#lacksFrames()) this.#follow();
    else this.#stopFollowing?.();
  }

  #begin(): void {
    this.#hasBegun = true;
    this.#begunAt = performance.now();
    this.#chooseAt = this.#begunAt;
  }

  #isBeginning(): boolean {
    return performance.now() - this.#begunAt < BEGINS_FOR_MS;
  }

  /** It flows without layers in time of which nothing had come when mediasoup chose: they are chosen as soon as they are there. */
  #follow(): void {
    if (this.#stopFollowing !== undefined) return;
    const choose = () => this.#chooseMissing();
    const stop = this.#beginsAnywhere() ? this.#frames.onEnd(choose) : every(CHOOSE_EVERY_MS, choose);
    this.#stopFollowing = () => {
      stop();
      this.#stopFollowing = undefined;
    };
  }

  /** Of what begins anywhere, this is called where a frame ends: a layer that is sent from now on begins with its first whole frame. */
  #chooseMissing(): void {
    if (!this.#isBeginning()) return this.#stopFollowing?.();
    const now = performance.now();
    if (now < this.#chooseAt || !this.#lacksFrames()) return;
    this.#chooseAt = this.#begunAt + CHOOSE_LATER * (now - this.#begunAt);
    this.#chooseAnew();
  }

  /**
   * Whether the layer in time that it is sent from now on began in the midst of a frame: mediasoup chooses by itself, too. Frames are large soon
   * after a key frame, and long on their way. Chromium 156 then shows nothing until it asks for a key frame, after three seconds.
   */
  #breaks(): boolean {
    const isFollowed = this.#stopFollowing !== undefined;
    return isFollowed && this.#beginsAnywhere() && !this.#frames.hasJustBegun;
  }

  #beginsAnywhere(): boolean {
    return BEGIN_ANYWHERE.has(this.consumer.rtpParameters.codecs[0]?.mimeType.toLowerCase() ?? "");
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
  #chooseAnew(): void {
    const { closed, preferredLayers } = this.consumer;
    if (closed || preferredLayers === undefined) return;
    this.#layers = "";
    // Both at once, and before whatever comes next. What closes meanwhile rejects what it was asked.
    void this.consumer.setPreferredLayers(othersThan(preferredLayers)).catch(ignore);
    void this.#prefer(layersFor(this.#wish, this.#ladder)).catch(ignore);
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

const ignore = (): void => undefined;

function every(ms: number, act: () => void): () => void {
  const timer = setInterval(act, ms);
  return () => clearInterval(timer);
}

/** Layers that are not these, of a stream that has more than one: as near as can be, for what is sent already goes on. */
export function othersThan({ spatialLayer, temporalLayer = 0 }: types.ConsumerLayers): types.ConsumerLayers {
  if (temporalLayer > 0) return { spatialLayer, temporalLayer: temporalLayer - 1 };
  return { spatialLayer: spatialLayer === 0 ? 1 : spatialLayer - 1, temporalLayer };
}
