import type { Account, AccountSessions } from "../../protocol/account.ts";
import { TIMES } from "../../protocol/limits.ts";
import { type Database, type Statement, timestamp } from "./client.ts";

/** A session that begins. Times are in milliseconds since 1970. */
export interface NewSession {
  readonly id: string;
  readonly userId: string;
  readonly tokenHash: string;
  readonly userAgent: string;
  readonly now: number;
}

/** Begins a session. */
export function insertSession(sql: Database, session: NewSession): Statement {
  const at = timestamp(session.now);
  return sql`
    INSERT INTO sessions (id, user_id, token_hash, user_agent, rotated_at, created_at, last_used_at, expires_at)
    VALUES (${session.id}, ${session.userId}, ${session.tokenHash}, ${session.userAgent}, ${at}, ${at}, ${at},
            ${timestamp(session.now + TIMES.sessionMs)})`;
}

/** Forgets the sessions of somebody that are over. */
export function deletePastSessions(sql: Database, userId: string, now: number): Statement {
  return sql`
    DELETE FROM sessions
    WHERE user_id = ${userId} AND (expires_at < ${timestamp(now)} OR revoked_at < ${timestamp(now - TIMES.sessionMs)})`;
}

/** What came of a refresh token: whose it is, or that it was used before, so that its session is revoked now. */
export type Rotation =
  | { readonly kind: "rotated"; readonly account: Account }
  | { readonly kind: "reused"; readonly userId: string };

/**
 * Exchanges the current refresh token of a session for the next one, in one statement, so that of two who ask at once one
 * rotates and the other one sees that. The previous token is still taken for a moment, and gives the same next one. Any
 * other token is one from before, and somebody has a copy: the session ends. Null where there is no such session.
 */
export async function rotateSession(
  sql: Database,
  session: { id: string; presentedHash: string; nextHash: string; now: number },
): Promise<Rotation | null> {
  const { id, presentedHash, nextHash, now } = session;
  const at = timestamp(now);
  const rows = await sql`
    UPDATE sessions AS s SET
      token_hash = CASE WHEN s.token_hash = ${presentedHash} THEN ${nextHash} ELSE s.token_hash END,
      previous_hash = CASE WHEN s.token_hash = ${presentedHash} THEN s.token_hash ELSE s.previous_hash END,
      rotated_at = CASE WHEN s.token_hash = ${presentedHash} THEN ${at} ELSE s.rotated_at END,
      last_used_at = ${at},
      expires_at = ${timestamp(now + TIMES.sessionMs)},
      revoked_at = CASE
        WHEN s.token_hash = ${presentedHash} THEN NULL
        WHEN s.previous_hash = ${presentedHash} AND s.rotated_at > ${timestamp(now - TIMES.refreshGraceMs)} THEN NULL
        ELSE ${at}::timestamptz END
    FROM users LEFT JOIN passwords ON passwords.user_id = users.id
    WHERE s.id = ${id} AND users.id = s.user_id AND s.revoked_at IS NULL AND s.expires_at > ${at}
    RETURNING users.id, users.handle, users.name, users.status, users.picture, users.invisible, users.shares_room AS "sharesRoom", passwords.email, s.revoked_at IS NOT NULL AS "isReused"`;
  const [row] = rows as (Account & { isReused: boolean })[];
  if (!row) return null;
  const { isReused, ...account } = row;
  return isReused ? { kind: "reused", userId: account.id } : { kind: "rotated", account };
}

/** Ends the session of a refresh token. Answers whose it was; null where there was none. */
export async function endSession(
  sql: Database,
  id: string,
  tokenHash: string,
  now: number,
): Promise<string | null> {
  const rows = await sql`
    UPDATE sessions SET revoked_at = ${timestamp(now)}
    WHERE id = ${id} AND ${tokenHash} IN (token_hash, previous_hash) AND revoked_at IS NULL
    RETURNING user_id AS "userId"`;
  return (rows[0] as { userId: string } | undefined)?.userId ?? null;
}

/** The sessions of somebody that are neither over nor revoked, latest first. */
export async function listSessions(
  sql: Database,
  userId: string,
  currentId: string,
  now: number,
): Promise<AccountSessions["sessions"]> {
  const rows = await sql`
    SELECT id, user_agent AS "userAgent", id = ${currentId} AS "isCurrent",
           round(extract(epoch FROM created_at) * 1000)::float8 AS "createdAt",
           round(extract(epoch FROM last_used_at) * 1000)::float8 AS "lastUsedAt"
    FROM sessions WHERE user_id = ${userId} AND revoked_at IS NULL AND expires_at > ${timestamp(now)}
    ORDER BY last_used_at DESC`;
  return rows as AccountSessions["sessions"];
}

/** Revokes a session of somebody; false where it is not theirs, or over. */
export async function revokeSession(
  sql: Database,
  userId: string,
  id: string,
  now: number,
): Promise<boolean> {
  const rows = await sql`
    UPDATE sessions SET revoked_at = ${timestamp(now)}
    WHERE id = ${id} AND user_id = ${userId} AND revoked_at IS NULL RETURNING id`;
  return rows.length > 0;
}
