/** What a connection knows of its way out at one moment: times in ms since 1970, rates in bit/s. */
export interface BandwidthLook {
  readonly at: number;
  /** What congestion control believes it may send. */
  readonly available: number;
  /** What was sent of it since the last look; null at the first one. */
  readonly sent: number | null;
  /** What all of its encodings would send at most. */
  readonly wanted: number;
}

/** Since when a connection may send less than it would, and when it last tried for more. */
interface Shortage {
  readonly since: number;
  readonly triedAt: number;
  readonly available: number;
  /** It had more before: what took it away may end at any moment. */
  readonly isDip: boolean;
}

/** What was seen of a connection so far; `new` is one that has not been looked at. */
export type Bandwidth = "new" | "enough" | Shortage;

/** This part of what is wanted counts as enough. */
const ENOUGH = 0.9;
/** Who sends less than this part of what is available is not held back by the path; and a probe is made of what is sent. */
const HELD_BY_PATH = 0.03;
/** A fall to this part of what it was is a new dip. */
const FALL = 0.7;
/** For half a minute after a dip began it is tried as often as it is looked at; a path that stays narrow is then left in peace. */
const EAGER_FOR_MS = 30_000;
const PATIENT_FOR_MS = 180_000;
const PATIENT_EVERY_MS = 15_000;

/**
 * Whether to try now for more than congestion control believes in. By itself it grows by 8 % a second, so that after a dip
 * from 4 to 0.4 Mbit/s a share would stay poor for half a minute
 * (https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.5). A try costs a few frames: it is for dips.
 */
export function lookAtBandwidth(
  before: Bandwidth,
  { at, available, sent, wanted }: BandwidthLook,
): { bandwidth: Bandwidth; tries: boolean } {
  if (wanted === 0 || sent === null || sent < HELD_BY_PATH * available)
    return { bandwidth: before, tries: false };
  if (available >= ENOUGH * wanted) return { bandwidth: "enough", tries: false };
  if (typeof before === "string" || available < FALL * before.available) {
    // The queue that showed the dip has to drain before the first try.
    return { bandwidth: { since: at, triedAt: at, available, isDip: before !== "new" }, tries: false };
  }
  const age = at - before.since;
  const isEager = before.isDip && age < EAGER_FOR_MS;
  const tries = age < PATIENT_FOR_MS && (isEager || at - before.triedAt >= PATIENT_EVERY_MS);
  return { bandwidth: { ...before, available, triedAt: tries ? at : before.triedAt }, tries };
}
