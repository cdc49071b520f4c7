-- Somebody who has signed up. A guest who does keeps its id, so that its rooms stay its own.
CREATE TABLE users (
  id uuid PRIMARY KEY,
  handle text NOT NULL UNIQUE CHECK (handle ~ '^[a-z0-9][a-z0-9_]{1,28}[a-z0-9]$'),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- The one way in by e-mail and password. The hash says by itself how it was made.
CREATE TABLE passwords (
  user_id uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND char_length(email) BETWEEN 3 AND 254),
  hash text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);

-- One browser in which somebody is signed in: a family of refresh tokens, of which one counts at a time. Only hashes are here.
CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  token_hash text NOT NULL,
  previous_hash text,
  rotated_at timestamptz NOT NULL,
  user_agent text NOT NULL CHECK (char_length(user_agent) <= 400),
  created_at timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

-- Passwords tried in vain, by the hash of the address that was given, whether or not there is such an account.
CREATE TABLE password_attempts (
  account text PRIMARY KEY,
  count integer NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX password_attempts_since_idx ON password_attempts (since);

CREATE INDEX rooms_owner_id_idx ON rooms (owner_id);
