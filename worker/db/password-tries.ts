import { LIMITS, TIMES } from "../../protocol/limits.ts";
import { type Database, type Statement, timestamp } from "./client.ts";

/** What the first of `countTry`'s statements answers. `since` is in milliseconds since 1970. */
export interface TryCount {
  readonly count: number;
  readonly since: number;
}

/**
 * Counts a try before it is made, so that none is free when many come at once.
 *
 * @param key names what is tried in the count
 */
export function countTry(sql: Database, key: string, now: number): [Statement, Statement] {
  const from = timestamp(now - TIMES.passwordAttemptsMs);
  return [
    sql`
      INSERT INTO password_attempts AS a (account, count, since) VALUES (${key}, 1, ${timestamp(now)})
      ON CONFLICT (account) DO UPDATE SET
        count = CASE WHEN a.since < ${from} THEN 1 ELSE a.count + 1 END,
        since = CASE WHEN a.since < ${from} THEN excluded.since ELSE a.since END
      RETURNING count, extract(epoch FROM since)::float8 * 1000 AS since`,
    // What others left behind; rows that somebody holds are left to them, so that two tries never wait for each other.
    sql`
      DELETE FROM password_attempts WHERE account = ANY(ARRAY(
        SELECT account FROM password_attempts WHERE since < ${from} LIMIT 20 FOR UPDATE SKIP LOCKED))`,
  ];
}

/** Counts one by itself; see `countTry`. */
export async function addTry(sql: Database, key: string, now: number): Promise<TryCount> {
  const [[counted]] = (await sql.transaction(countTry(sql, key, now))) as [[TryCount], unknown];
  return counted;
}

/** How long to wait, in milliseconds, where too many were tried in vain; else 0. */
export function waitAfter({ count, since }: TryCount, now: number): number {
  return count > LIMITS.passwordAttempts ? Math.max(1, since + TIMES.passwordAttemptsMs - now) : 0;
}

/** Forgets the count: the password was right. */
export async function endTries(sql: Database, key: string): Promise<void> {
  await sql`DELETE FROM password_attempts WHERE account = ${key}`;
}
