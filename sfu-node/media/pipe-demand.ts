import type { types } from "mediasoup";

/** What lets a stream through, or holds it back. */
export interface Valve {
  readonly closed: boolean;
  readonly paused: boolean;
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/**
 * Lets a stream flow through a pipe while anybody behind it takes it. As it begins to flow again mediasoup asks its source for a key frame,
 * once for all of them.
 */
export class PipeDemand {
  readonly #valve: Valve;
  readonly #consumers = new Set<types.Consumer>();
  #settling: Promise<void> = Promise.resolve();

  /** @param valve what goes into the pipe, or who tells the node where that is */
  constructor(valve: Valve) {
    this.#valve = valve;
  }

  /** Somebody behind the pipe may take it, until that consumer closes. */
  add(consumer: types.Consumer): void {
    this.#consumers.add(consumer);
    for (const event of ["pause", "resume"] as const) consumer.observer.on(event, () => this.#settle());
    consumer.observer.once("close", () => {
      this.#consumers.delete(consumer);
      this.#settle();
    });
    this.#settle();
  }

  #settle(): void {
    this.#settling = this.#settling.then(() => this.#apply()).catch(() => undefined);
  }

  /** A pipe that closes meanwhile rejects what it was asked. */
  async #apply(): Promise<void> {
    const flows = [...this.#consumers].some(({ paused }) => !paused);
    if (this.#valve.closed || flows !== this.#valve.paused) return;
    await (flows ? this.#valve.resume() : this.#valve.pause());
  }
}
