-- What somebody's friends may see of them: nothing at all, and the room in which they are.
ALTER TABLE users
  ADD COLUMN invisible boolean NOT NULL DEFAULT false,
  ADD COLUMN shares_room boolean NOT NULL DEFAULT false;
