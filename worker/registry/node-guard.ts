import { type WireError, wireError } from "../../protocol/errors.ts";
import { parseFrame } from "../../protocol/frame.ts";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import { TO_REGISTRY, type ToRegistry } from "../../protocol/node/control.ts";
import { type Bucket, retryAfterMs, take } from "../../protocol/token-bucket.ts";

/** What a node's frame came to: messages that may be believed, and what was wrong with the others. */
type HeardItem = { message: ToRegistry } | { id: number | undefined; error: WireError };

/** Stands between one node's control link and the registry: parses, and counts what comes in and what was wrong with it. */
export class NodeGuard {
  #items: Bucket | null = null;
  #faults: Bucket | null = null;

  /** Reads a frame that came at `now` (milliseconds since 1970). */
  hear(frame: string | ArrayBuffer, now: number): HeardItem[] {
    // Its largest message names the rooms that it serves, with some 70 characters for each.
    const limits = { chars: LIMITS.nodeControlChars, items: LIMITS.itemsPerFrame };
    const parsed = parseFrame(TO_REGISTRY, typeof frame === "string" ? frame : "", limits);
    return parsed.map((item) => {
      if ("reply" in item) return { id: undefined, error: wireError("bad_message") };
      const { bucket, ok } = take(this.#items, RATES.nodeItems, now);
      this.#items = bucket;
      if (ok || "error" in item) return item;
      const wait = retryAfterMs(bucket, RATES.nodeItems);
      return { id: item.message.id, error: wireError("rate_limited", undefined, wait) };
    });
  }

  /** Counts a fault; false where it was one too many. */
  forgives(now: number): boolean {
    const { bucket, ok } = take(this.#faults, RATES.faults, now);
    this.#faults = bucket;
    return ok;
  }
}
