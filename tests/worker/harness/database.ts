import { neon } from "@neondatabase/serverless";
import { inject, vi } from "vitest";
import type { ChatMessage } from "../../../protocol/room/chat.ts";
import { messagesBefore } from "../../../worker/db/messages.ts";

/** A message as Postgres has it. */
export interface Row {
  seq: number;
  messageId: string;
  author: string;
  body: string;
}

/** The chat of a room that has reached Postgres, in order. */
export async function chatInPostgres(roomId: string): Promise<Row[]> {
  const sql = neon(inject("surroundings").databaseUrl);
  const rows = await sql`
    SELECT seq::float8 AS seq, message_id AS "messageId", author_name AS author, body
    FROM messages WHERE room_id = ${roomId} ORDER BY messages.seq`;
  return rows as Row[];
}

/** The chat of a room that has reached Postgres, as the Worker reads it. */
export function messagesInPostgres(roomId: string): Promise<ChatMessage[]> {
  const { databaseUrl } = inject("surroundings");
  return messagesBefore(neon(databaseUrl), roomId, Number.MAX_SAFE_INTEGER, 1_000);
}

/** A room as Postgres has it. */
export async function roomInPostgres(roomId: string): Promise<{
  title: string;
  version: number;
  settings: Record<string, unknown>;
  password: { id: string; hash: string } | null;
}> {
  const sql = neon(inject("surroundings").databaseUrl);
  const rows = await sql`
    SELECT title, version::float8 AS version, settings, password FROM rooms WHERE id = ${roomId}`;
  return rows[0] as Awaited<ReturnType<typeof roomInPostgres>>;
}

/** Deletes a room in Postgres, and nowhere else. */
export async function deleteRoomInPostgres(roomId: string): Promise<void> {
  await neon(inject("surroundings").databaseUrl)`DELETE FROM rooms WHERE id = ${roomId}`;
}

/** From now on nothing listens where the database was. Returns what brings it back; the end of the test does, too. */
export function withoutDatabase(): () => void {
  const reach = globalThis.fetch;
  vi.stubGlobal("fetch", (_address: RequestInfo, init?: RequestInit) =>
    reach("http://127.0.0.1:1/sql", init),
  );
  return () => vi.unstubAllGlobals();
}
