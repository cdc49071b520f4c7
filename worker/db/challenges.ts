import { type Database, timestamp } from "./client.ts";

/** Keeps what a sign-in has to come back with, and forgets some of what nobody came back for. */
export async function insertChallenge(
  sql: Database,
  challenge: { id: string; data: unknown; now: number; expiresAt: number },
): Promise<void> {
  const { id, data, now, expiresAt } = challenge;
  await sql.transaction([
    sql`
      INSERT INTO challenges (id, data, expires_at)
      VALUES (${id}, ${JSON.stringify(data)}::jsonb, ${timestamp(expiresAt)})`,
    sql`
      DELETE FROM challenges WHERE id = ANY(ARRAY(
        SELECT id FROM challenges WHERE expires_at < ${timestamp(now)} LIMIT 20 FOR UPDATE SKIP LOCKED))`,
  ]);
}

/** Takes a challenge out: nobody else gets it again. Null where it is gone or has expired. */
export async function takeChallenge(sql: Database, id: string, now: number): Promise<unknown> {
  const rows = await sql`
    DELETE FROM challenges WHERE id = ${id} RETURNING data, expires_at > ${timestamp(now)} AS "isGood"`;
  const [row] = rows as { data: unknown; isGood: boolean }[];
  return row?.isGood ? row.data : null;
}
