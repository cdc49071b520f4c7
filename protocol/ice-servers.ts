import * as v from "valibot";
import { LIMITS } from "./limits.ts";

const urlSchema = v.pipe(v.string(), v.maxLength(300), v.regex(/^(?:stuns?|turns?):\S+$/));

/** A STUN or TURN server as browsers take it (RTCIceServer). */
export const iceServerSchema = v.object({
  urls: v.pipe(v.array(urlSchema), v.minLength(1), v.maxLength(LIMITS.iceServerUrls)),
  username: v.optional(v.pipe(v.string(), v.maxLength(500))),
  credential: v.optional(v.pipe(v.string(), v.maxLength(500))),
});
export type IceServer = v.InferOutput<typeof iceServerSchema>;

/** Where a page looks for ways through what is between it and the others. */
export const iceServersSchema = v.object({
  servers: v.pipe(v.array(iceServerSchema), v.maxLength(LIMITS.iceServers)),
  /** For how many seconds from now this is good; null where it is for good. */
  expiresIn: v.nullable(v.number()),
});
export type IceServers = v.InferOutput<typeof iceServersSchema>;

/** To the room: the credentials that I have for relays end soon. It answers with others. */
export const renewIceServersSchema = v.object({});
