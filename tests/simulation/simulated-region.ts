import type { FleetNode, FleetRegion } from "../../protocol/fleet.ts";
import { planFleet } from "../../scripts/fleet/plan-fleet.ts";
import type { LoadSample } from "../../worker/registry/trend.ts";
import { emptiest, HOLD_MS, type ScalingPolicy, wantedNodes } from "../../worker/registry/wanted-nodes.ts";
import type { Random } from "./random.ts";

/** A node of eight cores with 500 consumers each, of which a person needs eight: the others' pictures and sound. */
export const PEOPLE_PER_NODE = 500;
/** From the decision to the node's first beat. */
const START_MS = 3 * 60_000;
/** A node that drains has its rooms move at one a second, */
const MOVED_A_SECOND = 1;
/** with so many people in each; */
const PEOPLE_PER_ROOM = 3;
/** and the last of them is let go after so long. */
const LAST_MOVE_MS = 15_000;
/** How far off nodes are that say how busy they are. */
const NOISE = 0.02;

interface Machine {
  readonly number: number;
  readonly madeAt: number;
  /** When its node was told to drain, and how many people it had then; null before. */
  readonly drained: { readonly at: number; readonly people: number } | null;
}

/**
 * A region whose nodes come and go by what the edge wants and the operator's program does. Who comes goes to nodes that do not
 * drain, which share them evenly. Times are in milliseconds.
 */
export class SimulatedRegion {
  readonly region: string;
  readonly #policy: ScalingPolicy;
  readonly #most: number;
  readonly #random: Random;
  #machines: readonly Machine[] = [];
  /** Those of them that were told to drain, and those that may be starting. */
  #drained: readonly Machine[] = [];
  #young: readonly Machine[] = [];
  #samples: LoadSample[] = [];
  #people = 0;

  /** With so many nodes that run already. */
  constructor(region: string, policy: ScalingPolicy, nodes: number, most: number, random: Random) {
    this.region = region;
    this.#policy = policy;
    this.#most = most;
    this.#random = random;
    const number = (_: unknown, index: number) => index + 1;
    const running = { madeAt: Number.NEGATIVE_INFINITY, drained: null };
    this.#have(
      Array.from({ length: nodes }, number).map((one) => ({ number: one, ...running })),
      0,
    );
  }

  /** The machines that are paid for. */
  get machines(): number {
    return this.#machines.length;
  }

  /** How busy the nodes that take rooms are: more than 1 is more than fits. */
  busyAt(now: number): number {
    return this.#shareAt(now) / PEOPLE_PER_NODE;
  }

  /** So many people are in calls from now on, and the registry takes a sample. */
  hear(people: number, now: number): void {
    this.#people = people;
    const noise = 1 + (this.#random.next() - 0.5) * 2 * NOISE;
    // A node that is full says no more than that.
    const busy = Math.min(1, this.busyAt(now) * noise) * this.#readyAt(now);
    if ((this.#samples[0]?.at ?? now) < now - HOLD_MS) this.#samples.shift();
    this.#samples.push({ at: now, busy: busy + this.#leavingAt(now) / PEOPLE_PER_NODE });
  }

  /** The operator's program runs, and Terraform does at once what it says. */
  scale(now: number): void {
    const nodes = this.#machines
      .filter((machine) => isThere(machine, now))
      .map((machine) => this.#node(machine, now));
    const ready = nodes.filter(({ draining }) => !draining);
    const wanted = wantedNodes({ nodes: ready.length, samples: this.#samples }, this.#policy);
    const told: FleetRegion = {
      ...wanted,
      region: this.region,
      nodes: ready.length,
      draining: nodes.length - ready.length,
      drain: emptiest(ready, ready.length - wanted.wanted),
      ended: this.#drained
        .map((machine) => ({ id: this.#idOf(machine), at: endOf(machine) }))
        .filter(({ at }) => at <= now),
    };
    const machines = new Map(this.#machines.map(({ number, madeAt }) => [number, madeAt]));
    const made = new Map([[this.region, { machines, most: this.#most, outdated: [] }]]);
    const wholly = { silentAreas: [] };
    const [plan] = planFleet(made, { regions: [told], ...wholly }, { nodes, ...wholly }, now);
    const people = this.#shareAt(now);
    const known = new Map(this.#machines.map((machine) => [machine.number, machine]));
    const drain = new Set(plan?.drain);
    const next = (plan?.numbers ?? []).map((number) => {
      const machine = known.get(number) ?? { number, madeAt: now, drained: null };
      return drain.has(this.#idOf(machine)) ? { ...machine, drained: { at: now, people } } : machine;
    });
    this.#have(next, now);
  }

  #have(machines: readonly Machine[], now: number): void {
    this.#machines = machines;
    this.#drained = machines.filter(({ drained }) => drained);
    this.#young = machines.filter(({ madeAt }) => madeAt + START_MS > now);
  }

  /** The people on each node that takes rooms. */
  #shareAt(now: number): number {
    return Math.max(0, this.#people - this.#leavingAt(now)) / this.#readyAt(now);
  }

  /** The nodes that take rooms. */
  #readyAt(now: number): number {
    const starting = this.#young.filter(({ madeAt }) => madeAt + START_MS > now).length;
    return this.#machines.length - this.#drained.length - starting;
  }

  /** The people on those that drain. */
  #leavingAt(now: number): number {
    return this.#drained.reduce((sum, machine) => sum + leftOn(machine, now), 0);
  }

  #idOf({ number }: Machine): string {
    return `${this.region}-${number}`;
  }

  #node(machine: Machine, now: number): FleetNode {
    const people = machine.drained ? leftOn(machine, now) : this.#shareAt(now);
    return {
      id: this.#idOf(machine),
      region: this.region,
      area: "",
      position: null,
      addresses: [],
      version: 1,
      capacity: PEOPLE_PER_NODE,
      load: { rooms: 1, people, consumers: people, cpu: 0 },
      draining: machine.drained !== null,
      onProbation: false,
      registeredAt: machine.madeAt,
      beatAt: now,
      refusals: 0,
    };
  }
}

/** Whether a machine's node has started, and has not ended. */
function isThere(machine: Machine, now: number): boolean {
  return machine.drained ? endOf(machine) > now : machine.madeAt + START_MS <= now;
}

/** People who are still on a node that drains. */
function leftOn({ drained }: Pick<Machine, "drained">, now: number): number {
  if (!drained || now >= endOf({ drained })) return 0;
  const moved = ((now - drained.at) / 1_000) * MOVED_A_SECOND * PEOPLE_PER_ROOM;
  return Math.max(0, drained.people - moved);
}

/** When a node that drains has ended. */
function endOf({ drained }: Pick<Machine, "drained">): number {
  if (!drained) return Number.POSITIVE_INFINITY;
  const rooms = drained.people / PEOPLE_PER_ROOM;
  return drained.at + (rooms / MOVED_A_SECOND) * 1_000 + LAST_MOVE_MS;
}
