-- The rooms that somebody with an account has opened, for their list.
CREATE TABLE visits (
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  room_id uuid NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
  visited_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, room_id)
);
CREATE INDEX visits_latest_idx ON visits (user_id, visited_at DESC);
-- For the foreign key.
CREATE INDEX visits_room_id_idx ON visits (room_id);
