import { type ErrorCode, type WireError, wireError } from "../../protocol/errors.ts";
import { type ParsedItem, parseFrame } from "../../protocol/frame.ts";
import { LIMITS, RATES } from "../../protocol/limits.ts";
import { pointsIn } from "../../protocol/room/points.ts";
import { TO_ROOM, type ToRoom } from "../../protocol/room/to-room.ts";
import { type Bucket, retryAfterMs, take } from "../../protocol/token-bucket.ts";

/** What a page's frame came to: messages to act on, errors to send back, and whether the page has gone too far. */
export interface Heard {
  readonly items: readonly ({ message: ToRoom } | { id: number | undefined; error: WireError })[];
  /** The code of the fault that was one too many. */
  readonly abuse: ErrorCode | null;
}

/** Stands between one page's socket and its room: parses, and counts what comes in and what was wrong with it. */
export class PageGuard {
  readonly #buckets = new Map<keyof typeof RATES, Bucket>();

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
      if (heard === null) continue;
      items.push(heard);
      if ("error" in heard && this.fault(now)) abuse ??= heard.error.code;
    }
    return { items, abuse };
  }

  /** Counts a fault; true where it was one too many. */
  fault(now: number): boolean {
    return this.#take({ rate: "faults", cost: 1 }, now) !== null;
  }

  /** The item, the error in its place where it was too much, or null where it is dropped without a word. */
  #limited<I extends Heard["items"][number]>(
    item: I,
    now: number,
  ): I | { id: number | undefined; error: WireError } | null {
    const charges = "message" in item ? chargesOf(item.message) : [ITEM];
    for (const charge of charges) {
      const retryAfterMs = this.#take(charge, now);
      if (retryAfterMs === null || !("message" in item)) continue;
      if (charge.silent && item.message.id === undefined) return null;
      return { id: item.message.id, error: wireError("rate_limited", undefined, retryAfterMs) };
    }
    return item;
  }

  /** Null where the tokens were there; else after how many milliseconds they will be. */
  #take({ rate, cost }: Charge, now: number): number | null {
    const { bucket, ok } = take(this.#buckets.get(rate) ?? null, RATES[rate], now, cost);
    this.#buckets.set(rate, bucket);
    return ok ? null : retryAfterMs(bucket, RATES[rate], cost);
  }
}

/** What something costs, and in which bucket. */
interface Charge {
  readonly rate: keyof typeof RATES;
  readonly cost: number;
  /** What costs too much is nobody's fault: who did not ask hears nothing of it. */
  readonly silent?: true;
}

const ITEM: Charge = { rate: "items", cost: 1 };
/** A short relayed message is work, too. */
const MIN_RELAY_CHARS = 1_000;

/** What a message costs: it is refused where one of these buckets has too little left. */
function chargesOf(message: ToRoom): readonly Charge[] {
  switch (message.type) {
    case "chat":
    case "edit-chat":
      return [ITEM, { rate: "chat", cost: 1 }];
    case "delete-chat":
    case "react-chat":
      return [ITEM, { rate: "reactions", cost: 1 }];
    case "attach":
      return [ITEM, { rate: "files", cost: 1 }];
    case "set-password":
      return [ITEM, { rate: "passwords", cost: 1 }];
    case "set-typing":
      return [ITEM, { rate: "typing", cost: 1, silent: true }];
    case "mark-read":
      return [ITEM, { rate: "reads", cost: 1, silent: true }];
    case "raise-hand":
    case "lower-hands":
    case "set-recording":
      return [ITEM, { rate: "gestures", cost: 1 }];
    case "cheer":
      return [ITEM, { rate: "gestures", cost: 1, silent: true }];
    case "watch":
      return [ITEM, { rate: "watch", cost: 1 }];
    case "relay":
      return [{ rate: "relayChars", cost: Math.max(message.body.length, MIN_RELAY_CHARS) }];
    case "annotate":
      // A network that held such messages back lets go of many at once.
      return [
        { rate: "annotationFlood", cost: 1 },
        { rate: "annotations", cost: 1, silent: true },
        { rate: "points", cost: pointsIn(message.marks), silent: true },
      ];
    default:
      return [ITEM];
  }
}
