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
  return await sql.begin(async (run) => {
    // One at a time for each account: of two who take the last two ways away, one comes second.
    await run(sql`SELECT 1 FROM users WHERE id = ${userId} FOR UPDATE`);
    const [counted] = await run<{ ways: number }>(sql`
      SELECT ((SELECT count(*) FROM passwords WHERE user_id = ${userId})
        + (SELECT count(*) FROM identities WHERE user_id = ${userId})
        + (SELECT count(*) FROM passkeys WHERE user_id = ${userId}))::int AS ways`);
    if (!counted || counted.ways <= 1) return "last";
    const removed = await run(
      kind === "passkey"
        ? sql`DELETE FROM passkeys WHERE id = ${id} AND user_id = ${userId} RETURNING id`
        : sql`DELETE FROM identities WHERE id::text = ${id} AND user_id = ${userId} RETURNING id`,
    );
    return removed.length > 0 ? "removed" : "absent";
  });
}
