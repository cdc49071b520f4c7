import type { types } from "mediasoup-client";
import { clamp } from "../clamp.ts";

type ConnectionState = types.ConnectionState;

/** A transport whose path is in trouble. Times are in milliseconds on one clock. */
export interface Trouble {
  readonly since: number;
  /** When ICE was last restarted, and how often. */
  readonly restartedAt: number | null;
  readonly restarts: number;
}

/** ICE is restarted at most this often, */
const RESTART_EVERY_MS = 2_000;
/** so many times, */
const MAX_RESTARTS = 4;
/** and a path that is not there, or not back, after this long gets new transports. */
const RENEW_AFTER_MS = 6_000;
/** Those may be of the same node; where the next ones help nobody either, they get twice as long each time, so often. */
const MAX_DOUBLINGS = 3;

/** What to do about a path now; `wait` says when to look again. */
export type Repair = { kind: "restart-ice" } | { kind: "renew-media" } | { kind: "wait"; ms: number };

/**
 * The trouble of a transport that is in a state now, and was in this one before; null for none. One that connects for the first time
 * has no other ICE to be restarted: packets that are dropped without a word can keep a browser at it for minutes.
 */
export function troubleOf(state: ConnectionState, before: Trouble | null, now: number): Trouble | null {
  if (state === "connected") return null;
  if (state === "connecting") return before ?? { since: now, restartedAt: null, restarts: MAX_RESTARTS };
  if (state !== "disconnected" && state !== "failed") return before;
  if (before !== null && before.restartedAt !== null) return before;
  return { since: before?.since ?? now, restartedAt: null, restarts: 0 };
}

/**
 * The next step of a repair. Without signaling there is nothing to do but wait for it.
 *
 * @param renewals how many transports before these have not connected either
 */
export function nextRepair(trouble: Trouble, now: number, signaling: boolean, renewals: number): Repair {
  if (!signaling) return { kind: "wait", ms: RESTART_EVERY_MS };
  const renewAt = trouble.since + RENEW_AFTER_MS * 2 ** clamp(0, renewals - 1, MAX_DOUBLINGS);
  if (now >= renewAt) return { kind: "renew-media" };
  const untilRestart = trouble.restartedAt === null ? 0 : trouble.restartedAt + RESTART_EVERY_MS - now;
  const untilRenewal = renewAt - now;
  if (trouble.restarts >= MAX_RESTARTS) return { kind: "wait", ms: untilRenewal };
  if (untilRestart <= 0) return { kind: "restart-ice" };
  return { kind: "wait", ms: Math.min(untilRestart, untilRenewal) };
}
