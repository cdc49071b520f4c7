import type { WaysIn } from "../../protocol/account.ts";
import type { Database } from "./client.ts";

/** By what somebody can sign in, besides the password. */
export async function listWaysIn(sql: Database, userId: string): Promise<WaysIn> {
  const [passkeys, identities] = await sql.transaction([
    sql`
      SELECT id, name, round(extract(epoch FROM created_at) * 1000)::float8 AS "createdAt",
             round(extract(epoch FROM last_used_at) * 1000)::float8 AS "lastUsedAt"
      FROM passkeys WHERE user_id = ${userId} ORDER BY created_at`,
    sql`SELECT id, provider, label FROM identities WHERE user_id = ${userId} ORDER BY created_at`,
  ]);
  return { passkeys, identities } as WaysIn;
}

/** What came of taking a way in away. */
export type Removal = "removed" | "absent" | "last";

/** Takes a passkey or an identity away, unless nothing would be left to sign in by. */
export async function removeWayIn(
  sql: Database,
  userId: string,
  way: { kind: "passkey" | "identity"; id: string },
): Promise<Removal> {
  const { kind, id } = way;
  const isNotLast = sql`${waysOf(sql, userId)} > 1`;
  const [, [counted], passkeys, identities] = (await sql.transaction([
    // One at a time for each account: of two who take the last two ways away, one comes second.
    sql`SELECT 1 FROM users WHERE id = ${userId} FOR UPDATE`,
    sql`SELECT ${waysOf(sql, userId)}::int AS ways`,
    sql`
      DELETE FROM passkeys
      WHERE id = ${id} AND user_id = ${userId} AND ${kind} = 'passkey' AND ${isNotLast} RETURNING id`,
    sql`
      DELETE FROM identities
      WHERE id::text = ${id} AND user_id = ${userId} AND ${kind} = 'identity' AND ${isNotLast} RETURNING id`,
  ])) as [unknown, [{ ways: number }], unknown[], unknown[]];
  if (passkeys.length + identities.length > 0) return "removed";
  return counted.ways > 1 ? "absent" : "last";
}

function waysOf(sql: Database, userId: string) {
  return sql`(
    (SELECT count(*) FROM passwords WHERE user_id = ${userId})
    + (SELECT count(*) FROM identities WHERE user_id = ${userId})
    + (SELECT count(*) FROM passkeys WHERE user_id = ${userId}))`;
}
