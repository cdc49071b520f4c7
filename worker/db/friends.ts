import type { FriendList } from "../../protocol/friends.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { StoredCircle } from "../user/circle.ts";
import { type Database, type Statement, timestamp } from "./client.ts";

/** What came of asking somebody. `other` is who hears of it. */
export type Asking =
  /** It is asked, whether or not anybody hears of it. */
  | { readonly kind: "open"; readonly other: string | null }
  /** They had asked already. */
  | { readonly kind: "friends"; readonly other: string }
  | { readonly kind: "too_many_requests" | "too_many_friends" | "blocked_by_you" | "oneself" };

/** Everything that is between one person and others. */
export async function listFriends(sql: Database, userId: string): Promise<FriendList> {
  const rows = await sql`
    WITH pairs AS (
      SELECT f.*, handle, name, status, picture FROM friendships AS f JOIN users ON users.id = high_id WHERE low_id = ${userId}
      UNION ALL
      SELECT f.*, handle, name, status, picture FROM friendships AS f JOIN users ON users.id = low_id WHERE high_id = ${userId}
    ), asked AS (
      SELECT asked_handle, asked_at FROM pairs WHERE accepted_at IS NULL AND asked_by = ${userId}
      UNION ALL
      SELECT asked_handle, asked_at FROM unheard_requests WHERE asked_by = ${userId}
    ), blocked AS (
      SELECT blocks.id, handle, name, picture, blocked_at FROM blocks JOIN users ON users.id = blocked_id
      WHERE blocker_id = ${userId} ORDER BY blocked_at DESC LIMIT ${LIMITS.blocksListed}
    )
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'handle', handle, 'name', name, 'picture', picture, 'status', status)
        ORDER BY lower(name), handle), '[]') FROM pairs WHERE accepted_at IS NOT NULL) AS friends,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'handle', handle, 'name', name, 'picture', picture)
        ORDER BY asked_at DESC), '[]') FROM pairs WHERE accepted_at IS NULL AND asked_by <> ${userId}) AS incoming,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('handle', asked_handle) ORDER BY at DESC), '[]')
        FROM (SELECT asked_handle, max(asked_at) AS at FROM asked GROUP BY asked_handle) AS latest) AS outgoing,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'handle', handle, 'name', name, 'picture', picture)
        ORDER BY blocked_at DESC), '[]') FROM blocked) AS blocked`;
  return rows[0] as FriendList;
}

/** What somebody's object has to know of them and their friends; of an account that is no more, nothing. */
export async function findCircle(sql: Database, userId: string): Promise<StoredCircle> {
  const rows = await sql`
    SELECT invisible, shares_room AS "sharesRoom", (
      SELECT coalesce(jsonb_agg(jsonb_build_object(
        'userId', CASE WHEN low_id = users.id THEN high_id ELSE low_id END, 'id', friendships.id)), '[]')
      FROM friendships WHERE users.id IN (low_id, high_id) AND accepted_at IS NOT NULL) AS friends
    FROM users WHERE id = ${userId}`;
  return (rows[0] as StoredCircle | undefined) ?? { invisible: true, sharesRoom: false, friends: [] };
}

/**
 * Asks whoever has a handle, or says yes where they have asked. It comes to the same for a handle that nobody has, for who
 * has blocked the asker, and for who has refused: the request is there, and nobody sees it.
 */
export async function askFriend(sql: Database, userId: string, handle: string, now: number): Promise<Asking> {
  const at = timestamp(now);
  const isPair = sql`low_id = least(users.id, ${userId}::uuid) AND high_id = greatest(users.id, ${userId}::uuid)`;
  const hasRoom = sql`
    (SELECT count(*) FROM friendships WHERE ${userId}::uuid IN (low_id, high_id) AND asked_by = ${userId} AND accepted_at IS NULL)
    + (SELECT count(*) FROM unheard_requests WHERE asked_by = ${userId}) < ${LIMITS.friendRequests}`;
  const results = await sql.transaction([
    // Whoever asks either of the two at the same moment waits here; in one order, so that two never wait for each other.
    sql`SELECT 1 FROM users WHERE id = ${userId} OR handle = ${handle} ORDER BY id FOR NO KEY UPDATE`,
    sql`
      UPDATE friendships SET accepted_at = ${at} FROM users
      WHERE users.handle = ${handle} AND ${isPair} AND asked_by = users.id AND accepted_at IS NULL
        AND ${hasFewFriends(sql, sql`users.id`)} AND ${hasFewFriends(sql, sql`${userId}::uuid`)}`,
    sql`
      INSERT INTO friendships (low_id, high_id, asked_by, asked_handle, asked_at)
      SELECT least(id, ${userId}::uuid), greatest(id, ${userId}::uuid), ${userId}, ${handle}, ${at} FROM users
      WHERE handle = ${handle} AND id <> ${userId} AND ${hasRoom}
        AND NOT EXISTS (SELECT 1 FROM blocks WHERE blocker_id = users.id AND blocked_id = ${userId})
        AND NOT EXISTS (SELECT 1 FROM blocks WHERE blocker_id = ${userId} AND blocked_id = users.id)
        AND NOT EXISTS (SELECT 1 FROM unheard_requests WHERE asked_by = ${userId} AND asked_handle = ${handle})
        AND (SELECT count(*) FROM friendships WHERE users.id IN (low_id, high_id) AND asked_by <> users.id
          AND accepted_at IS NULL) < ${LIMITS.incomingRequests}
      ON CONFLICT DO NOTHING`,
    sql`
      INSERT INTO unheard_requests (asked_by, asked_handle, asked_at)
      SELECT ${userId}::uuid, ${handle}::text, ${at}::timestamptz
      WHERE ${hasRoom}
        AND NOT EXISTS (SELECT 1 FROM users WHERE handle = ${handle} AND id = ${userId})
        AND NOT EXISTS (SELECT 1 FROM users JOIN blocks ON blocked_id = users.id AND blocker_id = ${userId}
          WHERE handle = ${handle})
        AND NOT EXISTS (SELECT 1 FROM users JOIN friendships ON ${isPair} WHERE handle = ${handle})
      ON CONFLICT DO NOTHING`,
    forgetRequests(sql, sql`users.handle = ${handle} AND ${isPair}`),
    sql`
      SELECT users.id, users.id = ${userId} AS "isSelf", accepted_at IS NOT NULL AS "isFriend",
        asked_by = ${userId} AS "isOwn",
        EXISTS (SELECT 1 FROM blocks WHERE blocker_id = ${userId} AND blocked_id = users.id) AS "isBlocked"
      FROM users LEFT JOIN friendships ON ${isPair} WHERE handle = ${handle}`,
    sql`SELECT 1 FROM unheard_requests WHERE asked_by = ${userId} AND asked_handle = ${handle}`,
  ]);
  const target = results[5]?.[0] as AskedPerson | undefined;
  if (target?.isSelf) return { kind: "oneself" };
  if (target?.isBlocked) return { kind: "blocked_by_you" };
  if (target?.isFriend) return { kind: "friends", other: target.id };
  if (target?.isOwn) return { kind: "open", other: target.id };
  if (target?.isOwn === false) return { kind: "too_many_friends" };
  return results[6]?.length ? { kind: "open", other: null } : { kind: "too_many_requests" };
}

interface AskedPerson {
  readonly id: string;
  readonly isSelf: boolean;
  readonly isBlocked: boolean;
  readonly isFriend: boolean;
  /** Null where nobody has asked. */
  readonly isOwn: boolean | null;
}

/** Says yes to a request. Answers who had asked, null where there is no such request, or "too_many". */
export async function acceptFriend(
  sql: Database,
  userId: string,
  id: string,
  now: number,
): Promise<{ other: string } | "too_many" | null> {
  const isAsked = sql`id = ${id} AND ${userId}::uuid IN (low_id, high_id) AND asked_by <> ${userId} AND accepted_at IS NULL`;
  const [, accepted, , left] = await sql.transaction([
    lockPair(sql, id),
    sql`
      UPDATE friendships SET accepted_at = ${timestamp(now)}
      WHERE ${isAsked} AND ${hasFewFriends(sql, sql`friendships.low_id`)} AND ${hasFewFriends(sql, sql`friendships.high_id`)}
      RETURNING asked_by AS other`,
    forgetRequests(sql, sql`friendships.id = ${id} AND users.id IN (low_id, high_id)`),
    sql`SELECT 1 FROM friendships WHERE ${isAsked}`,
  ]);
  const other = accepted?.[0] as { other: string } | undefined;
  return other ?? (left?.length ? "too_many" : null);
}

/**
 * Refuses a request, or ends a friendship; `blocks`: and hears no more of them. Who had asked is not told. Answers who it
 * was, or null where there is nobody.
 */
export async function removeFriend(
  sql: Database,
  userId: string,
  id: string,
  { blocks, now }: { blocks: boolean; now: number },
): Promise<{ other: string; wasFriend: boolean } | null> {
  // What one has asked for oneself has no id that one knows.
  const isOther = sql`friendships.id = ${id} AND ${userId}::uuid IN (low_id, high_id)
    AND (accepted_at IS NOT NULL OR asked_by <> ${userId})`;
  const other = sql`CASE WHEN low_id = ${userId} THEN high_id ELSE low_id END`;
  const results = await sql.transaction([
    lockPair(sql, id),
    sql`
      INSERT INTO unheard_requests (asked_by, asked_handle, asked_at)
      SELECT asked_by, asked_handle, asked_at FROM friendships WHERE ${isOther} AND accepted_at IS NULL
      ON CONFLICT DO NOTHING`,
    sql`
      INSERT INTO blocks (blocker_id, blocked_id, blocked_at)
      SELECT ${userId}::uuid, ${other}, ${timestamp(now)}::timestamptz FROM friendships
      WHERE ${isOther} AND ${blocks}::boolean ON CONFLICT DO NOTHING`,
    sql`DELETE FROM friendships WHERE ${isOther} 
      RETURNING ${other} AS other, accepted_at IS NOT NULL AS "wasFriend"`,
  ]);
  return (results[3]?.[0] as { other: string; wasFriend: boolean } | undefined) ?? null;
}

/** Takes a request of one's own back, whoever has heard of it. Answers who has, if anybody. */
export async function takeBackRequest(sql: Database, userId: string, handle: string): Promise<string | null> {
  const [rows] = await sql.transaction([
    sql`
      DELETE FROM friendships
      WHERE asked_by = ${userId} AND ${userId}::uuid IN (low_id, high_id) AND asked_handle = ${handle} AND accepted_at IS NULL
      RETURNING CASE WHEN low_id = ${userId} THEN high_id ELSE low_id END AS other`,
    sql`DELETE FROM unheard_requests WHERE asked_by = ${userId} AND asked_handle = ${handle}`,
  ]);
  return (rows?.[0] as { other: string } | undefined)?.other ?? null;
}

/** Ends a block. */
export async function endBlock(sql: Database, userId: string, id: string): Promise<void> {
  await sql`DELETE FROM blocks WHERE blocker_id = ${userId} AND id = ${id}`;
}

/** To those whom somebody has not answered, their requests look as before when that account is no more. */
export function keepUnansweredOf(sql: Database, userId: string): Statement {
  return sql`
    INSERT INTO unheard_requests (asked_by, asked_handle, asked_at)
    SELECT asked_by, asked_handle, asked_at FROM friendships
    WHERE ${userId}::uuid IN (low_id, high_id) AND asked_by <> ${userId} AND accepted_at IS NULL
    ON CONFLICT DO NOTHING`;
}

function lockPair(sql: Database, id: string): Statement {
  return sql`
    SELECT 1 FROM users WHERE id IN (
      SELECT low_id FROM friendships WHERE id = ${id} UNION ALL SELECT high_id FROM friendships WHERE id = ${id})
    ORDER BY id FOR NO KEY UPDATE`;
}

/** Whoever `of` names, a qualified column or a value, has room for another friend. */
function hasFewFriends(sql: Database, of: Statement): Statement {
  return sql`(
    (SELECT count(*) FROM friendships AS f WHERE f.low_id = ${of} AND f.accepted_at IS NOT NULL)
    + (SELECT count(*) FROM friendships AS f WHERE f.high_id = ${of} AND f.accepted_at IS NOT NULL)
  ) < ${LIMITS.friends}`;
}

/** Who are friends now have no requests to each other that were once not heard. `which` finds users and their friendships. */
function forgetRequests(sql: Database, which: Statement): Statement {
  return sql`
    DELETE FROM unheard_requests USING (
      SELECT low_id, high_id, low.handle AS low_handle, high.handle AS high_handle
      FROM friendships JOIN users ON ${which}
        JOIN users AS low ON low.id = low_id JOIN users AS high ON high.id = high_id
      WHERE accepted_at IS NOT NULL
    ) AS pair
    WHERE (asked_by = low_id AND asked_handle = high_handle) OR (asked_by = high_id AND asked_handle = low_handle)`;
}
