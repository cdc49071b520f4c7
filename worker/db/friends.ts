import type { FriendList } from "../../protocol/friends.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { type Asked, type Asking, decideAsking } from "../user/asking.ts";
import type { StoredCircle } from "../user/circle.ts";
import { type Database, type Statement, timestamp } from "./client.ts";

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
 * Asks whoever has a handle, or says yes where they have asked; `decideAsking` says what comes of it. Where it comes to the
 * same for the asker, it takes as many statements.
 */
export async function askFriend(sql: Database, userId: string, handle: string, now: number): Promise<Asking> {
  const at = timestamp(now);
  return await sql.begin(async (run) => {
    // Whoever asks either of the two at the same moment waits here; in one order, so that two never wait for each other.
    await run(
      sql`SELECT 1 FROM users WHERE id = ${userId} OR handle = ${handle} ORDER BY id FOR NO KEY UPDATE`,
    );
    const [asked] = await run<Asked>(findAsked(sql, userId, handle));
    if (!asked) throw new Error("A query that always answers a row has answered none.");
    const { asking, step } = decideAsking(asked);
    if (step?.kind === "accept") await run(accept(sql, step.friendshipId, at));
    if (step?.kind === "accept" || step?.kind === "forget") await run(forgetRequests(sql, step.friendshipId));
    if (step?.kind === "ask")
      await run(sql`
        INSERT INTO friendships (low_id, high_id, asked_by, asked_handle, asked_at)
        VALUES (least(${step.other}::uuid, ${userId}::uuid), greatest(${step.other}::uuid, ${userId}::uuid), ${userId}, ${handle}, ${at})`);
    if (step?.kind === "ask-unheard")
      await run(sql`
        INSERT INTO unheard_requests (asked_by, asked_handle, asked_at) VALUES (${userId}, ${handle}, ${at})`);
    return asking;
  });
}

function findAsked(sql: Database, userId: string, handle: string): Statement {
  return sql`
    SELECT target.id AS other, coalesce(target.id = ${userId}, false) AS "isSelf",
      CASE WHEN friendships.id IS NOT NULL THEN jsonb_build_object(
        'id', friendships.id, 'isAccepted', accepted_at IS NOT NULL, 'isOwn', asked_by = ${userId}) END AS friendship,
      EXISTS (SELECT 1 FROM blocks WHERE blocker_id = ${userId} AND blocked_id = target.id) AS "isBlocked",
      EXISTS (SELECT 1 FROM blocks WHERE blocker_id = target.id AND blocked_id = ${userId}) AS "isBlocking",
      EXISTS (SELECT 1 FROM unheard_requests WHERE asked_by = ${userId} AND asked_handle = ${handle}) AS "isUnheard",
      ((SELECT count(*) FROM friendships AS f
        WHERE ${userId}::uuid IN (low_id, high_id) AND f.asked_by = ${userId} AND f.accepted_at IS NULL)
        + (SELECT count(*) FROM unheard_requests WHERE asked_by = ${userId}))::int AS requests,
      (SELECT count(*) FROM friendships AS f
        WHERE target.id IN (f.low_id, f.high_id) AND f.asked_by <> target.id AND f.accepted_at IS NULL)::int AS incoming,
      greatest(${friendsOf(sql, sql`${userId}::uuid`)}, ${friendsOf(sql, sql`target.id`)})::int AS "mostFriends"
    FROM (SELECT 1) AS one LEFT JOIN users AS target ON handle = ${handle}
      LEFT JOIN friendships ON low_id = least(target.id, ${userId}::uuid) AND high_id = greatest(target.id, ${userId}::uuid)`;
}

/** Says yes to a request. Answers who had asked, null where there is no such request, or "too_many". */
export async function acceptFriend(
  sql: Database,
  userId: string,
  id: string,
  now: number,
): Promise<{ other: string } | "too_many" | null> {
  return await sql.begin(async (run) => {
    await run(lockPair(sql, id));
    const [request] = await run<{ other: string; friends: number }>(sql`
      SELECT asked_by AS other, greatest(${friendsOf(sql, sql`pair.low_id`)}, ${friendsOf(sql, sql`pair.high_id`)})::int AS friends
      FROM friendships AS pair
      WHERE id = ${id} AND ${userId}::uuid IN (low_id, high_id) AND asked_by <> ${userId} AND accepted_at IS NULL`);
    if (!request) return null;
    if (request.friends >= LIMITS.friends) return "too_many";
    await run(accept(sql, id, timestamp(now)));
    await run(forgetRequests(sql, id));
    return { other: request.other };
  });
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
  return await sql.begin(async (run) => {
    await run(lockPair(sql, id));
    // What one has asked for oneself has no id that one knows.
    const [removed] = await run<Removed>(sql`
      DELETE FROM friendships WHERE id = ${id} AND ${userId}::uuid IN (low_id, high_id) AND (accepted_at IS NOT NULL OR asked_by <> ${userId})
      RETURNING CASE WHEN low_id = ${userId} THEN high_id ELSE low_id END AS other, accepted_at IS NOT NULL AS "wasFriend",
        asked_by AS "askedBy", asked_handle AS "askedHandle", asked_at AS "askedAt"`);
    if (!removed) return null;
    const { other, wasFriend, askedBy, askedHandle, askedAt } = removed;
    if (!wasFriend)
      await run(sql`
        INSERT INTO unheard_requests (asked_by, asked_handle, asked_at) VALUES (${askedBy}, ${askedHandle}, ${askedAt})
        ON CONFLICT DO NOTHING`);
    if (blocks)
      await run(sql`
        INSERT INTO blocks (blocker_id, blocked_id, blocked_at) VALUES (${userId}, ${other}, ${timestamp(now)})
        ON CONFLICT DO NOTHING`);
    return { other, wasFriend };
  });
}

interface Removed {
  readonly other: string;
  readonly wasFriend: boolean;
  readonly askedBy: string;
  readonly askedHandle: string;
  readonly askedAt: Date;
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

function accept(sql: Database, id: string, at: string): Statement {
  return sql`UPDATE friendships SET accepted_at = ${at} WHERE id = ${id}`;
}

/** How many friends somebody has whom `of` names, a qualified column or a value. */
function friendsOf(sql: Database, of: Statement): Statement {
  return sql`(
    (SELECT count(*) FROM friendships AS f WHERE f.low_id = ${of} AND f.accepted_at IS NOT NULL)
    + (SELECT count(*) FROM friendships AS f WHERE f.high_id = ${of} AND f.accepted_at IS NOT NULL))`;
}

/** Who are friends now have no requests to each other that were once not heard. */
function forgetRequests(sql: Database, id: string): Statement {
  return sql`
    DELETE FROM unheard_requests USING (
      SELECT low_id, high_id, low.handle AS low_handle, high.handle AS high_handle
      FROM friendships JOIN users AS low ON low.id = low_id JOIN users AS high ON high.id = high_id
      WHERE friendships.id = ${id}
    ) AS pair
    WHERE (asked_by = low_id AND asked_handle = high_handle) OR (asked_by = high_id AND asked_handle = low_handle)`;
}
