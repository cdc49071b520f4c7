import * as v from "valibot";
import { LIMITS } from "../../protocol/limits.ts";
import { roomSettingsSchema } from "../../protocol/room/settings.ts";
import type { CallList } from "../../protocol/user/calls.ts";
import { type Database, timestamp } from "./client.ts";

const MINUTE_MS = 60_000;

/** A call that has begun, and where. */
interface StartedCall {
  readonly calleeId: string;
  readonly calleeName: string;
  readonly calleePicture: string | null;
  readonly callerName: string;
  readonly room: { readonly slug: string; readonly title: string };
}

/**
 * Notes that somebody calls a friend, named by the friendship, and finds the room in which the two talk: that of their last
 * call, as long as both may enter it by its address alone; otherwise a new one at `slug`. Null where they are no friends.
 */
export async function startCall(
  sql: Database,
  {
    callId,
    callerId,
    friendId,
    slug,
    now,
  }: { callId: string; callerId: string; friendId: string; slug: string; now: number },
): Promise<StartedCall | "too_many" | null> {
  const at = timestamp(now);
  const settings = JSON.stringify(v.parse(roomSettingsSchema, {}));
  const rows = await sql`
    WITH pair AS (
      SELECT callee.id AS callee_id, caller.name AS caller_name, callee.name AS callee_name,
        callee.picture AS callee_picture
      FROM friendships
        JOIN users AS caller ON caller.id = ${callerId}
        JOIN users AS callee ON callee.id = CASE WHEN low_id = ${callerId} THEN high_id ELSE low_id END
      WHERE friendships.id = ${friendId} AND ${callerId}::uuid IN (low_id, high_id) AND accepted_at IS NOT NULL
    ), allowed AS (
      SELECT * FROM pair WHERE (
        SELECT count(*) FROM calls WHERE caller_id = ${callerId} AND called_at > ${timestamp(now - MINUTE_MS)}::timestamptz
      ) < ${LIMITS.callsPerMinute}
    ), last AS (
      SELECT rooms.id, rooms.slug, rooms.title FROM (
        SELECT room_id, called_at FROM calls
        WHERE caller_id = ${callerId} AND callee_id = (SELECT callee_id FROM pair)
        UNION ALL
        SELECT room_id, called_at FROM calls
        WHERE callee_id = ${callerId} AND caller_id = (SELECT callee_id FROM pair)
      ) AS calls JOIN rooms ON rooms.id = room_id
      WHERE owner_id IN (${callerId}, (SELECT callee_id FROM pair)) AND password IS NULL
        AND coalesce(settings->>'access', 'link') = 'link' AND NOT coalesce((settings->>'encrypted')::boolean, false)
      ORDER BY called_at DESC LIMIT 1
    ), made AS (
      INSERT INTO rooms (id, slug, title, owner_id, settings)
      SELECT gen_random_uuid(), ${slug}, left(caller_name || ' · ' || callee_name, ${LIMITS.titleChars}), ${callerId}, ${settings}::jsonb
      FROM allowed WHERE NOT EXISTS (SELECT 1 FROM last)
      RETURNING id, slug, title
    ), room AS (
      SELECT * FROM last UNION ALL SELECT * FROM made
    ), noted AS (
      INSERT INTO calls (id, caller_id, callee_id, room_id, called_at)
      SELECT ${callId}::uuid, ${callerId}, callee_id, room.id, ${at} FROM allowed, room
      RETURNING room_id
    )
    SELECT callee_id AS "calleeId", callee_name AS "calleeName", callee_picture AS "calleePicture", caller_name AS "callerName", (
      SELECT jsonb_build_object('slug', slug, 'title', title) FROM noted JOIN room ON room.id = room_id) AS room
    FROM pair`;
  const found = rows[0] as (StartedCall | { room: null }) | undefined;
  if (!found) return null;
  return found.room ? found : "too_many";
}

/** Notes how a call was answered. One that nobody answered was missed. */
export async function noteAnswer(
  sql: Database,
  callId: string,
  outcome: "accepted" | "declined",
): Promise<void> {
  await sql`UPDATE calls SET outcome = ${outcome} WHERE id = ${callId}`;
}

/** The last calls from and to somebody, latest first. */
export async function listCalls(sql: Database, userId: string): Promise<CallList> {
  const rows = await sql`
    WITH latest AS (
      SELECT * FROM (
        (SELECT * FROM calls WHERE caller_id = ${userId} ORDER BY called_at DESC LIMIT ${LIMITS.callsListed})
        UNION ALL
        (SELECT * FROM calls WHERE callee_id = ${userId} ORDER BY called_at DESC LIMIT ${LIMITS.callsListed})
      ) AS either ORDER BY called_at DESC LIMIT ${LIMITS.callsListed}
    )
    SELECT latest.id, caller_id = ${userId} AS "isOwn", name, handle, picture, friendships.id AS friend, outcome,
      extract(epoch FROM called_at)::float8 * 1000 AS at
    FROM latest
      JOIN users ON users.id = CASE WHEN caller_id = ${userId} THEN callee_id ELSE caller_id END
      LEFT JOIN friendships ON low_id = least(caller_id, callee_id) AND high_id = greatest(caller_id, callee_id)
        AND accepted_at IS NOT NULL
    ORDER BY called_at DESC`;
  return { calls: rows as CallList["calls"] };
}
