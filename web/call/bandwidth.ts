/** What a connection knows of its way out at one moment: times in ms since 1970, rates in bit/s. */
export interface BandwidthLook {
  readonly at: number;
  /** What congestion control believes it may send. */
  readonly available: number;
  /** What all of its encodings would send at most. */
  readonly wanted: number;
}

/** Since when a connection may send less than it would, and when it last tried for more. */
export interface Shortage {
  readonly limitedSince: number;
  readonly triedAt: number;
  readonly available: number;
}

/** This part of what is wanted counts as enough. */
const ENOUGH = 0.9;
/** A fall to this part of what it was is a new dip. */
const FALL = 0.7;
/** A dip is given this long before the first try: the queue that showed it has to drain. */
const FIRST_TRY_MS = 1_000;
/** In the first half minute of a dip it may end at any moment; a path that stays narrow is then left in peace. */
const EAGER_FOR_MS = 30_000;
const EAGER_EVERY_MS = 900;
const PATIENT_FOR_MS = 180_000;
const PATIENT_EVERY_MS = 10_000;

/**
 * Whether to try now for more than congestion control believes in. By itself it grows by 8 % a second, so that after a dip
 * from 4 to 0.4 Mbit/s a share would stay poor for half a minute
 * (https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.5).
 *
 * @param before null where the connection had enough
 */
export function lookAtBandwidth(
  before: Shortage | null,
  look: BandwidthLook,
): { shortage: Shortage | null; tries: boolean } {
  const { at, available, wanted } = look;
  if (wanted === 0 || available >= ENOUGH * wanted) return { shortage: null, tries: false };
  if (before === null || available < FALL * before.available) {
    return {
      shortage: { limitedSince: at, triedAt: at + FIRST_TRY_MS - EAGER_EVERY_MS, available },
      tries: false,
    };
  }
  const age = at - before.limitedSince;
  const every = age < EAGER_FOR_MS ? EAGER_EVERY_MS : age < PATIENT_FOR_MS ? PATIENT_EVERY_MS : Infinity;
  const tries = at - before.triedAt >= every;
  return { shortage: { ...before, available, triedAt: tries ? at : before.triedAt }, tries };
}
