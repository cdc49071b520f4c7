import type { Bytes } from "./bytes.ts";
import { COUNTERS, encryptFrame, keyIdOf, type StreamName } from "./frame.ts";

/** Encrypts all that a page sends: one for each page, because one key has one counter. */
export class Encryptor {
  readonly #worn: () => void;
  #current: { key: CryptoKey; keyId: number; counter: number } | null = null;

  /** @param worn called once for each key that should be replaced soon. */
  constructor(worn: () => void) {
    this.#worn = worn;
  }

  /** Encrypts with this key from now on. A key must not be given twice: its counter would start again. */
  use(generation: number, key: CryptoKey): void {
    this.#current = { key, keyId: keyIdOf(generation), counter: 0 };
  }

  /** The frame, encrypted; null where there is no key, or none that may encrypt any more. Then it must not be sent. */
  async encrypt(frame: Bytes, name: StreamName, clearBytes: number): Promise<Bytes | null> {
    const current = this.#current;
    if (current === null || current.counter >= COUNTERS) return null;
    // Taken before anything is waited for: no two frames can have the same.
    const { key, keyId } = current;
    const counter = current.counter++;
    if (counter === COUNTERS / 2) this.#worn();
    return encryptFrame(frame, key, name, { keyId, counter, clearBytes });
  }
}
