-- A message is found by the names of its files, too: many have no other words. In JSON they are in quotes, which are no part of a word.
ALTER TABLE messages DROP COLUMN words;

ALTER TABLE messages ADD COLUMN words tsvector GENERATED ALWAYS AS (
  to_tsvector('simple', CASE WHEN body LIKE 'e2ee1.%' THEN '' ELSE translate(
    body || ' ' || jsonb_path_query_array(files, '$[*].name')::text, './:@-#?=&+~%_', '             '
  ) END)
) STORED;

CREATE INDEX messages_words ON messages USING gin (room_id, words);
