import * as v from "valibot";
import type { MessageOf } from "../frame.ts";
import { epochSchema } from "../ids.ts";
import { transportDirectionSchema } from "../room/producers.ts";
import { consumerSchema, iceParametersSchema, mediaOfferSchema } from "../rtp.ts";
import { peerSchema, pipedStreamSchema, pipeEndSchema } from "./pipes.ts";

const report = <T extends v.ObjectEntries>(entries: T) => v.object({ epoch: epochSchema, ...entries });

/** What a node tells a room that it serves. */
export const REPORTS = {
  /** First on every link: what the node holds, and the peers that it has pipes to. Both sides close what the other does not know. */
  holding: report({
    participantIds: v.array(v.string()),
    producerIds: v.array(v.string()),
    peers: v.array(peerSchema),
  }),
  reserved: report({ participantId: v.string(), media: mediaOfferSchema }),
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
  /** The ends of the pipes to all peers. */
  "pipe-ends": report({ ends: v.array(v.object({ peer: peerSchema, end: pipeEndSchema })) }),
  piped: report({ producerId: v.string(), peer: peerSchema, stream: pipedStreamSchema }),
  received: report({
    producerId: v.string(),
    consumers: v.array(v.object({ participantId: v.string(), consumer: consumerSchema })),
  }),
  /** Whether anybody on this node takes a stream that comes from another one. */
  "pipe-flow": report({ producerId: v.string(), flows: v.boolean() }),
  /** Streams go through the pipe to a peer, and nothing at all has come out of it for so long (ms). Said again while it is so. */
  "pipe-silent": report({ peer: peerSchema, silentMs: v.pipe(v.number(), v.minValue(0)) }),
  /** The answer to `check-pipe` where what goes into the pipe does not come out of it: the way to the peer is broken. */
  "pipe-broken": report({ peer: peerSchema }),
  /** The node is to end: whom it serves is to move to other nodes, and then the room closes here. Said again on each link. */
  draining: report({}),
  /** The node can serve this room no longer: it ends, or its mediasoup worker died. Nothing of the room is left on it. */
  leaving: report({ reason: v.picklist(["draining", "worker-died"]) }),
};
export type Report = MessageOf<typeof REPORTS>;
