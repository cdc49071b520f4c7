import type { Valve } from "./pipe-demand.ts";

/** A stream that nobody takes flows on for so long: people come, and look again, while it would cost the room two messages. */
const PAUSE_AFTER_MS = 1_500;

/** The valve of a stream that another node sends: it is told by way of the room. */
export class FarValve implements Valve {
  readonly #tell: (flows: boolean) => void;
  #timer: NodeJS.Timeout | undefined;
  #flows = true;
  closed = false;
  paused = false;

  constructor(tell: (flows: boolean) => void) {
    this.#tell = tell;
  }

  async pause(): Promise<void> {
    this.paused = true;
    this.#timer ??= setTimeout(() => this.#say(false), PAUSE_AFTER_MS);
  }

  async resume(): Promise<void> {
    this.paused = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#flows) this.#say(true);
  }

  /** What was told may not have been heard. */
  tellAgain(): void {
    this.#tell(this.#flows);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.#timer);
  }

  #say(flows: boolean): void {
    this.#timer = undefined;
    this.#flows = flows;
    this.#tell(flows);
  }
}
