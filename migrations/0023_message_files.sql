-- The files that were sent with a message: what each is called, its type and its sizes. What is in them is in the bucket.
ALTER TABLE messages
  ADD COLUMN files jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(files) = 'array'),
  DROP CONSTRAINT messages_body_check,
  ADD CONSTRAINT messages_body_check CHECK (
    CASE WHEN deleted THEN body = '' AND files = '[]'
         ELSE char_length(body) <= 16100 AND (body <> '' OR files <> '[]') END
  );
