import { type Context, Hono } from "hono";
import * as v from "valibot";
import { uuidSchema } from "../../protocol/ids.ts";
import { positionSchema } from "../../protocol/position.ts";
import { dialHeaders } from "../auth/node-dial.ts";
import { type NodeClaims, verifyNodeToken } from "../auth/node-token.ts";
import type { Env } from "../env.ts";
import type { RefusalReason } from "../refusal-reasons.ts";
import { areaOf } from "../registry/areas.ts";
import { refused } from "../registry/refused.ts";
import { registryOf } from "../registry/registry-of.ts";
import { refuse, webSocketOnly } from "./answers.ts";
import { roomObject } from "./room-object.ts";

/** Media nodes dial in: `GET /control` to the registry of their area, `GET /rooms/:roomId` to a room that they serve. */
export const nodes = new Hono<{ Bindings: Env }>()
  .get("/control", webSocketOnly, async (context) => {
    const claims = await dialler(context, null);
    if (claims instanceof Response) return claims;
    const position = v.safeParse(v.optional(positionSchema), claims.position);
    if (!position.success) {
      refuseNode(context, claims, "absurd-position");
      return refuse(context, 400, "bad_message", POSITION_RULES);
    }
    const at = position.output ?? null;
    const headers = { ...dialHeaders(claims), "Node-Position": JSON.stringify(at) };
    return registryOf(context.env, areaOf(at)).fetch("https://registry/control", { headers });
  })
  .get("/rooms/:roomId", webSocketOnly, async (context) => {
    const roomId = context.req.param("roomId");
    if (!v.is(uuidSchema, roomId)) return refuse(context, 401, "unauthorized");
    const claims = await dialler(context, roomId);
    if (claims instanceof Response) return claims;
    const room = roomObject(context.env, roomId);
    return room.fetch("https://room/node", { headers: dialHeaders(claims) });
  });

/** The node that dials this room, or the registry where it is null; or the answer to who does not prove who they are. */
async function dialler(
  context: Context<{ Bindings: Env }>,
  roomId: string | null,
): Promise<NodeClaims | Response> {
  const verdict = await verifyNodeToken(context.env.NODE_KEYS, context.req.header("Authorization"));
  if ("claims" in verdict && verdict.claims.roomId === roomId) return verdict.claims;
  if ("claims" in verdict) refuseNode(context, verdict.claims, "foreign-token");
  else refused(context.env, context.executionCtx, verdict.refusal, null);
  // That may pass by itself: the same node may be welcome in a moment.
  if ("refusal" in verdict && verdict.refusal.reason === "keys-unreadable")
    return refuse(context, 503, "internal", KEYS_UNREADABLE);
  return refuse(context, 401, "unauthorized");
}

/** A node has proved who it is, and is refused all the same. */
function refuseNode(
  { env, executionCtx }: Context<{ Bindings: Env }>,
  { nodeId, position }: NodeClaims,
  reason: RefusalReason,
): void {
  const area = areaOf(v.is(positionSchema, position) ? position : null);
  refused(env, executionCtx, { nodeId, reason }, area);
}

const KEYS_UNREADABLE = "The keys of media nodes cannot be read right now. Try again.";
const POSITION_RULES = "A node's position is its latitude and longitude in degrees, and not 0,0.";
