/** Runs tasks one after the other, in the order in which they were given. */
export class SerialQueue {
  #tail: Promise<void> = Promise.resolve();

  /** Runs `task` when all earlier ones are over. A task that throws is its caller's matter; the next one runs all the same. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    this.#tail = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}
