import { Hono } from "hono";
import * as v from "valibot";
import { uuidSchema } from "../../protocol/ids.ts";
import type { Candidates } from "../../protocol/probes.ts";
import { bearerToken } from "../auth/bearer-token.ts";
import { verifyJoinToken } from "../auth/join-token.ts";
import { type Env, readConfig } from "../env.ts";
import { findCandidates } from "../registry/find-node.ts";
import { refuse } from "./answers.ts";
import { positionOf } from "./position-of.ts";
import { roomObject } from "./room-object.ts";

/** `GET /:roomId`, with a pass into that room: the nodes that somebody may be served by, to measure the way to before they join. */
export const near = new Hono<{ Bindings: Env }>().get("/:roomId", async (context) => {
  const roomId = context.req.param("roomId");
  const token = bearerToken(context.req.header("Authorization"));
  const { tokenSecret } = readConfig(context.env);
  // It is not used up by this: they are about to join with it.
  const claims =
    token !== null && v.is(uuidSchema, roomId) ? await verifyJoinToken(tokenSecret, token, roomId) : null;
  if (claims === null) return refuse(context, 401, "unauthorized");
  const regions = await roomObject(context.env, roomId).regions();
  const position = positionOf(context.req.raw);
  const positions = position === null ? [] : [position];
  const nodes = await findCandidates(context.env, {
    positions,
    regions,
    roundTrips: {},
    used: [],
    avoid: [],
  });
  context.header("Cache-Control", "no-store");
  return context.json({ nodes } satisfies Candidates);
});
