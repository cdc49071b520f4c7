import { type Context, Hono } from "hono";
import * as v from "valibot";
import { uuidSchema } from "../../protocol/ids.ts";
import { type NodeClaims, verifyNodeToken } from "../auth/node-token.ts";
import { type Env, readConfig } from "../env.ts";
import { log } from "../log.ts";
import { registryOf } from "../registry/registry-of.ts";
import { refuse, webSocketOnly } from "./answers.ts";
import { roomObject } from "./room-object.ts";

/** Media nodes dial in: `GET /control` to the registry, `GET /rooms/:roomId` to a room that they serve. */
export const nodes = new Hono<{ Bindings: Env }>()
  .get("/control", webSocketOnly, async (context) => {
    const claims = await dialler(context, null);
    if (!claims) return refuse(context, 401, "unauthorized");
    return registryOf(context.env).fetch("https://registry/control", { headers: upgrade(claims) });
  })
  .get("/rooms/:roomId", webSocketOnly, async (context) => {
    const roomId = context.req.param("roomId");
    const claims = v.is(uuidSchema, roomId) ? await dialler(context, roomId) : null;
    if (!claims) return refuse(context, 401, "unauthorized");
    const room = roomObject(context.env, roomId);
    return room.fetch("https://room/node", { headers: upgrade(claims) });
  });

/** The node that dials this room, or the registry where it is null; null where it does not prove who it is. */
async function dialler(
  context: Context<{ Bindings: Env }>,
  roomId: string | null,
): Promise<NodeClaims | null> {
  const { nodeKeys } = readConfig(context.env);
  const claims = await verifyNodeToken(nodeKeys, context.req.header("Authorization"));
  if (claims?.roomId === roomId) return claims;
  log({ event: "node-refused", reason: claims ? "token for another room" : "no valid token" });
  return null;
}

/** What an object needs to know of the node: only the Worker can call it, so it can trust these. */
function upgrade({ nodeId, tokenId, expiresAt }: NodeClaims): Record<string, string> {
  return { Upgrade: "websocket", "Node-Id": nodeId, "Token-Id": tokenId, "Token-Expires": String(expiresAt) };
}
