import { TIMES } from "../../protocol/limits.ts";
import { database } from "../db/client.ts";
import { updateRoom } from "../db/rooms.ts";
import type { Config } from "../env.ts";
import { errorText, log } from "../log.ts";
import type { RoomState } from "./state.ts";

/** Moves what a room is, its title, owner and settings, to Postgres, on the room's alarm. */
export class RoomOutbox {
  #dueAt: number | null = null;
  #failures = 0;

  /** When it is due, in milliseconds since 1970; null where Postgres knows all. */
  get dueAt(): number | null {
    return this.#dueAt;
  }

  /** The room is like this now. */
  follow(state: RoomState, now: number): void {
    const isWritten = state.meta === null || state.meta.version <= state.writtenVersion;
    if (isWritten) this.#dueAt = null;
    else this.#dueAt ??= now + TIMES.outboxFlushMs;
  }

  /** Sends it, if that is due; resolves to the version that Postgres has then, or to null. A failure is logged, and tried again. */
  async flush(config: Config, { meta, handedFrom }: RoomState, now: number): Promise<number | null> {
    if (meta === null || this.#dueAt === null || now < this.#dueAt) return null;
    try {
      await updateRoom(database(config), meta, handedFrom);
      this.#failures = 0;
      return meta.version;
    } catch (error) {
      const retryInMs = Math.min(TIMES.outboxRetryMaxMs, TIMES.outboxFlushMs * 2 ** this.#failures);
      this.#failures += 1;
      this.#dueAt = now + retryInMs;
      log({ event: "room-write-failed", roomId: meta.id, retryInMs, error: errorText(error) });
      return null;
    }
  }
}
