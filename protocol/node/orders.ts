import * as v from "valibot";
import type { MessageOf } from "../frame.ts";
import { epochSchema } from "../ids.ts";
import { mediaCapabilitiesSchema } from "../room/join.ts";
import { pictureSizeSchema, transportDirectionSchema } from "../room/producers.ts";
import { kindSchema, rtpParametersSchema } from "../rtp.ts";
import { peerSchema, pipedStreamSchema, pipeEndSchema, pipePeerSchema } from "./pipes.ts";

const order = <T extends v.ObjectEntries>(entries: T) => v.object({ epoch: epochSchema, ...entries });

/**
 * A room's orders to a node that serves it. Each carries the room's epoch on that node, and is refused in another one. They take
 * effect in the order in which they were given. Given twice, they leave the node as if given once; but an `attach` always
 * makes new transports, and a `restart-ice` new credentials.
 */
export const ORDERS = {
  /**
   * Make both transports of somebody who has not come in yet, connected to their fingerprints, and a consumer for every producer on
   * the node, paused. Answered by `reserved`, or by nothing where that failed.
   */
  reserve: order({ participantId: v.string(), ...mediaCapabilitiesSchema.entries }),
  /**
   * Make both transports of a participant, connected to its fingerprints, and a consumer for every producer on the node,
   * flowing. Replaces what the participant had; but what was reserved with the same capabilities is taken: then those consumers flow
   * that its page has set up and is `ready` for, and the others wait for `start-consumers`. Answered by `attached`, or by `attach-failed`.
   */
  attach: order({
    participantId: v.string(),
    ...mediaCapabilitiesSchema.entries,
    ready: v.optional(v.array(v.string())),
  }),
  /** Close all that a participant had. */
  detach: order({ participantId: v.string() }),
  /**
   * Make a producer on a participant's transport, and a paused consumer of it for everybody else who is attached and can
   * decode it. Answered by `produced`, or by `produce-failed`.
   */
  produce: order({
    participantId: v.string(),
    producerId: v.string(),
    kind: kindSchema,
    paused: v.boolean(),
    rtpParameters: rtpParametersSchema,
    size: pictureSizeSchema,
  }),
  "close-producer": order({ producerId: v.string() }),
  "pause-producer": order({ producerId: v.string(), paused: v.boolean() }),
  /** Make paused consumers of these producers for this participant, or name those that it has. Answered by `consuming`. */
  consume: order({ participantId: v.string(), producerIds: v.array(v.string()) }),
  /** Let consumers of this participant flow; ids that are not its own are ignored. */
  "start-consumers": order({ participantId: v.string(), consumerIds: v.array(v.string()) }),
  /**
   * Send this participant these pictures in this size (device pixels, 0 × 0: not at all), the higher priority first, and all
   * others in full; video and sound together in at most so many bit/s. Replaces what was ordered before.
   */
  watch: order({
    participantId: v.string(),
    streams: v.array(
      v.object({ producerId: v.string(), width: v.number(), height: v.number(), priority: v.number() }),
    ),
    maxBitrate: v.nullable(v.number()),
  }),
  /** Answered by `ice-restarted`. */
  "restart-ice": order({
    participantId: v.string(),
    direction: transportDirectionSchema,
    request: v.number(),
  }),
  /**
   * These nodes serve the room, too. Make the end of a pipe to each, and close those to others with all that came through them.
   * Answered by `pipe-ends`.
   */
  "set-peers": order({ peers: v.array(pipePeerSchema) }),
  /** The other end of the pipe to a peer: connect to it. */
  "connect-pipe": order({ peer: peerSchema, end: pipeEndSchema }),
  /** Send a stream of one's own participants to a peer. Answered by `piped`. */
  pipe: order({ producerId: v.string(), peer: peerSchema }),
  /**
   * This stream comes from a peer: make a producer of it, and a paused consumer for everybody who is attached and can decode
   * it. Answered by `received`.
   */
  receive: order({ producerId: v.string(), peer: peerSchema, stream: pipedStreamSchema }),
  /** Whether anybody behind the peer takes this stream now. */
  "set-pipe-flow": order({ producerId: v.string(), peer: peerSchema, flows: v.boolean() }),
  /**
   * A peer has heard nothing of the pipe for so long (ms). Answered by `pipe-broken` where this end has sent something in that time; whether
   * it has, it knows when it is asked again.
   */
  "check-pipe": order({ peer: peerSchema, silentMs: v.number() }),
  /** The room is empty, or has nobody on this node: close its router and this link. */
  "close-room": order({}),
};
export type Order = MessageOf<typeof ORDERS>;
