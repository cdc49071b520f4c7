import * as v from "valibot";
import { epochSchema, nodeIdSchema } from "../ids.ts";
import { LIMITS } from "../limits.ts";
import { kindSchema, rtpParametersSchema } from "../rtp.ts";

/** Another node that serves the same room: a node that lost the room, and has it again, is another peer. */
export const peerSchema = v.object({ nodeId: nodeIdSchema, epoch: epochSchema });
export type Peer = v.InferOutput<typeof peerSchema>;

/** Families of addresses; where a pipe can go by either, it goes by the first. */
export const FAMILIES = ["ipv4", "ipv6"] as const;
export const familySchema = v.picklist(FAMILIES);
export type Family = v.InferOutput<typeof familySchema>;

/** A peer, and the family of addresses that the pipe to it goes by. */
export const pipePeerSchema = v.object({ ...peerSchema.entries, family: familySchema });
export type PipePeer = v.InferOutput<typeof pipePeerSchema>;

const text = v.pipe(v.string(), v.maxLength(LIMITS.hostChars));

/** One end of a pipe between two nodes: where it is reached by UDP, and the key that it encrypts with (SRTP, RFC 3711). */
export const pipeEndSchema = v.object({
  /** An IP address or a name. */
  host: text,
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  srtp: v.object({ cryptoSuite: text, keyBase64: text }),
});
export type PipeEnd = v.InferOutput<typeof pipeEndSchema>;

/** The spatial layers that a producer is sent in. */
const ladderSchema = v.object({
  /** By how much each is smaller than the source, lowest layer first. */
  scales: v.pipe(v.array(v.number()), v.readonly()),
  temporalLayers: v.number(),
  /** The source's size in pixels; null where its owner has not said it. */
  source: v.nullable(v.object({ width: v.number(), height: v.number() })),
});
export type Ladder = Readonly<v.InferOutput<typeof ladderSchema>>;

/** A stream as it goes through a pipe. */
export const pipedStreamSchema = v.object({
  kind: kindSchema,
  rtpParameters: rtpParametersSchema,
  paused: v.boolean(),
  ladder: ladderSchema,
});
export type PipedStream = v.InferOutput<typeof pipedStreamSchema>;
