import * as v from "valibot";
import { type RoomSettings, roomSettingsSchema } from "../../protocol/api.ts";
import { type Database, isUniqueViolation } from "./client.ts";

export interface Room {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly ownerId: string;
  readonly settings: RoomSettings;
}

/** The room at this address, or null. */
export async function findRoom(sql: Database, slug: string): Promise<Room | null> {
  const rows = await sql`
    SELECT id, slug, title, owner_id AS "ownerId", settings FROM rooms WHERE slug = ${slug}`;
  const room = rows[0] as Room | undefined;
  // A room that was made before there was a setting has its default.
  return room ? { ...room, settings: v.parse(roomSettingsSchema, room.settings) } : null;
}

/** Makes a room, or returns null where its address is taken. */
export async function createRoom(sql: Database, room: Omit<Room, "id">): Promise<Room | null> {
  const created = { id: crypto.randomUUID(), ...room };
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

/** Whether this person may see and join the room. */
export function mayEnter(room: Room, userId: string): boolean {
  return room.settings.access === "link" || room.ownerId === userId;
}
