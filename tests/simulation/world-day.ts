import type { Random } from "./random.ts";

/** People of one region, by the clock of where they are. */
export interface Population {
  readonly region: string;
  /** Hours that their clocks are ahead of UTC. */
  readonly utcOffset: number;
  /** How many of them are in calls at their busiest minute, about. */
  readonly people: number;
}

/**
 * Where a million people who are in calls at the world's busiest minute would be. Nobody has measured this: it is as many as work
 * there, by the clocks that they work by.
 */
export const POPULATIONS: readonly Population[] = [
  { region: "us-west", utcOffset: -8, people: 90_000 },
  { region: "us-central", utcOffset: -6, people: 90_000 },
  { region: "us-east", utcOffset: -5, people: 190_000 },
  { region: "sa-east", utcOffset: -3, people: 110_000 },
  { region: "eu-west", utcOffset: 0, people: 170_000 },
  { region: "eu-central", utcOffset: 1, people: 330_000 },
  { region: "af-south", utcOffset: 2, people: 50_000 },
  { region: "me-central", utcOffset: 4, people: 60_000 },
  { region: "ap-south", utcOffset: 5.5, people: 230_000 },
  { region: "ap-southeast", utcOffset: 8, people: 140_000 },
  { region: "ap-northeast", utcOffset: 9, people: 190_000 },
  { region: "oc-east", utcOffset: 11, people: 12_000 },
];

/** How many people are in calls on a weekday, by the hour of their clocks, of the most that ever are. Between hours it is a line. */
const WEEKDAY = [
  0.04, 0.03, 0.02, 0.02, 0.03, 0.05, 0.1, 0.25, 0.56, 0.85, 1, 0.97, 0.68, 0.76, 0.97, 0.92, 0.78, 0.54,
  0.34, 0.3, 0.3, 0.24, 0.14, 0.07,
];
const WEEKEND = 0.25;

/** What of a full hour's people is there in each of its minutes: they come within five minutes, and trickle away. */
const HOUR: readonly (readonly [minute: number, factor: number])[] = [
  [0, 0.92],
  [1, 1],
  [4, 1.1],
  [8, 1.1],
  [26, 1.02],
  [30, 1],
  [33, 1.06],
  [50, 0.99],
  [57, 0.9],
  [60, 0.92],
];
/** How far the level wanders off by itself, from one minute to the next. */
const WANDER = 0.004;
const WANDER_MOST = 0.05;

/** How many people of a place are in calls, minute by minute, from Monday 00:00 UTC on. */
export function peopleByMinute({ utcOffset, people }: Population, minutes: number, random: Random): number[] {
  let wandered = 0;
  return Array.from({ length: minutes }, (_, minute) => {
    const hour = minute / 60 + utcOffset;
    const ofDay = (((hour % 24) + 24) % 24) as number;
    // On Monday the other side of the earth still has Sunday; its week begins while people sleep.
    const week = Math.min(1, Math.max(WEEKEND, WEEKEND + ((hour + 1) / 4) * (1 - WEEKEND)));
    const level = between(
      WEEKDAY.map((value, at) => [at, value] as const).concat([[24, WEEKDAY[0] ?? 0]]),
      ofDay,
    );
    wandered += (random.next() - 0.5) * 2 * WANDER;
    wandered = Math.max(-WANDER_MOST, Math.min(WANDER_MOST, wandered));
    const step = between(HOUR, (ofDay * 60) % 60);
    return people * level * week * step * (1 + wandered);
  });
}

/** The value at a place on a line through points. */
function between(points: readonly (readonly [at: number, value: number])[], at: number): number {
  const next = points.findIndex(([place]) => place > at);
  const [a, b] = [points[next - 1], points[next]];
  if (!a || !b) return points.at(-1)?.[1] ?? 0;
  return a[1] + ((at - a[0]) / (b[0] - a[0])) * (b[1] - a[1]);
}
