import { type ErrorCode, type WireError, wireError } from "../../protocol/errors.ts";
import { type ParsedItem, parseFrame } from "../../protocol/frame.ts";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import { TO_ROOM, type ToRoom } from "../../protocol/room/to-room.ts";
import { type Bucket, retryAfterMs, take } from "./rate-limit.ts";

/** What a page's frame came to: messages to act on, errors to send back, and whether the page has gone too far. */
export interface Heard {
  readonly items: readonly ({ message: ToRoom } | { id: number | undefined; error: WireError })[];
  /** The code of the fault that was one too many. */
  readonly abuse: ErrorCode | null;
}

/** Stands between one page's socket and its room: parses, and counts what comes in and what was wrong with it. */
export class PageGuard {
  #items: Bucket | null = null;
  #chat: Bucket | null = null;
  #faults: Bucket | null = null;

  /** Reads a frame that came at `now` (milliseconds since 1970). */
  hear(frame: string | ArrayBuffer, now: number): Heard {
    const parsed: ParsedItem<typeof TO_ROOM>[] =
      typeof frame === "string"
        ? parseFrame(TO_ROOM, frame, { chars: LIMITS.clientFrameChars, items: LIMITS.itemsPerFrame })
        : [{ id: undefined, error: wireError("bad_frame") }];
    const items: Heard["items"][number][] = [];
    let abuse: ErrorCode | null = null;
    for (const item of parsed) {
      const heard =
        "reply" in item ? { id: undefined, error: wireError("bad_message") } : this.#limited(item, now);
      items.push(heard);
      if ("error" in heard && this.fault(now)) abuse ??= heard.error.code;
    }
    return { items, abuse };
  }

  /** Counts a fault; true where it was one too many. */
  fault(now: number): boolean {
    const { bucket, ok } = take(this.#faults, RATES.faults, now);
    this.#faults = bucket;
    return !ok;
  }

  #limited<I extends Heard["items"][number]>(
    item: I,
    now: number,
  ): I | { id: number | undefined; error: WireError } {
    const all = take(this.#items, RATES.items, now);
    this.#items = all.bucket;
    if (!("message" in item)) return item;
    const { id, type } = item.message;
    if (!all.ok)
      return { id, error: wireError("rate_limited", undefined, retryAfterMs(all.bucket, RATES.items)) };
    if (type !== "chat") return item;
    const chat = take(this.#chat, RATES.chat, now);
    this.#chat = chat.bucket;
    if (chat.ok) return item;
    return { id, error: wireError("rate_limited", undefined, retryAfterMs(chat.bucket, RATES.chat)) };
  }
}
