-- Browsers that are told what happens while no page of Nearcast is open. One belongs to the session that is signed in there.
CREATE TABLE push_subscriptions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  endpoint text NOT NULL UNIQUE CHECK (char_length(endpoint) <= 1000),
  p256dh text NOT NULL CHECK (char_length(p256dh) = 87),
  auth text NOT NULL CHECK (char_length(auth) = 22),
  created_at timestamptz NOT NULL
);
CREATE INDEX push_subscriptions_session_id_idx ON push_subscriptions (session_id);

-- What somebody wants to hear of; whoever has no row, of everything at any time. Quiet hours are minutes since midnight.
CREATE TABLE notification_settings (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  calls boolean NOT NULL,
  quiet jsonb
);
