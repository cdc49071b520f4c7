import type { FleetRegion, FleetWanted } from "../../protocol/fleet.ts";
import { PROTOCOL_VERSION } from "../../protocol/version.ts";
import type { Env } from "../env.ts";
import type { RefusalReason } from "../refusal-reasons.ts";
import { AREAS, type Area } from "./areas.ts";
import { askRegistries } from "./ask-registries.ts";
import { SAMPLE_MS, type UsedSample } from "./load-history.ts";
import type { AreaLoad } from "./RegistryObject.ts";
import { isAlive } from "./select-node.ts";
import type { LoadSample } from "./trend.ts";
import { emptiest, type ScalingPolicy, wantedNodes } from "./wanted-nodes.ts";

/** What is told of the whole fleet. */
export interface FleetReport {
  readonly wanted: FleetWanted;
  /** How many nodes of each region beat while their media is dead. */
  readonly failing: ReadonlyMap<string, number>;
  /** How often nodes of each area were refused. */
  readonly refusals: readonly { readonly area: Area; readonly counts: Record<RefusalReason, number> }[];
}

/** How many nodes each region wants, and how they are, at `now` (milliseconds since 1970). Where an area does not answer, nothing shrinks. */
export async function fleetReport(env: Env, policy: ScalingPolicy, now: number): Promise<FleetReport> {
  const { answers, silent } = await askRegistries(env, AREAS, async (registry, area) => ({
    ...(await registry.load()),
    area,
  }));
  const regions = regionsOf(answers, policy, now);
  return {
    wanted: { regions: silent.length > 0 ? regions.map(kept) : regions, silentAreas: silent },
    failing: failingIn(answers, now),
    refusals: answers.map(({ area, refusals }) => ({ area, counts: refusals })),
  };
}

/** Every region that some area knows of, by name. What a region has in several areas is put together. */
export function regionsOf(areas: readonly AreaLoad[], policy: ScalingPolicy, now: number): FleetRegion[] {
  const nodes = nodesOf(areas);
  const ended = areas.flatMap((area) => area.ended);
  const names = new Set([
    ...nodes.map(({ region }) => region),
    ...areas.flatMap(({ samples }) => [...samples.keys()]),
    ...ended.map(({ region }) => region),
  ]);
  return [...names].sort().map((region) => {
    const here = nodes.filter((node) => node.region === region);
    const ready = here.filter((node) => isReady(node, now) && !node.isFailing);
    const histories = areas
      .map(({ samples }) => samples.get(region) ?? [])
      .filter(({ length }) => length > 0);
    const samples = inNodes(together(histories, now), here);
    const wanted = wantedNodes({ nodes: ready.length, samples }, policy);
    const isHere = (id: string) => here.some((node) => node.id === id);
    return {
      region,
      nodes: ready.length,
      draining: here.filter(({ draining }) => draining).length,
      ...wanted,
      drain: emptiest(ready, ready.length - wanted.wanted),
      ended: ended
        // One that has moved to another area has ended in none.
        .filter((node) => node.region === region && !isHere(node.id))
        .map(({ id, at }) => ({ id, at })),
    };
  });
}

/** How many nodes of each region beat at `now` (milliseconds since 1970) while their media is dead; of a region without nodes, nothing is said. */
export function failingIn(areas: readonly AreaLoad[], now: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodesOf(areas)) {
    const count = Number(node.isFailing && isReady(node, now));
    counts.set(node.region, (counts.get(node.region) ?? 0) + count);
  }
  return counts;
}

type AreaNode = AreaLoad["nodes"][number];

function nodesOf(areas: readonly AreaLoad[]): (AreaNode & { isFailing: boolean })[] {
  return areas.flatMap(({ nodes, failing }) =>
    nodes.map((node) => ({ ...node, isFailing: failing.has(node.id) })),
  );
}

/**
 * Whether a node would take rooms. Who is only back from a loss is counted on, because it has proved itself before another machine is
 * made; whose media is dead is not.
 */
function isReady(node: AreaNode, now: number): boolean {
  return !node.draining && node.version === PROTOCOL_VERSION && isAlive(node, now);
}

/**
 * What several registries know of one region, added up. Before the youngest of them began, nobody knows all of it; the step that is
 * not over yet, some have not counted.
 */
function together(histories: readonly UsedSample[][], now: number): UsedSample[] {
  if (histories.length <= 1) return histories[0] ?? [];
  const begin = Math.max(...histories.map((samples) => samples[0]?.at ?? 0));
  const sums = new Map<number, number>();
  for (const { at, used } of histories.flat())
    if (at >= begin && at <= now - SAMPLE_MS) sums.set(at, (sums.get(at) ?? 0) + used);
  return [...sums].map(([at, used]) => ({ at, used })).sort((a, b) => a.at - b.at);
}

/** The same in nodes, as large as this region's are on average; nothing where it has none to measure by. */
function inNodes(samples: readonly UsedSample[], nodes: AreaLoad["nodes"]): LoadSample[] {
  if (nodes.length === 0) return [];
  const size = nodes.reduce((sum, { capacity }) => sum + capacity, 0) / nodes.length;
  return samples.map(({ at, used }) => ({ at, busy: used / size }));
}

/** A region that some of its nodes may be missing from is never told to shrink. */
function kept(region: FleetRegion): FleetRegion {
  if (region.wanted >= region.nodes) return region;
  return { ...region, wanted: region.nodes, reason: "silent-area", drain: [] };
}
