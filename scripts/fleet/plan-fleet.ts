import type { FleetNodes, FleetWanted } from "../../protocol/fleet.ts";

/** A region as Terraform has it. */
export interface MadeRegion {
  /** When each of its machines was made, in milliseconds since 1970, by its number: that of eu-central-3 is 3. */
  readonly machines: ReadonlyMap<number, number>;
  /** So many machines it may have; numbers go up to that. */
  readonly most: number;
  /** The numbers of machines that would be made as something else now: with another image, for example. */
  readonly outdated: readonly number[];
}

/** What is to become of a region. */
export interface RegionPlan {
  readonly region: string;
  /** The numbers of the machines that it is to have, in their order: */
  readonly numbers: readonly number[];
  /** those among them that are to be made, */
  readonly added: readonly number[];
  /** and those that are to be taken away, because their nodes have ended as they were told. */
  readonly removed: readonly number[];
  /** Nodes that are to be told to drain: their machines stay until they have. */
  readonly drain: readonly string[];
  /** Nodes that have just been made, and are counted on. */
  readonly starting: readonly string[];
  /** Nodes that are not heard of though they should be: they are not counted on, and not taken away. */
  readonly lost: readonly string[];
  /** How many machines more it would need, and may not have. */
  readonly beyond: number;
}

/** A machine whose node is not heard of for so long after it was made is broken, in milliseconds. It takes three minutes. */
const START_LIMIT_MS = 15 * 60_000;
/** One that has ended is taken away after so long, in milliseconds: before that its machine may just be starting anew. */
const REBOOT_MS = 5 * 60_000;

/**
 * What to make, to drain and to take away at `now` (milliseconds since 1970), so that each region has what the edge wants. A machine
 * is taken away when its node has drained, so Terraform waits for nobody. What the edge knows nothing of is left as it is; and where an
 * area was silent, so is everything that there is.
 *
 * @param fleet as it was no later than `wanted`: a node that has come between the two is counted twice rather than not at all
 */
export function planFleet(
  made: ReadonlyMap<string, MadeRegion>,
  wanted: FleetWanted,
  fleet: FleetNodes,
  now: number,
): RegionPlan[] {
  return [...made].map(([region, { machines, most }]) => {
    const told = wanted.regions.find((other) => other.region === region);
    const isHeard = wanted.silentAreas.length === 0 && fleet.silentAreas.length === 0;
    const heard = new Set(fleet.nodes.filter((node) => node.region === region).map(({ id }) => id));
    const ended = new Map(told?.ended.map(({ id, at }) => [id, at]));
    const unheard = [...machines]
      .map(([number, madeAt]) => {
        const id = `${region}-${number}`;
        const endedAt = ended.get(id) ?? 0;
        // What ended before this machine was made was another machine of this number.
        return { number, id, madeAt, endedAt: endedAt > madeAt ? endedAt : null };
      })
      .filter(({ id }) => !heard.has(id));
    const gone = unheard.filter(({ endedAt }) => isHeard && endedAt !== null && now - endedAt >= REBOOT_MS);
    const missing = unheard.filter(({ endedAt }) => endedAt === null);
    const starting = missing.filter(({ madeAt }) => now - madeAt < START_LIMIT_MS);
    const lost = missing.filter((machine) => !starting.includes(machine));
    const short = told ? Math.max(0, told.wanted - told.nodes - starting.length) : 0;
    const removed = gone.map(({ number }) => number);
    const kept = [...machines.keys()].filter((number) => !removed.includes(number));
    const added = lowestFree(machines, most, Math.min(short, most - kept.length));
    return {
      region,
      numbers: inOrder([...kept, ...added]),
      added,
      removed: inOrder(removed),
      drain:
        isHeard && told ? told.drain.filter((id) => kept.some((number) => id === `${region}-${number}`)) : [],
      starting: starting.map(({ id }) => id),
      lost: isHeard ? lost.map(({ id }) => id) : [],
      beyond: short - added.length,
    };
  });
}

/** So many of the lowest numbers that no machine has, as far as there are any up to `most`. */
export function lowestFree(taken: ReadonlyMap<number, unknown>, most: number, count: number): number[] {
  const free: number[] = [];
  for (let number = 1; number <= most && free.length < count; number++)
    if (!taken.has(number)) free.push(number);
  return free;
}

function inOrder(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}
