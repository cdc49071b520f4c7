/** What is announced has so long to arrive, in ms: a stream that is a moment late is asked for twice, which costs two messages. */
const LOOK_AFTER_MS = 5_000;
/** What does not come after so many questions is not to be had: its owner's window is minimised, or nobody can decode it here. */
const MOST_QUESTIONS = 3;

interface MissingStreamsOptions {
  /** The producers of which something should have come by now, and has not. */
  find(): Promise<readonly string[]>;
  /** Has the room send them, in whichever way they are missing. */
  ask(producerIds: readonly string[]): void;
}

/**
 * Asks again for streams that do not come. Of what passes between page, room and node on behalf of a stream anything may be lost with a
 * connection, in the middle of a call: a consumer that nobody named, or one that nobody started.
 */
export class MissingStreams {
  readonly #options: MissingStreamsOptions;
  readonly #questions = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: MissingStreamsOptions) {
    this.#options = options;
  }

  /** Something may be missing a while from now. */
  look(): void {
    this.#timer ??= setTimeout(() => void this.#look(), LOOK_AFTER_MS);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    // First: what is said while it looks is looked at, too.
    this.#timer = undefined;
    const missing = await this.#options.find();
    for (const id of this.#questions.keys()) if (!missing.includes(id)) this.#questions.delete(id);
    const asked = missing.filter((id) => (this.#questions.get(id) ?? 0) < MOST_QUESTIONS);
    if (asked.length === 0) return;
    for (const id of asked) this.#questions.set(id, (this.#questions.get(id) ?? 0) + 1);
    this.#options.ask(asked);
    this.look();
  }
}
