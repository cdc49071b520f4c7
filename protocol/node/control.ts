import * as v from "valibot";
import { wireErrorSchema } from "../errors.ts";
import type { MessageOf } from "../frame.ts";
import { epochSchema, nodeIdSchema, regionSchema, uuidSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { probeSchema, roundTripSchema } from "../probes.ts";
import { FAMILIES, familySchema } from "./pipes.ts";

const count = (most: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(most));

const requestSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** How busy a node is. */
export const loadSchema = v.pipe(
  v.object({
    rooms: count(LIMITS.roomsPerNode),
    /** Participants who have transports there. */
    people: count(LIMITS.peoplePerNode),
    consumers: count(LIMITS.consumersPerNode),
    /** Of the busiest mediasoup worker, 0 to 1. */
    cpu: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  }),
  v.check(({ rooms, people, consumers }) => rooms > 0 || people + consumers === 0, "people without a room"),
);
export type Load = v.InferOutput<typeof loadSchema>;

/** The consumers that a node can carry. */
const capacitySchema = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(1),
  v.maxValue(LIMITS.consumersPerNode),
);

/** Messages of a node's control link to the registry. Who the node is, and where, its token has said. */
export const TO_REGISTRY = {
  register: v.object({
    /** This run of the program: another one each time that it is started. */
    instance: uuidSchema,
    version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    region: regionSchema,
    capacity: capacitySchema,
    /** Where browsers reach it, one of each family: IP addresses or names. */
    addresses: v.pipe(
      v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.hostChars))),
      v.minLength(1),
      v.maxLength(2),
    ),
    /** The families of those: between two nodes that have none in common there is no pipe. */
    families: v.pipe(v.array(familySchema), v.minLength(1), v.maxLength(FAMILIES.length)),
    /** Where pages and other nodes measure their way to it; none where it has no worker just now. */
    probe: v.optional(probeSchema),
    load: loadSchema,
    draining: v.boolean(),
  }),
  beat: v.object({ load: loadSchema, draining: v.boolean() }),
  /** The answer to `probe`; null where nothing has answered. Who could not even ask says nothing. */
  probed: v.object({ nodeId: nodeIdSchema, roundTripMs: v.nullable(roundTripSchema) }),
  /** The answer to `list-rooms`: those that it serves, with how many people have transports there. */
  serving: v.object({
    request: requestSchema,
    rooms: v.pipe(
      v.array(v.object({ roomId: uuidSchema, people: count(LIMITS.peoplePerNode) })),
      v.maxLength(LIMITS.roomsNamed),
    ),
  }),
};
export type ToRegistry = MessageOf<typeof TO_REGISTRY>;

/** Messages of the registry to a node. `register` is answered with `{}`. */
export const FROM_REGISTRY = {
  /** Dial this room and serve it in this epoch. */
  serve: v.object({ roomId: uuidSchema, epoch: epochSchema }),
  /** Take no new rooms, and end when the last one has left. */
  drain: v.object({}),
  /** Measure the way to another node's media, by ICE checks over UDP. Answered by `probed` within a few seconds. */
  probe: v.object({ nodeId: nodeIdSchema, probe: probeSchema }),
  /** Answered by `serving`. */
  "list-rooms": v.object({ request: requestSchema }),
  /** What came before was not taken. */
  fault: v.object({ error: wireErrorSchema }),
};
export type FromRegistry = MessageOf<typeof FROM_REGISTRY>;
