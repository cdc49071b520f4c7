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
/** and a path that is not back after this long gets new transports. */
const RENEW_AFTER_MS = 8_000;

/** What to do about a path now; `wait` says when to look again. */
export type Repair = { kind: "restart-ice" } | { kind: "renew-media" } | { kind: "wait"; ms: number };

/** The next step of a repair. Without signaling there is nothing to do but wait for it. */
export function nextRepair(trouble: Trouble, now: number, signaling: boolean): Repair {
  if (!signaling) return { kind: "wait", ms: RESTART_EVERY_MS };
  if (now - trouble.since >= RENEW_AFTER_MS) return { kind: "renew-media" };
  const untilRestart = trouble.restartedAt === null ? 0 : trouble.restartedAt + RESTART_EVERY_MS - now;
  const untilRenewal = trouble.since + RENEW_AFTER_MS - now;
  if (trouble.restarts >= MAX_RESTARTS) return { kind: "wait", ms: untilRenewal };
  if (untilRestart <= 0) return { kind: "restart-ice" };
  return { kind: "wait", ms: Math.min(untilRestart, untilRenewal) };
}
