import type { Signal } from "./signal.ts";

/** The room is told at most so often; of what was read in between, the last. */
const EVERY_MS = 1_000;

/** Tells the room how far one has read: only what is new, and the last word always. */
export class ReadReport {
  readonly #signal: Signal;
  #seq = 0;
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #quietUntil = 0;
  #closed = false;

  constructor(signal: Signal) {
    this.#signal = signal;
  }

  /** One has read all up to this place in the room's order. */
  set(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
    this.#schedule();
  }

  /** The room may have missed the last word. */
  tellAgain(): void {
    this.#told = 0;
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#closed || this.#seq <= this.#told) return;
    const afterMs = Math.max(0, this.#quietUntil - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // Without a socket nobody hears it: it is told again when there is one.
      if (!this.#signal.ready) return;
      this.#told = this.#seq;
      this.#quietUntil = Date.now() + EVERY_MS;
      this.#signal.send({ type: "mark-read", seq: this.#seq });
    }, afterMs);
  }
}
