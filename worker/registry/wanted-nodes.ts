import type { FleetRegion } from "../../protocol/fleet.ts";
import type { Load } from "../../protocol/node/control.ts";
import { type LoadSample, trendOf } from "./trend.ts";

/** What an operator wants of every region. */
export interface ScalingPolicy {
  /** The nodes that a region has at least. */
  readonly minimum: number;
  /** How much of a region's nodes may be in use, 0 to 1: the rest is there for what comes before another node is. */
  readonly target: number;
}

/** A region as it is, and as it was. */
export interface RegionLoad {
  /** The nodes that take rooms. */
  readonly nodes: number;
  /** The oldest first, no older than `HOLD_MS`; what is on draining nodes is in them, because those people come back. */
  readonly samples: readonly LoadSample[];
}

type Wanted = Pick<FleetRegion, "wanted" | "busy" | "trendPerMinute" | "reason">;

/**
 * What was needed once is kept for so long, in milliseconds. It is half an hour because meetings begin at full and at half hours: what
 * is given back between two beginnings would be fetched again at the next.
 */
export const HOLD_MS = 30 * 60_000;
/** So far a history may fall short of that and still be taken for whole, in milliseconds. */
const HOLD_SLACK_MS = 60_000;
/** Of so many samples the middle one counts: a node's processor is busy for a second when it starts, and that is nobody in a call. */
const STEADY_SAMPLES = 3;
/** How far a trend looks back, in milliseconds. */
const TREND_MS = 10 * 60_000;
/** How far it looks ahead: three minutes in which a node starts, and the five in which nobody may ask. */
const AHEAD_MS = 8 * 60_000;
/** It foresees at most so much more than there is: people who begin at the same minute are a step, and no slope. */
const MOST_GROWTH = 0.5;
/** What is foreseen may fill nodes so far, 0 to 1: above that, placing rooms well gets difficult. */
const CEILING = 0.8;
/** At most so much of a region is given back at a time. */
const SHRINK_SHARE = 0.1;
const MINUTE_MS = 60_000;

/**
 * How many nodes a region wants: as many as keep what is in use at the target, and what the trend brings below the ceiling, now and at
 * any time within the last half hour. So it grows at once, and shrinks by a tenth at a time after half an hour in which fewer would have
 * been enough. Who has not so much history does not shrink.
 */
export function wantedNodes({ nodes, samples }: RegionLoad, policy: ScalingPolicy): Wanted {
  const recent = trendAt(samples, samples.length - 1);
  const known = { busy: steadyAt(samples, samples.length - 1), trendPerMinute: recent.slope * MINUTE_MS };
  // The first ones have too few before them to be steady.
  const first = Math.max(0, Math.min(STEADY_SAMPLES, samples.length) - 1);
  const needed = samples.slice(first).map((_, index) => neededAt(samples, first + index, policy));
  const peak = Math.max(policy.minimum, ...needed);
  if (peak > nodes) return { ...known, wanted: peak, reason: "grows" };
  if (peak === nodes) return { ...known, wanted: nodes, reason: "steady" };
  const spanMs = (samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0);
  if (spanMs < HOLD_MS - HOLD_SLACK_MS) return { ...known, wanted: nodes, reason: "no-history" };
  const step = Math.max(1, Math.floor(nodes * SHRINK_SHARE));
  return { ...known, wanted: Math.max(peak, nodes - step), reason: "shrinks" };
}

/** How many nodes were needed at the sample of a place, for what was in use and what was about to come. */
function neededAt(samples: readonly LoadSample[], place: number, { target }: ScalingPolicy): number {
  const busy = steadyAt(samples, place);
  const { level, slope } = trendAt(samples, place);
  const foreseen = Math.min(level + slope * AHEAD_MS, busy * (1 + MOST_GROWTH));
  // Ten nodes at 60 % are 6.000000000000001 nodes now and then.
  return Math.ceil(Math.max(busy / target, foreseen / Math.max(target, CEILING)) - 1e-9);
}

/** What was in use at the sample of a place, without what was gone again at the next. */
function steadyAt(samples: readonly LoadSample[], place: number): number {
  const around = samples.slice(Math.max(0, place - STEADY_SAMPLES + 1), place + 1).map(({ busy }) => busy);
  return around.sort((a, b) => a - b)[Math.floor((around.length - 1) / 2)] ?? 0;
}

/** The trend as it was at the sample of a place. */
function trendAt(samples: readonly LoadSample[], place: number): { level: number; slope: number } {
  const end = samples[place]?.at ?? 0;
  let first = place;
  while (end - (samples[first - 1]?.at ?? Number.NEGATIVE_INFINITY) <= TREND_MS) first--;
  return trendOf(samples, first, place);
}

/** Of nodes that take rooms, the ids of those that ought to drain first: who has the fewest people, to be done the sooner. */
export function emptiest(nodes: readonly { id: string; load: Load }[], count: number): string[] {
  const order = [...nodes].sort(
    (a, b) =>
      a.load.people - b.load.people ||
      a.load.rooms - b.load.rooms ||
      a.load.consumers - b.load.consumers ||
      a.id.localeCompare(b.id),
  );
  return order.slice(0, Math.max(0, count)).map(({ id }) => id);
}
