/** Frames come out of order by less than this; it counts all of a sender's streams, so it is some seconds of them. */
const WINDOW = 2_048;

/** Which counters of one key were seen in one stream: a frame is taken once, and nothing that is long past. */
export class ReplayWindow {
  readonly #seen = new Uint8Array(WINDOW);
  #newest = -1;

  /** Whether a frame with this counter would be taken. */
  accepts(counter: number): boolean {
    if (counter > this.#newest) return true;
    return counter > this.#newest - WINDOW && this.#seen[counter % WINDOW] === 0;
  }

  /** Takes down that a frame with this counter was taken. */
  add(counter: number): void {
    if (counter > this.#newest) {
      const from = Math.max(this.#newest + 1, counter - WINDOW + 1);
      for (let skipped = from; skipped < counter; skipped++) this.#seen[skipped % WINDOW] = 0;
      this.#newest = counter;
    }
    this.#seen[counter % WINDOW] = 1;
  }
}
