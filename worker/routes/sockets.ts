import { Hono } from "hono";
import * as v from "valibot";
import { uuidSchema } from "../../protocol/ids.ts";
import type { Env } from "../env.ts";
import { refuse, webSocketOnly } from "./answers.ts";
import { positionOf } from "./position-of.ts";
import { roomObject } from "./room-object.ts";

/** `GET /:roomId`: a page's socket to its room. Who it is, its first frame says. */
export const sockets = new Hono<{ Bindings: Env }>().get("/:roomId", webSocketOnly, async (context) => {
  const roomId = context.req.param("roomId");
  if (!v.is(uuidSchema, roomId)) return refuse(context, 404, "room_not_found");
  const room = roomObject(context.env, roomId);
  const position = JSON.stringify(positionOf(context.req.raw));
  return room.fetch("https://room/page", { headers: { Upgrade: "websocket", "Page-Position": position } });
});
