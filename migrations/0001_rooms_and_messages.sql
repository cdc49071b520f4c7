CREATE TABLE rooms (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$'),
  title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 80),
  owner_id uuid NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);

-- A message's place is given by its room, so writing it twice changes nothing.
CREATE TABLE messages (
  room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  seq bigint NOT NULL CHECK (seq > 0),
  message_id uuid NOT NULL,
  participant_id uuid NOT NULL,
  author_name text NOT NULL,
  body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 4000),
  sent_at timestamptz NOT NULL,
  PRIMARY KEY (room_id, seq),
  UNIQUE (room_id, message_id)
);
