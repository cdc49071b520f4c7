import { type ErrorCode, wireError } from "../../protocol/errors.ts";
import type { CallError } from "./call-error.ts";
import type { ClosedReason } from "./connection.ts";
import type { EndReason } from "./types.ts";

/** How attempts to come back are spaced. */
export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** A room's socket: a blip is healed at once, a longer absence is not hammered at. */
export const SOCKET_BACKOFF: Backoff = { baseMs: 250, maxMs: 5_000 };

/**
 * How long to wait before an attempt, the first being number 0: "full jitter", so that a room whose connections were cut
 * at one moment does not come back at one moment. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number, { baseMs, maxMs }: Backoff): number {
  return Math.floor(random * Math.min(maxMs, baseMs * 2 ** Math.min(attempt, 20)));
}

/** What to try next after a lost socket, in milliseconds on one clock. */
export type NextStep =
  | { kind: "resume"; afterMs: number }
  | { kind: "join"; afterMs: number }
  | { kind: "give-up" };

/**
 * Within `graceMs` the room keeps the place, so the session is resumed. After it, or once the room said that the place
 * is gone, the page joins anew; for as long again, because a machine that wakes from sleep has no network at first.
 */
export function nextStep(input: {
  attempt: number;
  lostAt: number;
  now: number;
  graceMs: number;
  placeGone: boolean;
  random: number;
}): NextStep {
  const { attempt, lostAt, now, graceMs, placeGone, random } = input;
  const afterMs = backoffMs(attempt, random, SOCKET_BACKOFF);
  const elapsed = now - lostAt;
  if (!placeGone && elapsed + afterMs <= graceMs) return { kind: "resume", afterMs };
  // The clock jumps over a sleep: the first attempts after it are always made.
  if (elapsed + afterMs <= 2 * graceMs || attempt < MIN_ATTEMPTS) return { kind: "join", afterMs };
  return { kind: "give-up" };
}

const MIN_ATTEMPTS = 4;

/** What a fault of the session means: it is over, or the place in the room is gone, or it is worth coming back to. */
export type Verdict = { kind: "end"; reason: EndReason } | { kind: "join" } | { kind: "retry" };

/** What a closed socket means for somebody who has a place in the room, or has none yet. */
export function afterClose(reason: ClosedReason, hasPlace: boolean): Verdict {
  switch (reason) {
    case "left":
    case "replaced":
    case "kicked":
    case "banned":
    case "deleted":
      return { kind: "end", reason: { kind: reason } };
    case "version_mismatch":
      return refused("version_mismatch");
    case "abuse":
      return refused("rate_limited");
    case "unauthorized":
      return hasPlace ? { kind: "join" } : refused("unauthorized");
    case "session_expired":
    case "not_serving":
    case "removed":
      return { kind: "join" };
    case "lost":
      return { kind: "retry" };
  }
}

/** These are the person's or the operator's to put right: asking again would change nothing. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>([
  "version_mismatch",
  "room_full",
  "room_not_found",
  "room_locked",
  "accounts_only",
  "banned",
  "not_admitted",
  "lobby_full",
  "forbidden",
]);

/** What a refused `join` or `resume` means for somebody who has a place in the room, or has none yet. */
export function afterRefusal({ code, message, retryAfterMs }: CallError, hasPlace: boolean): Verdict {
  if (code === "connection_lost" || code === "rate_limited") return { kind: "retry" };
  if (hasPlace && !FINAL.has(code)) return { kind: "join" };
  return { kind: "end", reason: { kind: "refused", error: wireError(code, message, retryAfterMs) } };
}

function refused(code: ErrorCode): Verdict {
  return { kind: "end", reason: { kind: "refused", error: wireError(code) } };
}
