import * as v from "valibot";
import type { RoomList } from "../../protocol/account.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { roomSettingsSchema } from "../../protocol/room/settings.ts";
import type { RoomMeta } from "../room/state.ts";
import { type Database, isUniqueViolation, timestamp } from "./client.ts";

/** The room at this address, or null. */
export async function findRoom(sql: Database, slug: string): Promise<RoomMeta | null> {
  const rows = await sql`
    SELECT id, slug, title, owner_id AS "ownerId", settings, password,
      version::float8 AS version
    FROM rooms WHERE slug = ${slug}`;
  const room = rows[0] as RoomMeta | undefined;
  // A room that was made before there was a setting has its default.
  return room ? { ...room, settings: v.parse(roomSettingsSchema, room.settings) } : null;
}

/** Makes a room, or returns null where its address is taken. */
export async function createRoom(
  sql: Database,
  room: Pick<RoomMeta, "slug" | "title" | "ownerId" | "settings">,
): Promise<RoomMeta | null> {
  const created = { id: crypto.randomUUID(), version: 0, password: null, ...room };
  try {
    await sql`
      INSERT INTO rooms (id, slug, title, owner_id, settings)
      VALUES (${created.id}, ${room.slug}, ${room.title}, ${room.ownerId}, ${JSON.stringify(room.settings)}::jsonb)`;
    return created;
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/** What was changed in a room; a version that is there already stays. `handedFrom` is whose it was, where it was handed over. */
export async function updateRoom(sql: Database, room: RoomMeta, handedFrom: string | null): Promise<void> {
  // Where its owner became somebody else here meanwhile, by signing in, that stays.
  await sql`
    UPDATE rooms SET title = ${room.title}, settings = ${JSON.stringify(room.settings)}::jsonb,
      password = ${room.password && JSON.stringify(room.password)}::jsonb,
      owner_id = CASE WHEN owner_id = ${handedFrom}::uuid THEN ${room.ownerId}::uuid ELSE owner_id END,
      version = ${room.version}
    WHERE id = ${room.id} AND version < ${room.version}`;
}

/** Notes that somebody with an account has opened a room; of who has none, and of a room that is no more, nothing is kept. */
export async function noteVisit(sql: Database, userId: string, roomId: string, now: number): Promise<void> {
  await sql`
    INSERT INTO visits (user_id, room_id, visited_at)
    SELECT users.id, rooms.id, ${timestamp(now)} FROM users, rooms
    WHERE users.id = ${userId} AND rooms.id = ${roomId}
    ON CONFLICT (user_id, room_id) DO UPDATE SET visited_at = excluded.visited_at`;
}

/** Somebody's own rooms, and those that they opened and may still enter, latest first; at most `LIMITS.roomsListed` of each. */
export async function listRooms(sql: Database, userId: string): Promise<RoomList["rooms"]> {
  const rows = await sql`
    WITH own AS (
      SELECT id, created_at FROM rooms WHERE owner_id = ${userId} ORDER BY created_at DESC LIMIT ${LIMITS.roomsListed}
    ), visited AS (
      SELECT room_id, visited_at FROM visits WHERE user_id = ${userId}
      ORDER BY visited_at DESC LIMIT ${LIMITS.roomsListed}
    ), listed AS (
      SELECT coalesce(room_id, id) AS id, coalesce(visited_at, created_at) AS at
      FROM own FULL JOIN visited ON visited.room_id = own.id
    )
    SELECT slug, title, coalesce((settings->>'encrypted')::boolean, false) AS encrypted,
      owner_id = ${userId} AS "isOwn", extract(epoch FROM at)::float8 * 1000 AS at
    FROM listed JOIN rooms USING (id)
    WHERE owner_id = ${userId} OR coalesce(settings->>'access', 'link') = 'link'
    ORDER BY at DESC`;
  return rows as RoomList["rooms"];
}

/** Takes a room out of somebody's list of rooms that they opened. */
export async function forgetVisit(sql: Database, userId: string, slug: string): Promise<void> {
  await sql`
    DELETE FROM visits USING rooms WHERE visits.room_id = rooms.id AND visits.user_id = ${userId} AND slug = ${slug}`;
}

/** Gives a room another address. Answers its id, null where it is not this person's, or "taken". */
export async function changeSlug(
  sql: Database,
  { slug, next, ownerId }: { slug: string; next: string; ownerId: string },
): Promise<{ id: string } | "taken" | null> {
  try {
    const rows =
      await sql`UPDATE rooms SET slug = ${next} WHERE slug = ${slug} AND owner_id = ${ownerId} RETURNING id`;
    return (rows[0] as { id: string } | undefined) ?? null;
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/** Deletes a room with its chat. Answers its id, or null where it is not this person's. */
export async function deleteRoom(sql: Database, slug: string, ownerId: string): Promise<string | null> {
  const rows = await sql`DELETE FROM rooms WHERE slug = ${slug} AND owner_id = ${ownerId} RETURNING id`;
  return (rows[0] as { id: string } | undefined)?.id ?? null;
}

/** Whether this person may see and join the room. */
export function mayEnter(room: RoomMeta, userId: string): boolean {
  return room.settings.access === "link" || room.ownerId === userId;
}
