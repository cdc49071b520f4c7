import { LIMITS } from "../../protocol/limits.ts";
import { type Database, timestamp } from "./client.ts";

/** A passkey as it is stored. */
export interface StoredPasskey {
  readonly id: string;
  readonly userId: string;
  /** COSE, in base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: string[];
}

/** The passkey with this id, or null. */
export async function findPasskey(sql: Database, id: string): Promise<StoredPasskey | null> {
  const rows = await sql`
    SELECT id, user_id AS "userId", public_key AS "publicKey", counter::float8 AS counter, transports
    FROM passkeys WHERE id = ${id}`;
  return (rows[0] as StoredPasskey | undefined) ?? null;
}

/** The ids of somebody's passkeys. */
export async function passkeyIds(sql: Database, userId: string): Promise<string[]> {
  const rows = await sql`SELECT id FROM passkeys WHERE user_id = ${userId}`;
  return (rows as { id: string }[]).map(({ id }) => id);
}

/** Adds a passkey; false where it is there already, or its owner has as many as one may. */
export async function insertPasskey(
  sql: Database,
  passkey: StoredPasskey & { name: string },
): Promise<boolean> {
  const rows = await sql`
    INSERT INTO passkeys (id, user_id, public_key, counter, transports, name)
    SELECT ${passkey.id}, ${passkey.userId}, ${passkey.publicKey}, ${passkey.counter}, ${passkey.transports}, ${passkey.name}
    WHERE (SELECT count(*) FROM passkeys WHERE user_id = ${passkey.userId}) < ${LIMITS.passkeys}
    ON CONFLICT DO NOTHING RETURNING id`;
  return rows.length > 0;
}

/** Notes that a passkey was used; false where its counter has not grown, as a copy's would not. */
export async function usePasskey(sql: Database, id: string, counter: number, now: number): Promise<boolean> {
  const rows = await sql`
    UPDATE passkeys SET counter = ${counter}, last_used_at = ${timestamp(now)}
    WHERE id = ${id} AND (counter < ${counter} OR (counter = 0 AND ${counter} = 0)) RETURNING id`;
  return rows.length > 0;
}
