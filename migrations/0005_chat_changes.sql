-- What a message is now: edited, deleted, answered, reacted to. `version` is the room's sequence number of the last change, so
-- that a change that comes twice or late is no change.
ALTER TABLE messages
  ADD COLUMN author_id uuid,
  ADD COLUMN version bigint,
  ADD COLUMN revision integer NOT NULL DEFAULT 0 CHECK (revision >= 0),
  ADD COLUMN deleted boolean NOT NULL DEFAULT false,
  ADD COLUMN reply_to bigint,
  ADD COLUMN reactions jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(reactions) = 'array');

UPDATE messages SET author_id = participant_id, version = seq;

ALTER TABLE messages
  ALTER COLUMN author_id SET NOT NULL,
  ALTER COLUMN version SET NOT NULL,
  ADD CONSTRAINT messages_version_check CHECK (version >= seq),
  ADD CONSTRAINT messages_reply_to_fkey FOREIGN KEY (room_id, reply_to) REFERENCES messages (room_id, seq),
  DROP CONSTRAINT messages_body_check,
  ADD CONSTRAINT messages_body_check
    CHECK (CASE WHEN deleted THEN body = '' ELSE char_length(body) BETWEEN 1 AND 16100 END);

-- For the foreign key: rooms are deleted with their messages.
CREATE INDEX messages_reply_to ON messages (room_id, reply_to) WHERE reply_to IS NOT NULL;
