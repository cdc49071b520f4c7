import { TIMES } from "../../protocol/limits.ts";
import type { Here, Presence } from "../../protocol/user/presence.ts";

/** What somebody lets their friends see. */
export interface Visibility {
  readonly invisible: boolean;
  readonly sharesRoom: boolean;
}

/** What one person's object tells a friend's. */
export interface Signal {
  readonly presence: Presence;
  /** Whether they have a page open, and so want to hear of the friend; also of who is not seen. */
  readonly listens: boolean;
  /** Rises with each: of two that cross, the later one counts. */
  readonly version: number;
}

export const SILENCE: Signal = { presence: { kind: "offline" }, listens: false, version: 0 };

/** How it is with somebody whose pages say this, as their friends see it. */
export function presenceOf(pages: readonly Here[], { invisible, sharesRoom }: Visibility): Presence {
  if (invisible || pages.length === 0) return { kind: "offline" };
  const calls = pages.flatMap(({ call }) => (call ? [call] : []));
  if (calls.length > 0) {
    const room = calls.find((call) => call.room !== null)?.room ?? null;
    return { kind: "in-call", room: sharesRoom ? room : null };
  }
  return { kind: pages.every(({ away }) => away) ? "away" : "online" };
}

/** When friends are to be told what is so now, in milliseconds since 1970; null where they know. */
export function tellingDue(
  told: Signal & { at: number },
  next: Pick<Signal, "presence" | "listens">,
  /** When the last page closed. */
  closedAt: number,
): number | null {
  if (told.listens === next.listens && isSame(told.presence, next.presence)) return null;
  // Who loads a page anew is gone for a moment, and nobody needs to know.
  if (!next.listens) return closedAt + TIMES.goneMs;
  return told.at + TIMES.presenceMs;
}

function isSame(one: Presence, other: Presence): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
