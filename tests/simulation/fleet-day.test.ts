import { expect, test } from "vitest";
import { Random } from "./random.ts";
import { PEOPLE_PER_NODE, SimulatedRegion } from "./simulated-region.ts";
import { POPULATIONS, peopleByMinute } from "./world-day.ts";

const POLICY = { minimum: 1, target: 0.57 };
const MINUTE = 60_000;
const SAMPLE = 15_000;
/** How often the operator's program runs. */
const CADENCE = 5 * MINUTE;
/** Above this a node is too busy: at 0.9 it takes nobody any more. */
const LIMIT = 0.8;
const NO_LIMIT = 100_000;

/** What became of a region. */
interface Outcome {
  /** How busy its nodes were at the worst moment, */
  worst: number;
  /** and for how long they were above the limit without a pause, in milliseconds. */
  longest: number;
  /** Machines times hours. */
  paid: number;
  /** The same, had somebody known the day before, and had each machine only while it is needed. */
  oracle: number;
}

/** Runs a region on so many people a minute; the program runs `offset` milliseconds after full five minutes. */
function live(name: string, people: readonly number[], offset: number, random: Random): Outcome {
  const first = Math.ceil((people[0] ?? 0) / PEOPLE_PER_NODE / POLICY.target);
  const region = new SimulatedRegion(name, POLICY, Math.max(1, first), NO_LIMIT, random);
  const outcome = { worst: 0, longest: 0, paid: 0, oracle: 0 };
  let above = 0;
  for (let now = 0; now < (people.length - 1) * MINUTE; now += SAMPLE) {
    const minute = Math.floor(now / MINUTE);
    const [from, to] = [people[minute] ?? 0, people[minute + 1] ?? 0];
    const here = from + (to - from) * (now / MINUTE - minute);
    region.hear(here, now);
    if (now % CADENCE === offset) region.scale(now);
    const busy = region.busyAt(now);
    above = busy > LIMIT ? above + SAMPLE : 0;
    outcome.worst = Math.max(outcome.worst, busy);
    outcome.longest = Math.max(outcome.longest, above);
    outcome.paid += (region.machines * SAMPLE) / 3600_000;
    outcome.oracle += (Math.max(1, Math.ceil(here / PEOPLE_PER_NODE / LIMIT)) * SAMPLE) / 3600_000;
  }
  return outcome;
}

/** Prints a figure, for whoever writes it down. */
const say = (line: string) => process.stdout.write(`${line}\n`);
/** In percent, as the documentation has it. */
const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

test("on a Monday with a million people no region is too busy for longer than two minutes, at less than 1.6 times what an oracle pays", {
  timeout: 60_000,
}, () => {
  const random = new Random(20_261_130);
  const days = POPULATIONS.map((population) => peopleByMinute(population, 24 * 60 + 1, random));
  const world = days[0]?.map((_, minute) => days.reduce((sum, day) => sum + (day[minute] ?? 0), 0)) ?? [];
  expect(Math.max(...world)).toBeGreaterThan(1_000_000);

  const outcomes = POPULATIONS.map(({ region }, index) =>
    // At full five minutes, which is the worst time: just before people come to a meeting.
    live(region, days[index] ?? [], 0, random),
  );
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const ratio = sum(({ paid }) => paid) / sum(({ oracle }) => oracle);
  for (const [index, { worst, longest, paid, oracle }] of outcomes.entries())
    say(
      `${POPULATIONS[index]?.region}: at most ${percent(worst)} busy, above 80 % for ${longest / 1000} s, ${(paid / oracle).toFixed(2)} times the oracle`,
    );
  say(
    `all: ${Math.max(...world).toFixed(0)} people at the peak, ${sum(({ paid }) => paid).toFixed(0)} node-hours, ${ratio.toFixed(2)} times the oracle`,
  );
  for (const { longest } of outcomes) expect(longest).toBeLessThanOrEqual(2 * MINUTE);
  expect(ratio).toBeLessThan(1.6);
});

/** An hour of calm, then so many more people within so many minutes, then an hour of that; at the worst moment to come. */
function surge(growth: number, minutes: number): Outcome {
  const people = Array.from(
    { length: 120 + minutes },
    (_, minute) => 50_000 * (1 + growth * Math.min(1, Math.max(0, (minute - 60) / minutes))),
  );
  const offsets = Array.from({ length: CADENCE / SAMPLE }, (_, index) => index * SAMPLE);
  const outcomes = offsets.map((offset) => live("surge", people, offset, new Random(offset + 1)));
  const outcome = {
    worst: Math.max(...outcomes.map(({ worst }) => worst)),
    longest: Math.max(...outcomes.map(({ longest }) => longest)),
  };
  say(
    `+${percent(growth)} in ${minutes} min: at most ${percent(outcome.worst)} busy, above 80 % for ${outcome.longest / 1000} s`,
  );
  return { ...outcome, paid: 0, oracle: 0 };
}

test("a third more people at once fit into what is free", () => {
  expect(surge(0.3, 2).worst).toBeLessThan(LIMIT);
  expect(surge(1, 30).worst).toBeLessThan(LIMIT);
});

test("half as many more at once, or twice as many in a quarter of an hour, are too many for as long as nodes take to start", () => {
  for (const [growth, minutes] of [
    [0.5, 2],
    [1, 15],
  ] as const) {
    const { worst, longest } = surge(growth, minutes);
    expect(worst).toBeLessThan(1);
    expect(longest).toBeLessThanOrEqual(CADENCE + 4 * MINUTE);
  }
});
