import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Database } from "./client.ts";

/**
 * Stores a batch in one statement. A message that is there already, stays as it is; of a room that was deleted nothing is
 * stored.
 */
export async function insertMessages(
  sql: Database,
  roomId: string,
  messages: readonly ChatMessage[],
): Promise<void> {
  await sql`
    INSERT INTO messages (room_id, seq, message_id, participant_id, author_name, body, sent_at)
    SELECT ${roomId}::uuid, m.seq, m."messageId", m."participantId", m.name, m.text, to_timestamp(m.at / 1000.0)
    FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
      AS m (seq bigint, "messageId" uuid, "participantId" uuid, name text, text text, at double precision)
    WHERE EXISTS (SELECT 1 FROM rooms WHERE id = ${roomId}::uuid)
    ON CONFLICT DO NOTHING`;
}

/** The newest messages of a room before a place in its order, oldest first. */
export async function messagesBefore(
  sql: Database,
  roomId: string,
  before: number,
  limit: number,
): Promise<ChatMessage[]> {
  const rows = await sql`
    SELECT seq::float8 AS seq, message_id AS "messageId", participant_id AS "participantId", author_name AS name,
           body AS text, round(extract(epoch FROM sent_at) * 1000)::float8 AS at
    FROM messages WHERE room_id = ${roomId} AND messages.seq < ${before} ORDER BY messages.seq DESC LIMIT ${limit}`;
  return (rows as ChatMessage[]).reverse();
}
