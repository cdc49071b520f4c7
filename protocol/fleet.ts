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
