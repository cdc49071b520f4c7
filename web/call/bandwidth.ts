/** What a connection knows of its way out at one moment: times in ms since 1970, rates in bit/s. */
export interface BandwidthLook {
  readonly at: number;
  /** What congestion control believes it may send. */
  readonly available: number;
  /** What was sent of it since the last look; null at the first one. */
  readonly sent: number | null;
  /** What all of its encodings would send at most. */
  readonly wanted: number;
  /** The last round trip that was measured, in ms; null before the first. */
  readonly roundTrip: number | null;
}

/** Since when a connection may send less than it would, and when it last tried for more. */
interface Shortage {
  readonly since: number;
  readonly triedAt: number;
  readonly available: number;
  /** It had more before: what took it away may end at any moment. */
  readonly isDip: boolean;
}

/** What was seen of a connection so far. */
export interface Bandwidth {
  /** `new` is one that has not been looked at. */
  readonly supply: "new" | "enough" | Shortage;
  /** The last round trips outside a dip, in ms. */
  readonly calm: readonly number[];
}

/** What is known of a connection that has not been looked at. */
export const NO_BANDWIDTH: Bandwidth = { supply: "new", calm: [] };

/** Round trips that are kept: the first ones of a dip are among them, and must not count for much. */
const CALM_KEPT = 9;
/** This part of what is wanted counts as enough. */
const ENOUGH = 0.9;
/** Who sends less than this part of what is available is not held back by the path; and a probe is made of what is sent. */
const HELD_BY_PATH = 0.03;
/** A fall to this part of what it was is a new dip. */
const FALL = 0.7;
/** Packets whose round trip takes so much longer than is usual wait before a narrow place, in ms. */
const WAITING_MS = 15;
/**
 * For half a minute after a dip began, it is tried as soon as packets wait no more. Earlier does harm: what a try adds before a narrow
 * place is lost, and Chromium's estimate of loss then holds all back for five seconds.
 */
const EAGER_FOR_MS = 30_000;
const EAGER_EVERY_MS = 500;
/** A path that stays narrow is then left in peace. */
const PATIENT_FOR_MS = 180_000;
const PATIENT_EVERY_MS = 15_000;

/**
 * Whether to try now for more than congestion control believes in. By itself it grows by 8 % a second, so that after a dip
 * from 4 to 0.4 Mbit/s a share would stay poor for half a minute
 * (https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.5).
 */
export function lookAtBandwidth(
  { supply, calm }: Bandwidth,
  { at, available, sent, wanted, roundTrip }: BandwidthLook,
): { bandwidth: Bandwidth; tries: boolean } {
  if (wanted === 0 || sent === null || sent < HELD_BY_PATH * available)
    return { bandwidth: { supply, calm }, tries: false };
  const usual = roundTrip === null ? calm : [...calm, roundTrip].slice(-CALM_KEPT);
  if (hasEnough(available, wanted)) return { bandwidth: { supply: "enough", calm: usual }, tries: false };
  if (typeof supply === "string" || available < FALL * supply.available) {
    // The queue that showed the dip has to drain before the first try.
    const shortage = { since: at, triedAt: at, available, isDip: supply !== "new" };
    return { bandwidth: { supply: shortage, calm }, tries: false };
  }
  const age = at - supply.since;
  const isEager = isInDip({ supply, calm }, at) && !waits(roundTrip, calm);
  const every = isEager ? EAGER_EVERY_MS : PATIENT_EVERY_MS;
  const tries = age < PATIENT_FOR_MS && at - supply.triedAt >= every;
  const next = { ...supply, available, triedAt: tries ? at : supply.triedAt };
  return { bandwidth: { supply: next, calm: supply.isDip ? calm : usual }, tries };
}

/** Whether a packet of this round trip waited before a narrow place. One that was not measured may have. */
function waits(roundTrip: number | null, calm: readonly number[]): boolean {
  const median = calm.toSorted((a, b) => a - b)[calm.length >> 1];
  return roundTrip === null || median === undefined || roundTrip > median + WAITING_MS;
}

/** Whether a connection that may send so many bit/s may send all that it wants, or nearly. */
export function hasEnough(available: number, wanted: number): boolean {
  return available >= ENOUGH * wanted;
}

/** Whether a connection is in a dip, so that what it may send can change at any moment. */
export function isInDip({ supply }: Bandwidth, at: number): boolean {
  return typeof supply !== "string" && supply.isDip && at - supply.since < EAGER_FOR_MS;
}
