import * as v from "valibot";
import { uuidSchema } from "../../../protocol/ids.ts";
import { LIMITS } from "../../../protocol/limits.ts";

const sdpSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(LIMITS.relayChars));
const revisionSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const candidateSchema = v.object({
  candidate: v.pipe(v.string(), v.maxLength(500)),
  sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(16))),
  sdpMLineIndex: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(64))),
});

/**
 * What two pages say to each other to connect directly, on the relay's channel `direct`. A session is one connection, on
 * which one page sends and the other one views. The sender alone makes offers, and numbers them.
 */
const directMessageSchema = v.variant("kind", [
  v.object({
    kind: v.literal("offer"),
    session: uuidSchema,
    revision: revisionSchema,
    sdp: sdpSchema,
    /** Which stream each of the description's sections is. */
    streams: v.pipe(
      v.array(
        v.object({ mid: v.pipe(v.string(), v.maxLength(16)), streamId: uuidSchema, producerId: uuidSchema }),
      ),
      v.maxLength(LIMITS.producersPerParticipant),
    ),
  }),
  v.object({ kind: v.literal("answer"), session: uuidSchema, revision: revisionSchema, sdp: sdpSchema }),
  v.object({
    kind: v.literal("candidates"),
    session: uuidSchema,
    candidates: v.pipe(v.array(candidateSchema), v.minLength(1), v.maxLength(32)),
  }),
  /** It is over for the one who says it: nothing is shown of it any more, or nothing is sent. */
  v.object({ kind: v.literal("done"), session: uuidSchema }),
]);
export type DirectMessage = v.InferOutput<typeof directMessageSchema>;
export type Candidate = v.InferOutput<typeof candidateSchema>;

/** Reads what another page has said; null where it is nothing that this page understands. It never throws. */
export function readDirectMessage(body: string): DirectMessage | null {
  try {
    const parsed = v.safeParse(directMessageSchema, JSON.parse(body), { abortEarly: true });
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
