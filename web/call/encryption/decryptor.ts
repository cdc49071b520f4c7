import type { Bytes } from "./bytes.ts";
import { decryptFrame, readTrailer } from "./frame.ts";
import { KeyRing } from "./key-ring.ts";
import type { StreamWatch } from "./stream-watch.ts";

/** Decrypts all that a page receives, and tells the watch what cannot be. */
export class Decryptor {
  readonly #watch: StreamWatch;
  readonly #missingKey: (participantId: string) => void;
  readonly #ring = new KeyRing();
  readonly #owners = new Map<string, { participantId: string; source: string }>();

  /** @param missingKey called for each frame whose owner's key is not here */
  constructor(watch: StreamWatch, missingKey: (participantId: string) => void) {
    this.#watch = watch;
    this.#missingKey = missingKey;
  }

  /** Decrypts with this key, told while that of generation `inUse` was, what names it. Returns the streams that have waited for it. */
  addKey(participantId: string, generation: number, key: CryptoKey, inUse: number): string[] {
    this.#ring.add(participantId, generation, key, inUse);
    return [...this.#owners]
      .filter(([producerId, owner]) => owner.participantId === participantId && this.#watch.fails(producerId))
      .map(([producerId]) => producerId);
  }

  /** Nothing of this participant will ever be decrypted. */
  distrust(participantId: string): void {
    this.#ring.distrust(participantId);
  }

  /** The participant is gone, or is somebody else now. */
  forget(participantId: string): void {
    this.#ring.forget(participantId);
  }

  /** Says whose a stream is. */
  setOwner(producerId: string, participantId: string, source: string): void {
    this.#owners.set(producerId, { participantId, source });
  }

  /** Forgets a stream. */
  remove(producerId: string): void {
    this.#owners.delete(producerId);
    this.#watch.remove(producerId);
  }

  /** The frame, decrypted; null where it must not be shown. */
  async decrypt(frame: Bytes, producerId: string): Promise<Bytes | null> {
    const trailer = readTrailer(frame);
    const owner = this.#owners.get(producerId);
    if (trailer === null) return this.#fail(producerId, "undecryptable");
    if (owner === undefined) return this.#fail(producerId, "no-key");
    const { participantId, source } = owner;
    const key = this.#ring.find(participantId, trailer.keyId);
    if (key === undefined) {
      if (this.#ring.distrusts(participantId)) return this.#fail(producerId, "undecryptable");
      this.#missingKey(participantId);
      return this.#fail(producerId, "no-key");
    }
    const window = key.window(producerId);
    if (!window.accepts(trailer.counter)) return null;
    const opened = await decryptFrame(frame, key.key, { producerId, source }, trailer);
    if (opened === null) return this.#fail(producerId, "undecryptable");
    // Again, and only now: a forged counter must not close the window, and a twin may have been decrypted meanwhile.
    if (!window.accepts(trailer.counter)) return null;
    window.add(trailer.counter);
    this.#watch.note(producerId, "passed");
    return opened;
  }

  #fail(producerId: string, outcome: "no-key" | "undecryptable"): null {
    this.#watch.note(producerId, outcome);
    return null;
  }
}
