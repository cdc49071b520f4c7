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

/** A consumer that flows while its page is ready for it and shows it, in the layers that the page can use. */
export class WatchedConsumer {
  readonly consumer: types.Consumer;
  readonly #ladder: Ladder;
  #started: boolean;
  #wish = ALL;
  #layers = "";
  /** mediasoup has chosen layers since it last began to flow. */
  #hasBegun = false;

  constructor(consumer: types.Consumer, ladder: Ladder) {
    this.consumer = consumer;
    this.#ladder = ladder;
    this.#started = !consumer.paused;
    consumer.on("layerschange", (layers) => {
      this.#hasBegun ||= layers !== undefined;
    });
    consumer.observer.on("pause", () => {
      this.#hasBegun = false;
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
   * (SvcConsumer::IncreaseLayer). It chooses anew when the layers that are preferred change.
   */
  async handleKeyFrame(): Promise<void> {
    const { closed, paused, preferredLayers } = this.consumer;
    // What it has left out since for want of room, comes when there is room.
    if (this.#hasBegun || closed || paused || preferredLayers === undefined) return;
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

/** Layers that are not these, of a stream that has more than one. */
export function othersThan({ spatialLayer, temporalLayer = 0 }: types.ConsumerLayers): types.ConsumerLayers {
  if (temporalLayer > 0) return { spatialLayer, temporalLayer: 0 };
  return { spatialLayer: spatialLayer === 0 ? 1 : 0, temporalLayer };
}
