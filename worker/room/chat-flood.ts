import { RATES } from "../../protocol/limits.ts";
import { type Bucket, type Rate, retryAfterMs, take } from "../../protocol/token-bucket.ts";

/** So many people are remembered; with more, all begin anew. */
const PEOPLE_KEPT = 2_000;

/**
 * Counts what is said by one person over however many sockets, and what a room has to deliver for all of them together. Each
 * socket's own rate is its guard's to keep.
 */
export class ChatFlood {
  readonly #people = new Map<string, Bucket>();
  #deliveries: Bucket | null = null;

  /**
   * Counts a message of somebody to so many people.
   *
   * @param now in milliseconds since 1970
   * @returns null where it may be said, else after how many milliseconds it may
   */
  count(userId: string, listeners: number, now: number): number | null {
    const own = take(this.#people.get(userId) ?? null, RATES.chatOfPerson, now);
    if (this.#people.size >= PEOPLE_KEPT) this.#people.clear();
    this.#people.set(userId, own.bucket);
    if (!own.ok) return retryAfterMs(own.bucket, RATES.chatOfPerson);
    const rate: Rate = RATES.chatDeliveries;
    const { bucket, ok } = take(this.#deliveries, rate, now, listeners);
    this.#deliveries = bucket;
    return ok ? null : retryAfterMs(bucket, rate, listeners);
  }
}
