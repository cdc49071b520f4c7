/** Things that arrive, for tests that wait for one of them. */
export class Inbox<T> {
  readonly #arrived: T[] = [];
  readonly #waiting: { matches: (item: T) => boolean; take: (item: T) => void }[] = [];

  put(item: T): void {
    const index = this.#waiting.findIndex(({ matches }) => matches(item));
    if (index === -1) this.#arrived.push(item);
    else for (const { take } of this.#waiting.splice(index, 1)) take(item);
  }

  /** What has arrived and nobody has taken. */
  get rest(): readonly T[] {
    return this.#arrived;
  }

  /** Takes the first item that matches, now or within `limitMs`. */
  take(matches: (item: T) => boolean = () => true, limitMs = 5_000): Promise<T> {
    const index = this.#arrived.findIndex(matches);
    const [found] = index === -1 ? [] : this.#arrived.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`nothing matched ${matches} in time`)), limitMs);
      const take = (item: T) => {
        clearTimeout(limit);
        resolve(item);
      };
      this.#waiting.push({ matches, take });
    });
  }
}
