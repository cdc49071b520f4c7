import type { Bytes } from "./bytes.ts";
import { decryptFrame, readTrailer } from "./frame.ts";
import { KeyRing } from "./key-ring.ts";
import { judge, NEW_STREAM, type Outcome, type StreamHealth, type StreamProblem } from "./stream-health.ts";

/** A stream that fails may bring no other frame for long: it is looked at again after so many milliseconds. */
const LOOKS_AFTER_MS = [500, 8_500];

/** What the decryptor needs of the worker around it. */
export interface DecryptorHost {
  /** In milliseconds, on any clock. */
  now(): number;
  later(act: () => void, ms: number): void;
  missingKey(participantId: string): void;
  problem(producerId: string, problem: StreamProblem | null): void;
}

interface Stream {
  owner: { participantId: string; source: string } | null;
  health: StreamHealth;
  /** Of the last frame. */
  outcome: Outcome;
}

/** Decrypts all that a page receives, and tells which streams cannot be. */
export class Decryptor {
  readonly #host: DecryptorHost;
  readonly #ring = new KeyRing();
  readonly #streams = new Map<string, Stream>();

  constructor(host: DecryptorHost) {
    this.#host = host;
  }

  /** Decrypts with this key, told while that of generation `inUse` was, what names it. Returns the streams that have waited for it. */
  addKey(participantId: string, generation: number, key: CryptoKey, inUse: number): string[] {
    this.#ring.add(participantId, generation, key, inUse);
    return [...this.#streams]
      .filter(
        ([, { owner, health }]) => owner?.participantId === participantId && health.failingSince !== null,
      )
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
    this.#stream(producerId).owner = { participantId, source };
  }

  /** Forgets a stream. */
  remove(producerId: string): void {
    this.#streams.delete(producerId);
  }

  /** The frame, decrypted; null where it must not be shown. */
  async decrypt(frame: Bytes, producerId: string): Promise<Bytes | null> {
    const trailer = readTrailer(frame);
    const { owner } = this.#stream(producerId);
    if (trailer === null) return this.#fail(producerId, "undecryptable");
    if (owner === null) return this.#fail(producerId, "no-key");
    const { participantId, source } = owner;
    const key = this.#ring.find(participantId, trailer.keyId);
    if (key === undefined) {
      if (this.#ring.distrusts(participantId)) return this.#fail(producerId, "undecryptable");
      this.#host.missingKey(participantId);
      return this.#fail(producerId, "no-key");
    }
    const window = key.window(producerId);
    if (!window.accepts(trailer.counter)) return null;
    const opened = await decryptFrame(frame, key.key, { producerId, source }, trailer);
    if (opened === null) return this.#fail(producerId, "undecryptable");
    // Again, and only now: a forged counter must not close the window, and a twin may have been decrypted meanwhile.
    if (!window.accepts(trailer.counter)) return null;
    window.add(trailer.counter);
    this.#note(producerId, "decrypted");
    return opened;
  }

  #fail(producerId: string, outcome: Outcome): null {
    const isFirst = this.#stream(producerId).health.failingSince === null;
    this.#note(producerId, outcome);
    if (isFirst) for (const ms of LOOKS_AFTER_MS) this.#host.later(() => this.#lookAgain(producerId), ms);
    return null;
  }

  #lookAgain(producerId: string): void {
    const stream = this.#streams.get(producerId);
    if (stream !== undefined && stream.health.failingSince !== null) this.#note(producerId, stream.outcome);
  }

  #note(producerId: string, outcome: Outcome): void {
    const stream = this.#stream(producerId);
    const before = stream.health.problem;
    stream.health = judge(stream.health, outcome, this.#host.now());
    stream.outcome = outcome;
    if (stream.health.problem !== before) this.#host.problem(producerId, stream.health.problem);
  }

  #stream(producerId: string): Stream {
    const known = this.#streams.get(producerId);
    if (known !== undefined) return known;
    const stream: Stream = { owner: null, health: NEW_STREAM, outcome: "decrypted" };
    this.#streams.set(producerId, stream);
    return stream;
  }
}
