import type { ChatMessage } from "../../protocol/room/chat.ts";
import type { Database } from "./client.ts";

/**
 * Stores a batch in one statement: each message as it is now. What is there already as it is now, or newer, stays; so does a
 * message that was sent again so late that its room had forgotten it and gave it another place. Of a room that was deleted
 * nothing is stored.
 */
export async function storeMessages(
  sql: Database,
  roomId: string,
  messages: readonly ChatMessage[],
): Promise<void> {
  await sql`
    INSERT INTO messages (room_id, seq, message_id, participant_id, author_id, author_name, body, sent_at,
                          version, revision, deleted, reply_to, reactions, files)
    SELECT ${roomId}::uuid, m.seq, m."messageId", m."participantId", m."authorId", m.name, m.text,
           to_timestamp(m.at / 1000.0), m.version, m.revision, m.deleted, (m."replyTo" ->> 'seq')::bigint, m.reactions, m.files
    FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb)
      AS m (seq bigint, "messageId" uuid, "participantId" uuid, "authorId" uuid, name text, text text,
            at double precision, version bigint, revision integer, deleted boolean, "replyTo" jsonb, reactions jsonb,
            files jsonb)
    WHERE EXISTS (SELECT FROM rooms WHERE id = ${roomId}) AND NOT EXISTS (
      SELECT FROM messages known
      WHERE known.room_id = ${roomId} AND known.message_id = m."messageId" AND known.seq <> m.seq
    )
    ON CONFLICT (room_id, seq) DO UPDATE
      SET body = EXCLUDED.body, version = EXCLUDED.version, revision = EXCLUDED.revision,
          deleted = EXCLUDED.deleted, reactions = EXCLUDED.reactions, files = EXCLUDED.files
      WHERE messages.version < EXCLUDED.version`;
}

/** The newest messages of a room before a place in its order in which words begin with all of these, newest first. */
export async function searchMessages(
  sql: Database,
  roomId: string,
  words: readonly string[],
  before: number,
  limit: number,
): Promise<ChatMessage[]> {
  // A word is letters and digits alone, so it is no operator; quoted, it is no keyword either.
  const query = words.map((word) => `'${word}':*`).join(" & ");
  const rows = await sql`
    SELECT m.seq::float8 AS seq, m.message_id AS "messageId", m.participant_id AS "participantId",
           m.author_id AS "authorId", m.author_name AS name, m.body AS text,
           round(extract(epoch FROM m.sent_at) * 1000)::float8 AS at, m.version::float8 AS version, m.revision, m.deleted,
           m.reactions, m.files, NULL AS "replyTo"
    FROM messages m
    WHERE m.room_id = ${roomId} AND m.words @@ to_tsquery('simple', ${query}) AND m.seq < ${before}
    ORDER BY m.seq DESC LIMIT ${limit}`;
  return rows as ChatMessage[];
}

/** The newest messages of a room before a place in its order, oldest first. */
export async function messagesBefore(
  sql: Database,
  roomId: string,
  before: number,
  limit: number,
): Promise<ChatMessage[]> {
  const rows = await sql`
    SELECT m.seq::float8 AS seq, m.message_id AS "messageId", m.participant_id AS "participantId",
           m.author_id AS "authorId", m.author_name AS name, m.body AS text,
           round(extract(epoch FROM m.sent_at) * 1000)::float8 AS at, m.version::float8 AS version, m.revision, m.deleted,
           m.reactions, m.files,
           CASE WHEN quoted.seq IS NOT NULL THEN jsonb_build_object(
             'messageId', quoted.message_id, 'seq', quoted.seq, 'name', quoted.author_name) END AS "replyTo"
    FROM messages m LEFT JOIN messages quoted ON quoted.room_id = m.room_id AND quoted.seq = m.reply_to
    WHERE m.room_id = ${roomId} AND m.seq < ${before} ORDER BY m.seq DESC LIMIT ${limit}`;
  return (rows as ChatMessage[]).reverse();
}
