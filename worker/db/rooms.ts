import * as v from "valibot";
import { type RoomSettings, roomSettingsSchema } from "../../protocol/room/settings.ts";
import { type Database, isUniqueViolation } from "./client.ts";

export interface Room {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly ownerId: string;
  readonly settings: RoomSettings;
  readonly version: number;
}

/** The room at this address, or null. */
export async function findRoom(sql: Database, slug: string): Promise<Room | null> {
  const rows = await sql`
    SELECT id, slug, title, owner_id AS "ownerId", settings, version::float8 AS version FROM rooms WHERE slug = ${slug}`;
  const room = rows[0] as Room | undefined;
  // A room that was made before there was a setting has its default.
  return room ? { ...room, settings: v.parse(roomSettingsSchema, room.settings) } : null;
}

/** Makes a room, or returns null where its address is taken. */
export async function createRoom(sql: Database, room: Omit<Room, "id" | "version">): Promise<Room | null> {
  const created = { id: crypto.randomUUID(), version: 0, ...room };
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
export async function updateRoom(sql: Database, room: Room, handedFrom: string | null): Promise<void> {
  // Where its owner became somebody else here meanwhile, by signing in, that stays.
  await sql`
    UPDATE rooms SET title = ${room.title}, settings = ${JSON.stringify(room.settings)}::jsonb,
      owner_id = CASE WHEN owner_id = ${handedFrom}::uuid THEN ${room.ownerId}::uuid ELSE owner_id END,
      version = ${room.version}
    WHERE id = ${room.id} AND version < ${room.version}`;
}

/** Whether this person may see and join the room. */
export function mayEnter(room: Room, userId: string): boolean {
  return room.settings.access === "link" || room.ownerId === userId;
}
