import { type Database, isUniqueViolation, type Statement, timestamp } from "./client.ts";
import { countTry, type TryCount, waitAfter } from "./password-tries.ts";

/** What is known of an e-mail address before a password is tried for it. */
export interface PasswordTry {
  /** Null where nobody signs in with this address. */
  readonly stored: { readonly userId: string; readonly hash: string } | null;
  /** How long to wait, in milliseconds, where too many were tried in vain; else 0. */
  readonly waitMs: number;
}

/**
 * Counts a try, and finds the hash to compare with.
 *
 * @param key names the address in the count
 */
export async function beginTry(sql: Database, email: string, key: string, now: number): Promise<PasswordTry> {
  const [[stored], [counted]] = (await sql.transaction([
    sql`SELECT user_id AS "userId", hash FROM passwords WHERE email = ${email}`,
    ...countTry(sql, key, now),
  ])) as [[PasswordTry["stored"] | undefined], [TryCount], unknown];
  return { stored: stored ?? null, waitMs: waitAfter(counted, now) };
}

/** Adds a password. It fails as `isEmailTaken` tells where somebody else has the address. */
export function insertPassword(
  sql: Database,
  password: { userId: string; email: string; hash: string },
): Statement {
  return sql`
    INSERT INTO passwords (user_id, email, hash) VALUES (${password.userId}, ${password.email}, ${password.hash})`;
}

/** Whether an error says that somebody else signs in with this address. */
export function isEmailTaken(error: unknown): boolean {
  return isUniqueViolation(error, "passwords_email_key");
}

/** Changes the password, and revokes all sessions but one. */
export async function changePassword(
  sql: Database,
  change: { userId: string; hash: string; keptSession: string; now: number },
): Promise<void> {
  const at = timestamp(change.now);
  await sql.transaction([
    sql`UPDATE passwords SET hash = ${change.hash}, changed_at = ${at} WHERE user_id = ${change.userId}`,
    sql`
      UPDATE sessions SET revoked_at = ${at}
      WHERE user_id = ${change.userId} AND id <> ${change.keptSession} AND revoked_at IS NULL`,
  ]);
}

/**
 * Gives another password to an account that is signed into with this address, and revokes all of its sessions. False where it has
 * another address by now.
 */
export async function resetPassword(
  sql: Database,
  { userId, email, hash, now }: { userId: string; email: string; hash: string; now: number },
): Promise<boolean> {
  const at = timestamp(now);
  const [changed] = await sql.transaction([
    sql`
      UPDATE passwords SET hash = ${hash}, changed_at = ${at} WHERE user_id = ${userId} AND email = ${email} RETURNING user_id`,
    sql`
      UPDATE sessions SET revoked_at = ${at} WHERE user_id = ${userId} AND revoked_at IS NULL
        AND EXISTS (SELECT 1 FROM passwords WHERE user_id = ${userId} AND email = ${email})`,
  ]);
  return changed?.length === 1;
}

/** Who signs in with an address; null where nobody does. */
export async function findUserByEmail(sql: Database, email: string): Promise<string | null> {
  const [row] = await sql`SELECT user_id AS "userId" FROM passwords WHERE email = ${email}`;
  return (row?.userId as string | undefined) ?? null;
}

/** Changes the address to sign in with. It fails as `isEmailTaken` tells where somebody else has it. */
export async function changeEmail(sql: Database, userId: string, email: string): Promise<void> {
  await sql`UPDATE passwords SET email = ${email} WHERE user_id = ${userId}`;
}
