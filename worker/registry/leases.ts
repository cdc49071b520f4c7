import { TIMES } from "../../protocol/limits.ts";

/**
 * Which nodes were cut off and nobody said so, because their link did not close or they dialled anew first: who is heard again after its
 * lease was over. Where several fell silent together it was the registry that heard nobody. Then nothing is held against them, and each has
 * one lease's time to be heard again: a registry that stalls is not to send its people to other continents. Nor is it to call a node gone of which it has not heard yet, because it was started anew itself.
 */
export class Leases {
  #heardAt: number;
  #deafUntil: number;

  /** @param now when the registry began to listen, in milliseconds since 1970 */
  constructor(now: number) {
    this.#heardAt = now;
    this.#deafUntil = now + TIMES.nodeLeaseMs;
  }

  /** Whether there may be nodes at `now` that have not had the time to be heard. */
  isDeaf(now: number): boolean {
    return now <= this.#deafUntil;
  }

  /**
   * One of `known` nodes is heard at `now`, for the first time since `beatAt` (both in milliseconds since 1970). True where it was cut off
   * meanwhile.
   */
  heard(beatAt: number, known: number, now: number): boolean {
    if (known > 1 && now - this.#heardAt > TIMES.nodeLeaseMs) this.#deafUntil = now + TIMES.nodeLeaseMs;
    this.#heardAt = now;
    return now - beatAt > TIMES.nodeLeaseMs && !this.isDeaf(now);
  }
}
