import { TIMES } from "../../protocol/limits.ts";
import type { Load } from "../../protocol/node/control.ts";
import type { Family } from "../../protocol/node/pipes.ts";
import type { Position } from "../../protocol/position.ts";
import { canServeTogether } from "./families.ts";
import { FARTHEST_KM, meanDistanceKm } from "./geography.ts";

/** A media node as its last beat described it. */
export interface NodeRecord {
  readonly id: string;
  readonly region: string;
  /** Null where its operator has not said it. */
  readonly position: Position | null;
  readonly version: number;
  /** Of its addresses. */
  readonly families: readonly Family[];
  /** The consumers that it can carry. */
  readonly capacity: number;
  readonly load: Load;
  readonly draining: boolean;
  /** It has yet to prove itself, and is taken only where there is no other. */
  readonly onProbation: boolean;
  /** Milliseconds since 1970. */
  readonly beatAt: number;
}

/** What a room wants of its node. */
export interface Wish {
  /** Where people are; none where it is not known of anybody. */
  readonly positions: readonly Position[];
  /** Round trips that were measured, in milliseconds, by node id. */
  readonly roundTrips: Readonly<Record<string, number>>;
  /** Nodes that the room uses already: a further one has to reach each of them. */
  readonly used: readonly Pick<NodeRecord, "id" | "families">[];
  /** The only regions that the room's media may be in; null where it may be anywhere. */
  readonly regions: readonly string[] | null;
  /** Nodes that have just failed the room: taken only where there is no other. */
  readonly avoid: readonly string[];
}

/** A wish, and what the nodes are held against besides. */
export interface Criteria extends Wish {
  /** The version of the protocol that the node has to speak. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** None; it has yet to prove itself; or it has just failed this room, or the one whom it is looked for. */
type Doubt = 0 | 1 | 2;

/** A node that fits, and what its place among the others was decided by. */
export interface RankedNode {
  readonly id: string;
  readonly region: string;
  readonly families: readonly Family[];
  /** The people's way to it was measured, or is worked out of their distance; or nothing is known of it, and the load decides. */
  readonly basis: "round-trip" | "distance" | "load";
  /** The round trip, in milliseconds; null where nothing is known of it. */
  readonly roundTripMs: number | null;
  /** How much of it is in use, 0 to 1, in tenths: what is less is noise. */
  readonly busy: number;
  readonly load: Load;
  /** What speaks against it. Whom it has just failed it is worth less to than one that others find fault with. */
  readonly doubt: Doubt;
  /** What it is ranked by, in milliseconds: the round trip, plus what its load is worth. */
  readonly costMs: number;
}

/**
 * A round trip takes a millisecond for each 67 km: light in glass makes 100 km there and back in a millisecond, and cables
 * are about half as long again as the straight line.
 */
const KM_PER_MS = 67;
/** What a path takes besides its length, in milliseconds: a measured round trip has it in it, too. */
const ACCESS_MS = 8;
/**
 * Measured round trips are ranked in steps of so many milliseconds, which is what a measurement is good for, so that of two
 * nodes in one place the load decides. By distance it does because they have the same position.
 */
const ROUND_TRIP_STEP_MS = 4;
/**
 * From this processor load on a node is full: the last tenth of its busiest core is for the rooms that it has, which grow.
 * Above that mediasoup, whose worker is one thread, delays packets for everybody.
 */
const FULL_CPU = 0.9;
/** Up to half of what it can carry, a node's load costs nothing: media is delayed no more than on an empty one. */
const CALM = 0.5;
/**
 * From there on it costs more and more, up to so many milliseconds where it is full: as much as 2,700 km. So a nearly full
 * node leaves its place to an empty one on the same continent, where nobody hears the difference, and keeps it against one
 * across an ocean, where everybody would.
 */
const CROWDED_MS = 40;
/** A node at this round trip, in milliseconds, is one of the region: 2,100 km away. There may be a nearer one than any beyond that. */
const NEAR_MS = 40;
/**
 * A node that the room uses already is kept against one that is nearer by less than this, about 1,700 km: each further node
 * costs the room a copy of every stream between the two, and the way there.
 */
export const KEPT_MS = 25;

/** The nodes that a room may use, the best first: alive, not draining, not full, of this version, in an allowed region, with a way to those that it uses. */
export function rankNodes(nodes: Iterable<NodeRecord>, criteria: Criteria): RankedNode[] {
  return [...nodes]
    .filter((node) => isFit(node, criteria))
    .map((node) => weigh(node, criteria))
    .sort(compareRanked);
}

/** Who comes first of two ranked nodes, also of two lists: who is not in doubt, then who costs less, then who is less busy. */
export function compareRanked(a: RankedNode, b: RankedNode): number {
  return (
    a.doubt - b.doubt ||
    a.costMs - b.costMs ||
    a.busy - b.busy ||
    a.load.consumers - b.load.consumers ||
    a.load.rooms - b.load.rooms ||
    a.id.localeCompare(b.id)
  );
}

/** Whether one of these is so good that it is not worth to ask farther away for others. */
export function isEnough(found: readonly RankedNode[]): boolean {
  return found.some(({ doubt, roundTripMs }) => doubt === 0 && (roundTripMs ?? 0) <= NEAR_MS);
}

/** Whether a node's last beat is recent enough, at `now` (milliseconds since 1970). */
export function isAlive({ beatAt }: Pick<NodeRecord, "beatAt">, now: number): boolean {
  return now - beatAt <= TIMES.nodeLeaseMs;
}

/** Whether a node takes rooms at all, and this one. */
function isFit(node: NodeRecord, { regions, used, version, now }: Criteria): boolean {
  return (
    !node.draining &&
    node.version === version &&
    isAlive(node, now) &&
    busyOf(node) < 1 &&
    (regions === null || regions.includes(node.region)) &&
    used.every((other) => canServeTogether(other, node))
  );
}

/** How much of a node is in use, 0 to 1: of its capacity, or of its processor, whichever is more. */
export function busyOf({ load, capacity }: Pick<NodeRecord, "load" | "capacity">): number {
  return Math.min(1, Math.max(load.consumers / capacity, load.cpu / FULL_CPU));
}

function weigh(node: NodeRecord, criteria: Criteria): RankedNode {
  const { id, region, families, load } = node;
  const busy = inSteps(busyOf(node) * 10, 1) / 10;
  const kept = criteria.used.some((used) => used.id === id) ? KEPT_MS : 0;
  const crowded = (Math.max(0, busy - CALM) / (1 - CALM)) * CROWDED_MS;
  const { basis, roundTripMs } = pathTo(node, criteria);
  return {
    id,
    region,
    families,
    basis,
    roundTripMs,
    busy,
    load,
    doubt: criteria.avoid.includes(id) ? 2 : node.onProbation ? 1 : 0,
    costMs: (roundTripMs ?? 0) + crowded - kept,
  };
}

/** What is known of the way to a node. Who has not said where it is counts as being on the other side of the earth. */
function pathTo(
  node: NodeRecord,
  { positions, roundTrips }: Criteria,
): Pick<RankedNode, "basis" | "roundTripMs"> {
  const measured = Object.hasOwn(roundTrips, node.id) ? roundTrips[node.id] : undefined;
  if (measured !== undefined)
    return { basis: "round-trip", roundTripMs: inSteps(measured, ROUND_TRIP_STEP_MS) };
  const isNothingKnown = positions.length === 0 && Object.keys(roundTrips).length === 0;
  if (isNothingKnown) return { basis: "load", roundTripMs: null };
  const km = (node.position && meanDistanceKm(node.position, positions)) ?? FARTHEST_KM;
  return { basis: "distance", roundTripMs: ACCESS_MS + km / KM_PER_MS };
}

function inSteps(value: number, step: number): number {
  return Math.round(value / step) * step;
}
