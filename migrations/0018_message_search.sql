-- Full-text search in one room's history. Words are taken as they are written ('simple'): people write in many languages, and in
-- names and numbers; a link is the words in it. Nothing is kept of an encrypted text, which has no words, nor of a deleted one, whose body is empty.
--
-- The index holds the room, too. With the words alone, a word that is common in all rooms together would have every room's
-- messages read to find those of one; and neither is a search in one room any of the others' concern.
CREATE EXTENSION IF NOT EXISTS btree_gin;

ALTER TABLE messages ADD COLUMN words tsvector GENERATED ALWAYS AS (
  to_tsvector('simple', CASE WHEN body LIKE 'e2ee1.%' THEN '' ELSE translate(body, './:@-#?=&+~%', '            ') END)
) STORED;

CREATE INDEX messages_words ON messages USING gin (room_id, words);
