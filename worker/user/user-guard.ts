import { type ErrorCode, type WireError, wireError } from "../../protocol/errors.ts";
import { parseFrame } from "../../protocol/frame.ts";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import { type Bucket, retryAfterMs, take } from "../../protocol/token-bucket.ts";
import { TO_USER, type ToUser } from "../../protocol/user/messages.ts";

/** What a page's frame came to. */
interface Heard {
  readonly items: readonly ({ message: ToUser } | { id: number | undefined; error: WireError })[];
  /** The code of the fault that was one too many. */
  readonly abuse: ErrorCode | null;
}

/** Stands between one page's socket and its person's object: parses, and counts what comes in and what was wrong with it. */
export class UserGuard {
  #items: Bucket | null = null;
  #faults: Bucket | null = null;

  /** Reads a frame that came at `now` (milliseconds since 1970). */
  hear(frame: string | ArrayBuffer, now: number): Heard {
    const limits = { chars: LIMITS.userFrameChars, items: LIMITS.itemsPerUserFrame };
    const parsed =
      typeof frame === "string"
        ? parseFrame(TO_USER, frame, limits)
        : [{ id: undefined, error: wireError("bad_frame") }];
    let abuse: ErrorCode | null = null;
    const items = parsed.map((item) => {
      const heard =
        "reply" in item ? { id: undefined, error: wireError("bad_message") } : this.#limited(item, now);
      if ("error" in heard && !this.#isForgiven(now)) abuse ??= heard.error.code;
      return heard;
    });
    return { items, abuse };
  }

  #limited<I extends Heard["items"][number]>(
    item: I,
    now: number,
  ): I | { id: number | undefined; error: WireError } {
    const { bucket, ok } = take(this.#items, RATES.userItems, now);
    this.#items = bucket;
    if (ok || "error" in item) return item;
    const wait = retryAfterMs(bucket, RATES.userItems);
    return { id: item.message.id, error: wireError("rate_limited", undefined, wait) };
  }

  #isForgiven(now: number): boolean {
    const { bucket, ok } = take(this.#faults, RATES.faults, now);
    this.#faults = bucket;
    return ok;
  }
}
