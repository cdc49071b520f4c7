/** What holds the microphone open: the key, a pressed button, or a button that was clicked without being held. */
export type Holder = "key" | "button" | "latch";

/** The last sound of a word comes after the finger has let go. */
const TAIL_MS = 200;

/** Opens a microphone as long as something holds it, and a moment longer. */
export class PushToTalk {
  readonly #open: (open: boolean) => void;
  readonly #holders = new Set<Holder>();
  #tail: ReturnType<typeof setTimeout> | null = null;

  constructor(open: (open: boolean) => void) {
    this.#open = open;
  }

  /** Opens the microphone at once; a key that repeats changes nothing. */
  hold(holder: Holder): void {
    if (this.#holders.has(holder)) return;
    this.#holders.add(holder);
    if (this.#tail !== null) clearTimeout(this.#tail);
    else if (this.#holders.size === 1) this.#open(true);
    this.#tail = null;
  }

  /** Lets go; the microphone closes a moment after the last one did. */
  release(holder: Holder): void {
    if (!this.#holders.delete(holder) || this.#holders.size > 0) return;
    this.#tail = setTimeout(() => {
      this.#tail = null;
      this.#open(false);
    }, TAIL_MS);
  }

  /** Holds where it was not held, and lets go where it was: for who cannot hold a button. */
  toggle(): void {
    if (this.#holders.has("latch")) this.release("latch");
    else this.hold("latch");
  }

  /** Lets go of everything: the page cannot see any more whether it is still held. */
  releaseAll(): void {
    for (const holder of [...this.#holders]) this.release(holder);
  }
}
