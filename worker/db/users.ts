import type * as v from "valibot";
import type { Account, changeProfileSchema } from "../../protocol/account.ts";
import { type Database, isUniqueViolation, type Statement, timestamp } from "./client.ts";
import { keepUnansweredOf } from "./friends.ts";

/** Whether somebody has signed up under this id. */
export async function userExists(sql: Database, userId: string): Promise<boolean> {
  return (await sql`SELECT 1 FROM users WHERE id = ${userId}`).length > 0;
}

/** Somebody in a session that is neither over nor revoked, else null. */
export async function findAccount(
  sql: Database,
  userId: string,
  sessionId: string,
  now: number,
): Promise<Account | null> {
  const rows = await sql`
    SELECT users.id, users.handle, users.name, users.status, users.picture, invisible, shares_room AS "sharesRoom", passwords.email
    FROM sessions JOIN users ON users.id = sessions.user_id LEFT JOIN passwords ON passwords.user_id = users.id
    WHERE sessions.id = ${sessionId} AND users.id = ${userId}
      AND sessions.revoked_at IS NULL AND sessions.expires_at > ${timestamp(now)}`;
  return (rows[0] as Account | undefined) ?? null;
}

/** Has whoever else wants this handle at the same moment wait for the end of the transaction, so that they see it is taken. */
export function reserveHandle(sql: Database, handle: string): Statement {
  return sql`SELECT pg_advisory_xact_lock(hashtextextended(${`handle ${handle}`}, 0))`;
}

/** Adds a user whose handle is reserved; where somebody has the handle, with `otherHandle`. Answers the row's `handle`. */
export function insertUser(
  sql: Database,
  user: { id: string; name: string; handle: string; otherHandle: string },
): Statement {
  return sql`
    INSERT INTO users (id, name, handle)
    SELECT ${user.id}::uuid, ${user.name}, CASE
      WHEN EXISTS (SELECT 1 FROM users WHERE handle = ${user.handle}) THEN ${user.otherHandle} ELSE ${user.handle} END
    RETURNING handle`;
}

/** What was a guest's is an account's from now on. */
export function handOver(sql: Database, guestId: string, userId: string): Statement {
  return sql`UPDATE rooms SET owner_id = ${userId} WHERE owner_id = ${guestId}`;
}

/** The picture of somebody, by its id; null where they have none. */
export async function findPicture(sql: Database, userId: string): Promise<string | null> {
  const rows = await sql`SELECT picture FROM users WHERE id = ${userId}`;
  return (rows[0] as { picture: string | null } | undefined)?.picture ?? null;
}

/** Gives somebody another picture, or none. Answers the one that they had until now. */
export async function changePicture(
  sql: Database,
  userId: string,
  picture: string | null,
): Promise<string | null> {
  const rows = await sql`
    UPDATE users SET picture = ${picture}::uuid FROM (SELECT picture FROM users WHERE id = ${userId} FOR UPDATE) AS before
    WHERE id = ${userId} RETURNING before.picture`;
  return (rows[0] as { picture: string | null } | undefined)?.picture ?? null;
}

/** Changes what is given, or returns false where the handle is somebody else's. */
export async function changeProfile(
  sql: Database,
  userId: string,
  { name, handle, status, invisible, sharesRoom }: v.InferOutput<typeof changeProfileSchema>,
): Promise<boolean> {
  try {
    await sql`
      UPDATE users SET name = coalesce(${name ?? null}, name), handle = coalesce(${handle ?? null}, handle),
        status = coalesce(${status ?? null}, status), invisible = coalesce(${invisible ?? null}, invisible),
        shares_room = coalesce(${sharesRoom ?? null}, shares_room)
      WHERE id = ${userId}`;
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Everything that is stored of somebody, but for what only proves who they are. */
export async function exportUser(sql: Database, userId: string): Promise<unknown> {
  const rows = await sql`
    SELECT jsonb_build_object(
      'id', users.id, 'handle', users.handle, 'name', users.name, 'status', status, 'picture', picture, 'invisible', invisible, 'sharesRoom', shares_room, 'createdAt', users.created_at,
      'password', (
        SELECT jsonb_build_object('email', email, 'changedAt', changed_at) FROM passwords WHERE user_id = users.id),
      'passkeys', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'name', name, 'createdAt', created_at, 'lastUsedAt', last_used_at) ORDER BY created_at), '[]')
        FROM passkeys WHERE user_id = users.id),
      'identities', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'issuer', issuer, 'subject', subject, 'label', label, 'createdAt', created_at) ORDER BY created_at), '[]')
        FROM identities WHERE user_id = users.id),
      'sessions', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'userAgent', user_agent, 'createdAt', sessions.created_at, 'lastUsedAt', last_used_at,
          'expiresAt', expires_at, 'revokedAt', revoked_at) ORDER BY sessions.created_at), '[]')
        FROM sessions WHERE user_id = users.id),
      'notifications', (
        SELECT jsonb_build_object('calls', calls, 'mentions', mentions, 'quiet', quiet)
        FROM notification_settings WHERE user_id = users.id),
      'notifiedBrowsers', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'endpoint', endpoint, 'userAgent', user_agent, 'createdAt', push_subscriptions.created_at)
          ORDER BY push_subscriptions.created_at), '[]')
        FROM sessions JOIN push_subscriptions ON session_id = sessions.id WHERE user_id = users.id),
      'rooms', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'slug', slug, 'title', title, 'settings', settings, 'createdAt', rooms.created_at)
          ORDER BY rooms.created_at), '[]')
        FROM rooms WHERE owner_id = users.id),
      'visits', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'slug', slug, 'title', title, 'visitedAt', visited_at) ORDER BY visited_at), '[]')
        FROM visits JOIN rooms ON rooms.id = visits.room_id WHERE visits.user_id = users.id),
      'calls', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'to', CASE WHEN caller_id = users.id THEN other.handle END, 'from', CASE WHEN callee_id = users.id THEN other.handle END,
          'calledAt', called_at, 'outcome', outcome) ORDER BY called_at), '[]')
        FROM (
          SELECT * FROM calls WHERE caller_id = users.id UNION ALL SELECT * FROM calls WHERE callee_id = users.id) AS calls
        JOIN users AS other ON other.id = CASE WHEN caller_id = users.id THEN callee_id ELSE caller_id END),
      'friends', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
          'handle', other.handle, 'name', other.name, 'askedAt', asked_at, 'acceptedAt', accepted_at) ORDER BY asked_at), '[]')
        FROM friendships JOIN users AS other ON other.id = CASE WHEN low_id = users.id THEN high_id ELSE low_id END
        WHERE users.id IN (low_id, high_id) AND (accepted_at IS NOT NULL OR asked_by <> users.id)),
      'friendRequests', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('handle', asked_handle, 'askedAt', asked_at) ORDER BY asked_at), '[]')
        FROM (
          SELECT asked_handle, asked_at FROM unheard_requests WHERE asked_by = users.id
          UNION ALL
          SELECT asked_handle, asked_at FROM friendships
          WHERE users.id IN (low_id, high_id) AND asked_by = users.id AND accepted_at IS NULL) AS asked),
      'blocked', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('handle', other.handle, 'blockedAt', blocked_at) ORDER BY blocked_at), '[]')
        FROM blocks JOIN users AS other ON other.id = blocked_id WHERE blocker_id = users.id)
    ) AS everything
    FROM users WHERE id = ${userId}`;
  return rows[0]?.everything;
}

/** Deletes somebody, with everything that is theirs alone: rooms, their chat, sessions. Answers the ids of the rooms, of those who were friends, and of the picture. */
export async function deleteUser(
  sql: Database,
  userId: string,
): Promise<{ roomIds: string[]; friendIds: string[]; picture: string | null }> {
  const [rooms, friends, , deleted] = await sql.transaction([
    sql`DELETE FROM rooms WHERE owner_id = ${userId} RETURNING id`,
    sql`
      SELECT CASE WHEN low_id = ${userId} THEN high_id ELSE low_id END AS id FROM friendships
      WHERE ${userId}::uuid IN (low_id, high_id) AND accepted_at IS NOT NULL`,
    keepUnansweredOf(sql, userId),
    sql`DELETE FROM users WHERE id = ${userId} RETURNING picture`,
  ]);
  const ids = (rows: unknown) => (rows as { id: string }[]).map(({ id }) => id);
  const [user] = deleted as { picture: string | null }[];
  return { roomIds: ids(rooms), friendIds: ids(friends), picture: user?.picture ?? null };
}
