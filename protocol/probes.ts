import * as v from "valibot";
import { nodeIdSchema, regionSchema } from "./ids.ts";
import { LIMITS } from "./limits.ts";
import { dtlsParametersSchema, iceCandidatesSchema, iceParametersSchema } from "./rtp.ts";

/** A transport of a node that answers anybody's ICE connectivity checks and does nothing else: pages and other nodes measure their way to it. */
export const probeSchema = v.object({
  iceParameters: iceParametersSchema,
  iceCandidates: iceCandidatesSchema,
  dtlsParameters: dtlsParametersSchema,
});
export type Probe = v.InferOutput<typeof probeSchema>;

/** A node that may serve somebody, by the name and the region that its operator gave it. */
const candidateSchema = v.object({ id: nodeIdSchema, region: regionSchema, probe: probeSchema });
export type CandidateNode = v.InferOutput<typeof candidateSchema>;

/** `GET /api/near/:roomId`, with a pass into that room as bearer token: the nodes to measure the way to, the likeliest first. */
export const candidatesSchema = v.object({ nodes: v.array(candidateSchema) });
export type Candidates = v.InferOutput<typeof candidatesSchema>;

/** A round trip in milliseconds. */
export const roundTripSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(LIMITS.roundTripMs));

/** Round trips that a page has measured, by the names of nodes. */
export const roundTripsSchema = v.pipe(
  v.record(nodeIdSchema, roundTripSchema),
  v.check((all) => Object.keys(all).length <= LIMITS.candidates, "more nodes than were named"),
);
export type RoundTrips = Readonly<v.InferOutput<typeof roundTripsSchema>>;
