-- Whether somebody wants to hear that they were mentioned in a chat.
ALTER TABLE notification_settings ADD COLUMN mentions boolean NOT NULL DEFAULT true;
