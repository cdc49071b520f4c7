/** Simulated time: what is scheduled runs in the order of its times, and of scheduling where they are equal. */
export class Clock {
  now = 1_700_000_000_000;
  #order = 0;
  #queue: { at: number; order: number; run: () => void }[] = [];

  /** Runs `run` after so many milliseconds. */
  after(ms: number, run: () => void): void {
    this.#queue.push({ at: this.now + ms, order: this.#order++, run });
  }

  /** Lets so many milliseconds pass. */
  advance(ms: number): void {
    const end = this.now + ms;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.now = next.at;
      next.run();
    }
    this.now = end;
  }

  #next(end: number) {
    let best = -1;
    for (const [index, entry] of this.#queue.entries()) {
      const leader = this.#queue[best];
      if (
        entry.at <= end &&
        (!leader || entry.at < leader.at || (entry.at === leader.at && entry.order < leader.order))
      )
        best = index;
    }
    return best < 0 ? undefined : this.#queue.splice(best, 1)[0];
  }
}
