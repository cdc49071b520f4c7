import { env } from "cloudflare:workers";
import { neon } from "@neondatabase/serverless";
import { vi } from "vitest";
import type { ChatMessage } from "../../../protocol/room/chat.ts";
import { database } from "../../../worker/db/client.ts";
import { messagesBefore } from "../../../worker/db/messages.ts";

/** Where the database of this Worker is: tests that run side by side have one each. */
export const ownDatabase = { databaseUrl: env.DATABASE_URL, databaseEndpoint: env.DATABASE_ENDPOINT ?? null };

/** A message as Postgres has it. */
export interface Row {
  seq: number;
  messageId: string;
  author: string;
  body: string;
}

/** The chat of a room that has reached Postgres, in order. */
export async function chatInPostgres(roomId: string): Promise<Row[]> {
  const sql = neon(ownDatabase.databaseUrl);
  const rows = await sql`
    SELECT seq::float8 AS seq, message_id AS "messageId", author_name AS author, body
    FROM messages WHERE room_id = ${roomId} ORDER BY messages.seq`;
  return rows as Row[];
}

/** The chat of a room that has reached Postgres, as the Worker reads it. */
export function messagesInPostgres(roomId: string): Promise<ChatMessage[]> {
  return messagesBefore(database(ownDatabase), roomId, Number.MAX_SAFE_INTEGER, 1_000);
}

/** A room as Postgres has it. */
export async function roomInPostgres(roomId: string): Promise<{
  title: string;
  version: number;
  settings: Record<string, unknown>;
  password: { id: string; hash: string } | null;
}> {
  const sql = neon(ownDatabase.databaseUrl);
  const rows = await sql`
    SELECT title, version::float8 AS version, settings, password FROM rooms WHERE id = ${roomId}`;
  return rows[0] as Awaited<ReturnType<typeof roomInPostgres>>;
}

/** Deletes a room in Postgres, and nowhere else. */
export async function deleteRoomInPostgres(roomId: string): Promise<void> {
  await neon(ownDatabase.databaseUrl)`DELETE FROM rooms WHERE id = ${roomId}`;
}

/** From now on notes of each query whether the replica is asked; the end of the test ends it. */
export function queriesSent(): { query: string; ofReplica: boolean }[] {
  const sent: { query: string; ofReplica: boolean }[] = [];
  const reach = globalThis.fetch;
  vi.stubGlobal("fetch", (address: RequestInfo, init?: RequestInit) => {
    const body: { query: string } | { queries: { query: string }[] } = JSON.parse(String(init?.body));
    const url = new Headers(init?.headers).get("Neon-Connection-String") ?? "";
    for (const { query } of "queries" in body ? body.queries : [body])
      sent.push({ query, ofReplica: url.includes("application_name=replica") });
    return reach(address, init);
  });
  return sent;
}

/** From now on nothing listens where the database was. Returns what brings it back; the end of the test does, too. */
export function withoutDatabase(): () => void {
  const reach = globalThis.fetch;
  vi.stubGlobal("fetch", (_address: RequestInfo, init?: RequestInit) =>
    reach("http://127.0.0.1:1/sql", init),
  );
  return () => vi.unstubAllGlobals();
}

/** Gives somebody so many friends, whom nobody else knows. */
export async function fillFriends(userId: string, count: number): Promise<void> {
  const sql = neon(ownDatabase.databaseUrl);
  await sql`
    WITH made AS (
      INSERT INTO users (id, name, handle)
      SELECT id, 'Friend', 'f' || left(replace(id::text, '-', ''), 28)
      FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, ${count})) AS new
      RETURNING id
    )
    INSERT INTO friendships (low_id, high_id, asked_by, asked_handle, asked_at, accepted_at)
    SELECT least(id, ${userId}::uuid), greatest(id, ${userId}::uuid), id, 'anybody', now(), now() FROM made`;
}
