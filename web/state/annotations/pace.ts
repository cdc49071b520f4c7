import { MARK_RATES } from "../../../protocol/limits.ts";
import type { Mark } from "../../../protocol/room/annotations.ts";
import { pointsIn } from "../../../protocol/room/points.ts";
import { type Rate, retryAfterMs, tokensAt } from "../../../protocol/token-bucket.ts";

/** What the room still takes of one's marks without dropping any, as far as a page can know. */
export interface Allowance {
  readonly messages: number;
  readonly points: number;
  /** When, in milliseconds by any one clock. */
  readonly at: number;
}

/** Left alone for the hand that draws meanwhile, and for a network that brings late what was sent: a second of drawing. */
const RESERVE = { messages: 30, points: 1_000 };

/** What a new connection may send: the room counts each by itself. */
export function fullAllowance(now: number): Allowance {
  return { messages: MARK_RATES.annotations.burst, points: MARK_RATES.points.burst, at: now };
}

/** What is left after these messages were sent at `now`. */
export function afterSending(before: Allowance, messages: readonly Mark[][], now: number): Allowance {
  const left = (tokens: number, rate: Rate, cost: number) =>
    Math.max(0, tokensAt({ tokens, at: before.at }, rate, now) - cost);
  return {
    messages: left(before.messages, MARK_RATES.annotations, messages.length),
    points: left(before.points, MARK_RATES.points, pointsIn(messages.flat())),
    at: now,
  };
}

/**
 * Milliseconds until what is shown again can go out, all of it at once; 0 is now. In part it would be worse than not at all:
 * it begins by taking away what is there.
 */
export function waitFor(allowance: Allowance, messages: readonly Mark[][], now: number): number {
  const { messages: has, points, at } = afterSending(allowance, [], now);
  const needed = pointsIn(messages.flat()) + RESERVE.points;
  return Math.max(
    retryAfterMs({ tokens: has, at }, MARK_RATES.annotations, messages.length + RESERVE.messages),
    retryAfterMs({ tokens: points, at }, MARK_RATES.points, needed),
  );
}
