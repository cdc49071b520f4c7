import type { FleetNode, FleetNodes, FleetRegion, FleetWanted } from "../../protocol/fleet.ts";
import { lowestFree, type MadeRegion, type RegionPlan } from "./plan-fleet.ts";

/**
 * `unknown`: whether fewer nodes are enough; `versions`: nodes of the region speak several versions of the protocol, of which the edge
 * counts one; `lost`: one is not heard of, which may be what is wrong with the new ones.
 */
export type Wait = "unknown" | "versions" | "lost";

/** How machines that would be made as something else now come to be replaced, in the one region where that goes on. */
export interface Replacement {
  readonly region: string;
  /** The nodes that are to be replaced, those that drain already among them. */
  readonly outdated: readonly string[];
  /** Why none is replaced in this run. */
  readonly waits: Wait | null;
}

/** At most so much of a region is replaced at a time, and one node always. */
const SHARE = 0.1;

/**
 * Has the first region with outdated machines replace them, a tenth of it at a time: another one is made beside them, and when the region has more
 * nodes than it wants, outdated ones drain. What has drained is taken away as ever. Other regions wait, so that an image that is
 * no good does harm in one. Where nothing is outdated but what is not heard of, there is no replacement.
 *
 * @param plans what `planFleet` said of the same fleet
 */
export function planReplacement(
  plans: readonly RegionPlan[],
  made: ReadonlyMap<string, MadeRegion>,
  wanted: FleetWanted,
  fleet: FleetNodes,
): { plans: readonly RegionPlan[]; replacement: Replacement | null } {
  for (const plan of plans) {
    const { region } = plan;
    const own = made.get(region);
    const told = wanted.regions.find((other) => other.region === region);
    if (!own || !told) continue;
    const ids = plan.numbers
      .filter((number) => own.outdated.includes(number))
      .map((number) => `${region}-${number}`)
      .filter((id) => !plan.lost.includes(id));
    if (ids.length === 0) continue;
    const ready = fleet.nodes.filter((node) => node.region === region && !node.draining);
    const waits = reasonToWait(plan, told, ready, [...wanted.silentAreas, ...fleet.silentAreas]);
    const next = waits
      ? plan
      : step(plan, told, ids, ready, (count) => lowestFree(own.machines, own.most, count));
    return {
      plans: plans.map((other) => (other === plan ? next : other)),
      replacement: { region, outdated: ids, waits },
    };
  }
  return { plans, replacement: null };
}

function reasonToWait(
  { lost }: RegionPlan,
  { reason }: FleetRegion,
  ready: readonly FleetNode[],
  silentAreas: readonly string[],
): Wait | null {
  // What is wanted follows what there is then, and would rise with each node that is made.
  if (reason === "no-history" || silentAreas.length > 0) return "unknown";
  if (new Set(ready.map(({ version }) => version)).size > 1) return "versions";
  return lost.length > 0 ? "lost" : null;
}

function step(
  plan: RegionPlan,
  told: FleetRegion,
  outdated: readonly string[],
  ready: readonly FleetNode[],
  free: (count: number) => number[],
): RegionPlan {
  const replaceable = ready
    .filter(({ id }) => outdated.includes(id))
    .sort((a, b) => a.load.people - b.load.people || a.id.localeCompare(b.id));
  const spare = told.nodes - told.wanted;
  // The edge names the emptiest, which would be the one that has just been made.
  if (spare > 0) {
    const ids = replaceable.slice(0, spare).map(({ id }) => id);
    return { ...plan, drain: [...ids, ...plan.drain.filter((id) => !outdated.includes(id))].slice(0, spare) };
  }
  if (plan.added.length > 0) return plan;
  const underWay = outdated.length - replaceable.length + plan.starting.length;
  const share = Math.max(1, Math.floor(told.nodes * SHARE));
  const count = Math.min(share - underWay, replaceable.length);
  if (count <= 0) return plan;
  const added = free(count);
  return {
    ...plan,
    numbers: [...plan.numbers, ...added].sort((a, b) => a - b),
    added,
    beyond: plan.beyond + count - added.length,
  };
}
