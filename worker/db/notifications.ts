import { LIMITS } from "../../protocol/limits.ts";
import type { NotificationSettings, PushTarget } from "../../protocol/user/notifications.ts";
import { type Database, timestamp } from "./client.ts";

/** A browser that can be told something. */
export interface Subscription extends PushTarget {
  readonly id: string;
}

const DEFAULTS: NotificationSettings = { calls: true, mentions: true, quiet: null };

/** What somebody wants to hear of. */
export async function findNotificationSettings(sql: Database, userId: string): Promise<NotificationSettings> {
  const rows = await sql`SELECT calls, mentions, quiet FROM notification_settings WHERE user_id = ${userId}`;
  return (rows[0] as NotificationSettings | undefined) ?? DEFAULTS;
}

/** Somebody wants to hear of this from now on. */
export async function changeNotificationSettings(
  sql: Database,
  userId: string,
  { calls, mentions, quiet }: NotificationSettings,
): Promise<void> {
  await sql`
    INSERT INTO notification_settings (user_id, calls, mentions, quiet)
    VALUES (${userId}, ${calls}, ${mentions}, ${quiet && JSON.stringify(quiet)}::jsonb)
    ON CONFLICT (user_id) DO UPDATE SET calls = excluded.calls, mentions = excluded.mentions, quiet = excluded.quiet`;
}

/**
 * A browser in which a session is signed in is to be told. It was another session's where somebody else was signed in there before;
 * of more than `LIMITS.pushSubscriptions` of one person the oldest go.
 */
export async function subscribe(
  sql: Database,
  sessionId: string,
  { endpoint, keys }: PushTarget,
  now: number,
): Promise<void> {
  await sql.transaction([
    sql`
      INSERT INTO push_subscriptions (session_id, endpoint, p256dh, auth, created_at)
      VALUES (${sessionId}, ${endpoint}, ${keys.p256dh}, ${keys.auth}, ${timestamp(now)})
      ON CONFLICT (endpoint) DO UPDATE SET session_id = excluded.session_id, p256dh = excluded.p256dh,
        auth = excluded.auth, created_at = excluded.created_at`,
    sql`
      DELETE FROM push_subscriptions WHERE id = ANY(ARRAY(
        SELECT push_subscriptions.id FROM push_subscriptions JOIN sessions ON sessions.id = session_id
        WHERE user_id = (SELECT user_id FROM sessions WHERE id = ${sessionId})
        ORDER BY push_subscriptions.created_at DESC, push_subscriptions.id OFFSET ${LIMITS.pushSubscriptions}))`,
  ]);
}

/** A browser of somebody is to be left alone. */
export async function unsubscribe(sql: Database, userId: string, endpoint: string): Promise<void> {
  await sql`
    DELETE FROM push_subscriptions USING sessions
    WHERE endpoint = ${endpoint} AND sessions.id = session_id AND user_id = ${userId}`;
}

/** The browsers of somebody in which they are still signed in, and what they want to hear of. */
export async function findSubscriptions(
  sql: Database,
  userId: string,
  now: number,
): Promise<{ settings: NotificationSettings; subscriptions: readonly Subscription[] }> {
  const [settings, subscriptions] = await sql.transaction([
    sql`SELECT calls, mentions, quiet FROM notification_settings WHERE user_id = ${userId}`,
    sql`
      SELECT push_subscriptions.id, endpoint, jsonb_build_object('p256dh', p256dh, 'auth', auth) AS keys
      FROM sessions JOIN push_subscriptions ON session_id = sessions.id
      WHERE user_id = ${userId} AND revoked_at IS NULL AND expires_at > ${timestamp(now)}`,
  ]);
  return {
    settings: (settings?.[0] as NotificationSettings | undefined) ?? DEFAULTS,
    subscriptions: subscriptions as Subscription[],
  };
}

/** Their push services know nothing of these any more. */
export async function deleteSubscriptions(sql: Database, ids: readonly string[]): Promise<void> {
  await sql`DELETE FROM push_subscriptions WHERE id = ANY(${ids}::uuid[])`;
}

/** Who of those with these handles is to be told that they are mentioned in a room: who has been in it, and has not blocked the author. */
export async function findMentioned(
  sql: Database,
  roomId: string,
  handles: readonly string[],
  authorUserId: string,
): Promise<string[]> {
  const rows = await sql`
    SELECT users.id FROM users JOIN visits ON visits.user_id = users.id AND visits.room_id = ${roomId}
    WHERE handle = ANY(${handles}::text[]) AND users.id <> ${authorUserId}
      AND NOT EXISTS (SELECT FROM blocks WHERE blocker_id = users.id AND blocked_id = ${authorUserId})`;
  return rows.map(({ id }) => id as string);
}
