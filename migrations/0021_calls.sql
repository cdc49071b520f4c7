-- Calls from one friend to another, answered or not. The room is where they talk: the two have the same one each time.
CREATE TABLE calls (
  id uuid PRIMARY KEY,
  caller_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  callee_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  room_id uuid REFERENCES rooms (id) ON DELETE SET NULL,
  called_at timestamptz NOT NULL,
  outcome text NOT NULL DEFAULT 'missed' CHECK (outcome IN ('missed', 'accepted', 'declined')),
  CHECK (caller_id <> callee_id)
);
CREATE INDEX calls_caller_idx ON calls (caller_id, called_at DESC);
CREATE INDEX calls_callee_idx ON calls (callee_id, called_at DESC);
-- For the foreign key.
CREATE INDEX calls_room_id_idx ON calls (room_id);
