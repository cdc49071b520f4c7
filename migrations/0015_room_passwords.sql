-- What a room asks for of who comes in: its hash, and an id that is another one each time it is set.
ALTER TABLE rooms ADD COLUMN password jsonb CHECK (password ? 'id' AND password ? 'hash');
