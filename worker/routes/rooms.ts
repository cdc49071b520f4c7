import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import { createRoomSchema, type Session } from "../../protocol/api.ts";
import { slugSchema } from "../../protocol/ids.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { addressKey } from "../auth/address-key.ts";
import { identify } from "../auth/identity.ts";
import { signJoinToken } from "../auth/join-token.ts";
import { database } from "../db/client.ts";
import { createRoom, findRoom, mayEnter } from "../db/rooms.ts";
import { type Env, readConfig } from "../env.ts";
import type { Visitor } from "../room/doors.ts";
import { detailsOf } from "../room/meta.ts";
import type { RoomObject } from "../room/RoomObject.ts";
import { refuse } from "./answers.ts";

/** `POST /` makes a room; `POST /:slug/session` gives a pass into one, and has it made ready. */
export const rooms = new Hono<{ Bindings: Env }>()
  .use(bodyLimit({ maxSize: LIMITS.requestBytes, onError: (context) => refuse(context, 413, "bad_request") }))
  .post("/", async (context) => {
    const body = v.safeParse(createRoomSchema, await context.req.json().catch(() => null));
    if (!body.success)
      return refuse(
        context,
        400,
        "bad_request",
        "A slug is 1 to 64 of a–z, 0–9 and hyphens; a title is one line.",
      );
    const { userId: ownerId } = await identify(context);
    const { slug = randomSlug(), title = titleOf(slug), settings } = body.output;
    const room = await createRoom(database(readConfig(context.env)), { slug, title, ownerId, settings });
    if (!room) return refuse(context, 409, "slug_taken");
    return context.json(detailsOf(room), 201);
  })
  .post("/:slug/session", async (context) => {
    const config = readConfig(context.env);
    const { userId, kind } = await identify(context);
    const slug = context.req.param("slug");
    const room = v.is(slugSchema, slug) ? await findRoom(database(config), slug) : null;
    // A room that is closed to somebody answers as one that does not exist.
    if (!room || !mayEnter(room, userId)) return refuse(context, 404, "room_not_found");
    const address = await addressKey(config.tokenSecret, room.id, context.req.header("CF-Connecting-IP"));
    const visitor: Visitor = { userId, isGuest: kind === "guest", address };
    // Who asks for a pass has the room's page open: its node and router are made ready now.
    const { details, role, door } = await roomObject(context.env, room.id).prepare(room, visitor);
    // Whether there is a place is seen when they join: they may have one.
    if (door !== "open" && door !== "wait" && door !== "room_full") return refuse(context, 403, door);
    const session: Session = {
      room: details,
      roomId: room.id,
      role,
      token: await signJoinToken(config.tokenSecret, { roomId: room.id, ...visitor }),
      expiresIn: TIMES.joinTokenSeconds,
    };
    return context.json(session);
  });

function roomObject(env: Env, roomId: string): DurableObjectStub<RoomObject> {
  return env.ROOMS.get(env.ROOMS.idFromName(roomId));
}

/** Ten letters and digits that are not mistaken for each other, in three groups: 50 bits. */
function randomSlug(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789z";
  const text = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => letters[byte % 32]).join("");
  return `${text.slice(0, 3)}-${text.slice(3, 7)}-${text.slice(7)}`;
}

/** "design-review" is "Design review". */
function titleOf(slug: string): string {
  const words = slug.replace(/-+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
