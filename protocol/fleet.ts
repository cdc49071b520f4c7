import * as v from "valibot";
import { LIMITS } from "./limits.ts";
import { loadSchema } from "./node/control.ts";
import { positionSchema } from "./position.ts";

/** A media node, as its operator sees it. */
export const fleetNodeSchema = v.object({
  id: v.string(),
  region: v.string(),
  /** The area whose registry it reports to. */
  area: v.string(),
  position: v.nullable(positionSchema),
  addresses: v.array(v.string()),
  version: v.number(),
  /** The consumers that it can carry. */
  capacity: v.number(),
  load: loadSchema,
  draining: v.boolean(),
  /** It was lost, or rooms complain of it, or other nodes do not reach its media: until it has proved itself, it is taken only where there is no other. */
  onProbation: v.boolean(),
  /** Milliseconds since 1970: when this link of it registered, */
  registeredAt: v.number(),
  /** and when it last said how it is. */
  beatAt: v.number(),
  /** What it said and was not believed, as far as the registry remembers. */
  refusals: v.number(),
});
export type FleetNode = v.InferOutput<typeof fleetNodeSchema>;

/** `GET /api/fleet/nodes`: every node; and the areas whose registries did not answer, of which none are known. */
export const fleetNodesSchema = v.object({
  nodes: v.array(fleetNodeSchema),
  silentAreas: v.array(v.string()),
});
export type FleetNodes = v.InferOutput<typeof fleetNodesSchema>;

/** `GET /api/fleet/rooms?node=<id>`: what the node serves, the rooms with the most people first; at most `LIMITS.roomsNamed`. */
export const fleetRoomsSchema = v.object({
  rooms: v.pipe(
    v.array(v.object({ roomId: v.string(), people: v.number() })),
    v.maxLength(LIMITS.roomsNamed),
  ),
});
export type FleetRooms = v.InferOutput<typeof fleetRoomsSchema>;

/** A region's nodes, and how many it wants. */
const fleetRegionSchema = v.object({
  region: v.string(),
  /** Those that take rooms, */
  nodes: v.number(),
  /** and those that drain. */
  draining: v.number(),
  wanted: v.number(),
  /** How much is in use, in nodes: 2.5 is five nodes that are half full. */
  busy: v.number(),
  /** By how many nodes that grows in a minute; below nothing where it falls. */
  trendPerMinute: v.number(),
  /** Why so many are wanted; `no-history` and `silent-area` are why no fewer are. */
  reason: v.picklist(["grows", "steady", "shrinks", "no-history", "silent-area"]),
  /** The nodes that ought to drain, because fewer are wanted: the emptiest. */
  drain: v.array(v.string()),
  /** Those that have drained or were removed, and have ended since (milliseconds since 1970): their machines may be taken away. */
  ended: v.array(v.object({ id: v.string(), at: v.number() })),
});
export type FleetRegion = v.InferOutput<typeof fleetRegionSchema>;

/** `GET /api/fleet/wanted`: every region of which anything is known, and the areas whose registries did not answer. */
export const fleetWantedSchema = v.object({
  regions: v.array(fleetRegionSchema),
  silentAreas: v.array(v.string()),
});
export type FleetWanted = v.InferOutput<typeof fleetWantedSchema>;
