import * as v from "valibot";
import type { MessageOf } from "../frame.ts";
import { epochSchema, regionSchema, uuidSchema } from "../ids.ts";
import { positionSchema } from "../position.ts";

/** How busy a node is. */
const loadSchema = v.object({
  rooms: v.number(),
  consumers: v.number(),
  /** Of the busiest mediasoup worker, 0 to 1. */
  cpu: v.number(),
});
export type Load = v.InferOutput<typeof loadSchema>;

/** Messages of a node's control link to the registry. Who the node is, its token has said. */
export const TO_REGISTRY = {
  register: v.object({
    version: v.number(),
    region: regionSchema,
    position: v.nullable(positionSchema),
    load: loadSchema,
    draining: v.boolean(),
  }),
  beat: v.object({ load: loadSchema, draining: v.boolean() }),
};
export type ToRegistry = MessageOf<typeof TO_REGISTRY>;

/** Messages of the registry to a node. `register` is answered with `{}`. */
export const FROM_REGISTRY = {
  /** Dial this room and serve it in this epoch. */
  serve: v.object({ roomId: uuidSchema, epoch: epochSchema }),
};
export type FromRegistry = MessageOf<typeof FROM_REGISTRY>;
