import { TIMES } from "../../protocol/limits.ts";
import { database } from "../db/client.ts";
import { storeMessages } from "../db/messages.ts";
import type { Config } from "../env.ts";
import { errorText, log } from "../log.ts";
import type { Store } from "../store.ts";
import { flushed, outbox } from "./chat-storage.ts";

const BATCH = 200;

/** Moves chat from a room's storage to Postgres, in batches, on the room's alarm. Nothing on a message's path waits for it. */
export class Outbox {
  readonly #store: Store;
  #dueAt: number | null;
  #failures = 0;

  constructor(store: Store, now: number) {
    this.#store = store;
    this.#dueAt = outbox(store, 1).length > 0 ? now : null;
  }

  /** When a flush is due, in milliseconds since 1970; null where nothing waits. */
  get dueAt(): number | null {
    return this.#dueAt;
  }

  /** A message was stored. */
  added(now: number): void {
    this.#dueAt ??= now + TIMES.outboxFlushMs;
  }

  /** Sends one batch, if it is due. A failure is logged, and tried again later. */
  async flush(config: Config, roomId: string, now: number): Promise<void> {
    if (this.#dueAt === null || now < this.#dueAt) return;
    const batch = outbox(this.#store, BATCH);
    try {
      if (batch.length > 0) await storeMessages(database(config), roomId, batch);
      flushed(this.#store, batch);
      this.#failures = 0;
      this.#dueAt = outbox(this.#store, 1).length > 0 ? now : null;
    } catch (error) {
      const retryInMs = Math.min(TIMES.outboxRetryMaxMs, TIMES.outboxFlushMs * 2 ** this.#failures);
      this.#failures += 1;
      this.#dueAt = now + retryInMs;
      log({
        event: "outbox-flush-failed",
        roomId,
        waiting: batch.length,
        retryInMs,
        error: errorText(error),
      });
    }
  }
}
