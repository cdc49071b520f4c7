import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import {
  changeSlugSchema,
  createRoomSchema,
  type Session,
  sessionRequestSchema,
} from "../../protocol/api.ts";
import { slugSchema } from "../../protocol/ids.ts";
import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { may } from "../../protocol/room/permissions.ts";
import { addressKey } from "../auth/address-key.ts";
import { checkRoomPassword } from "../auth/check-room-password.ts";
import { identify } from "../auth/identity.ts";
import { signJoinToken } from "../auth/join-token.ts";
import { type Database, database } from "../db/client.ts";
import { changeSlug, createRoom, deleteRoom, findRoom, mayEnter, noteVisit } from "../db/rooms.ts";
import { findPicture } from "../db/users.ts";
import { type Env, readConfig } from "../env.ts";
import { errorText, log } from "../log.ts";
import type { Visitor } from "../room/doors.ts";
import { detailsOf } from "../room/meta.ts";
import { iceServersFor } from "../turn/ice-servers.ts";
import { refuse, refuseFor } from "./answers.ts";
import { positionOf } from "./position-of.ts";
import { randomSlug } from "./random-slug.ts";
import { roomObject } from "./room-object.ts";

/**
 * `POST /` makes a room; `PATCH /:slug` gives it another address, and `DELETE /:slug` deletes it; `POST /:slug/session` gives a
 * pass into it, and has it made ready.
 */
export const rooms = new Hono<{ Bindings: Env }>()
  .use(bodyLimit({ maxSize: LIMITS.requestBytes, onError: (context) => refuse(context, 413, "bad_request") }))
  .patch("/:slug", async (context) => {
    const body = v.safeParse(changeSlugSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request", SLUG_RULES);
    const { userId: ownerId } = await identify(context);
    const slug = context.req.param("slug");
    const { slug: next } = body.output;
    const sql = database(readConfig(context.env));
    if (!(await mayDoToRoom(sql, slug, ownerId, "set-address")))
      return refuse(context, 404, "room_not_found");
    const changed = await changeSlug(sql, { slug, next, ownerId });
    if (changed === "taken") return refuse(context, 409, "slug_taken");
    if (changed === null) return refuse(context, 404, "room_not_found");
    await roomObject(context.env, changed.id).changeSlug(next);
    return context.json({});
  })
  .delete("/:slug", async (context) => {
    const { userId } = await identify(context);
    const slug = context.req.param("slug");
    const sql = database(readConfig(context.env));
    const isAllowed = await mayDoToRoom(sql, slug, userId, "delete-room");
    const id = isAllowed ? await deleteRoom(sql, slug, userId) : null;
    if (id === null) return refuse(context, 404, "room_not_found");
    await roomObject(context.env, id).end(id);
    return context.json({});
  })
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
    const body = v.safeParse(sessionRequestSchema, await context.req.json().catch(() => null));
    if (!body.success) return refuse(context, 400, "bad_request");
    const { password, invite = null } = body.output;
    const config = readConfig(context.env);
    const sql = database(config);
    const { userId, kind } = await identify(context);
    const slug = context.req.param("slug");
    const [room, picture] = await Promise.all([
      v.is(slugSchema, slug) ? findRoom(sql, slug) : null,
      kind === "account" ? findPicture(sql, userId) : null,
    ]);
    // A room that is closed to somebody answers as one that does not exist.
    if (!room || !mayEnter(room, userId)) return refuse(context, 404, "room_not_found");
    const address = await addressKey(config.tokenSecret, room.id, context.req.header("CF-Connecting-IP"));
    let visitor: Visitor = { userId, isGuest: kind === "guest", address, passwordId: null, invite };
    // Who asks for a pass has the room's page open: its node and router are made ready now.
    const object = roomObject(context.env, room.id);
    const position = positionOf(context.req.raw);
    let found = await object.prepare(room, visitor, position);
    if (found.door === "password_needed" && found.password && password !== undefined) {
      const check = await checkRoomPassword(sql, address, found.password, password, Date.now());
      if (check.kind === "too_many") return refuseFor(context, check.waitMs);
      if (check.kind === "wrong") return refuse(context, 403, "wrong_room_password");
      visitor = { ...visitor, passwordId: found.password.id };
      found = await object.prepare(room, visitor, position);
    }
    const { details, role, door } = found;
    // Whether there is a place is seen when they join: they may have one.
    if (door !== "open" && door !== "wait" && door !== "room_full") return refuse(context, 403, door);
    if (kind === "account") context.executionCtx.waitUntil(rememberVisit(context.env, userId, room.id));
    const [token, ice] = await Promise.all([
      signJoinToken(config.tokenSecret, { roomId: room.id, picture, ...visitor }),
      iceServersFor(config.turn, Date.now()),
    ]);
    const expiresIn = TIMES.joinTokenSeconds;
    const session: Session = { room: details, roomId: room.id, role, token, expiresIn, ice };
    return context.json(session);
  });

/**
 * Whether somebody may do that to the room at an address, as far as its row says who they are: its owner or not. A room that is
 * another's and one that is not are answered alike, as for whoever may not enter it.
 */
async function mayDoToRoom(
  sql: Database,
  slug: string,
  userId: string,
  action: "set-address" | "delete-room",
): Promise<boolean> {
  const room = v.is(slugSchema, slug) ? await findRoom(sql, slug) : null;
  if (room === null) return false;
  const role = room.ownerId === userId ? "owner" : "participant";
  return may(role, action, detailsOf(room).rules);
}

/** Nobody waits for it, and nothing depends on it. */
async function rememberVisit(env: Env, userId: string, roomId: string): Promise<void> {
  try {
    await noteVisit(database(readConfig(env)), userId, roomId, Date.now());
  } catch (error) {
    log({ event: "visit-not-noted", roomId, error: errorText(error) });
  }
}

const SLUG_RULES = "An address is 1 to 64 of a–z, 0–9 and inner hyphens.";

/** "design-review" is "Design review". */
function titleOf(slug: string): string {
  const words = slug.replace(/-+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
