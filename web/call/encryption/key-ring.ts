import { keyIdOf } from "./frame.ts";
import { ReplayWindow } from "./replay-window.ts";

/** The key in use, the one that is used soon, and the last one, with which frames on their way are encrypted. */
const KEPT_KEYS = 3;

/** A key of somebody else, and which of their frames were seen. */
export class ReceiveKey {
  readonly generation: number;
  readonly key: CryptoKey;
  readonly #windows = new Map<string, ReplayWindow>();

  constructor(generation: number, key: CryptoKey) {
    this.generation = generation;
    this.key = key;
  }

  /** What was seen of one stream under this key, by whichever path it came. */
  window(producerId: string): ReplayWindow {
    const known = this.#windows.get(producerId);
    if (known !== undefined) return known;
    const window = new ReplayWindow();
    this.#windows.set(producerId, window);
    return window;
  }
}

/** The keys with which the others encrypt. */
export class KeyRing {
  readonly #keys = new Map<string, readonly ReceiveKey[]>();
  readonly #distrusted = new Set<string>();

  /**
   * Adds a key, told while the one of generation `inUse` was in use: those between were replaced before they were used.
   * One that is there already stays as it is, with what was seen under it.
   */
  add(participantId: string, generation: number, key: CryptoKey, inUse: number): void {
    const keys = this.#keys.get(participantId) ?? [];
    if (keys.some((known) => known.generation >= generation)) return;
    const used = keys.filter((known) => known.generation <= inUse);
    this.#keys.set(participantId, [...used, new ReceiveKey(generation, key)].slice(-KEPT_KEYS));
  }

  /** The key that a participant's frame names. */
  find(participantId: string, keyId: number): ReceiveKey | undefined {
    return this.#keys.get(participantId)?.find(({ generation }) => keyIdOf(generation) === keyId);
  }

  /** Takes down that a participant has not the room's secret. */
  distrust(participantId: string): void {
    this.#distrusted.add(participantId);
  }

  /** Whether it is known that a participant has not the room's secret. */
  distrusts(participantId: string): boolean {
    return this.#distrusted.has(participantId);
  }

  /** Forgets all about a participant. */
  forget(participantId: string): void {
    this.#keys.delete(participantId);
    this.#distrusted.delete(participantId);
  }
}
