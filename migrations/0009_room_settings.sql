-- A room's settings change in the room, and come here by and by: an older version never replaces a newer one.
ALTER TABLE rooms ADD COLUMN version bigint NOT NULL DEFAULT 0 CHECK (version >= 0);
