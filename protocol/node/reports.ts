import * as v from "valibot";
import type { MessageOf } from "../frame.ts";
import { epochSchema } from "../ids.ts";
import { transportDirectionSchema } from "../room/producers.ts";
import { consumerSchema, iceParametersSchema, mediaOfferSchema } from "../rtp.ts";

const report = <T extends v.ObjectEntries>(entries: T) => v.object({ epoch: epochSchema, ...entries });

/** What a node tells a room that it serves. */
export const REPORTS = {
  /** First on every link: what the node holds. Both sides close what the other does not know. */
  holding: report({ participantIds: v.array(v.string()), producerIds: v.array(v.string()) }),
  attached: report({ participantId: v.string(), media: mediaOfferSchema }),
  "attach-failed": report({ participantId: v.string(), reason: v.string() }),
  produced: report({
    participantId: v.string(),
    producerId: v.string(),
    consumers: v.array(v.object({ participantId: v.string(), consumer: consumerSchema })),
  }),
  "produce-failed": report({ participantId: v.string(), producerId: v.string(), reason: v.string() }),
  consuming: report({ participantId: v.string(), consumers: v.array(consumerSchema) }),
  "ice-restarted": report({
    participantId: v.string(),
    direction: transportDirectionSchema,
    request: v.number(),
    /** Null where the participant has no such transport. */
    iceParameters: v.nullable(iceParametersSchema),
  }),
  /** The node can serve this room no longer: it ends, or its mediasoup worker died. Nothing of the room is left on it. */
  leaving: report({ reason: v.picklist(["draining", "worker-died"]) }),
};
export type Report = MessageOf<typeof REPORTS>;
