-- What somebody tells their friends in a line; empty where that is nothing.
ALTER TABLE users ADD COLUMN status text NOT NULL DEFAULT '' CHECK (char_length(status) <= 100);
