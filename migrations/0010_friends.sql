-- Two people of whom one has asked the other, or who are friends: one row for each pair, whoever asked. `id` is what both call it by.
CREATE TABLE friendships (
  low_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  high_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  asked_by uuid NOT NULL,
  -- As it was asked for: who asked is not told when that changes.
  asked_handle text NOT NULL,
  asked_at timestamptz NOT NULL,
  accepted_at timestamptz,
  PRIMARY KEY (low_id, high_id),
  CHECK (low_id < high_id),
  CHECK (asked_by IN (low_id, high_id))
);
CREATE INDEX friendships_high_id_idx ON friendships (high_id);

-- Requests that nobody sees: of a handle that nobody has, of who has blocked the asker, and those that were refused. To who asked
-- they look as all others do.
CREATE TABLE unheard_requests (
  asked_by uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  asked_handle text NOT NULL,
  asked_at timestamptz NOT NULL,
  PRIMARY KEY (asked_by, asked_handle)
);

CREATE TABLE blocks (
  blocker_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  blocked_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  blocked_at timestamptz NOT NULL,
  PRIMARY KEY (blocker_id, blocked_id),
  CHECK (blocker_id <> blocked_id)
);
-- For the foreign key.
CREATE INDEX blocks_blocked_id_idx ON blocks (blocked_id);
