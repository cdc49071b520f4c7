-- For the foreign key: a room's deletion looks for the answers to each of its messages.
CREATE INDEX messages_reply_to_idx ON messages (room_id, reply_to) WHERE reply_to IS NOT NULL;
