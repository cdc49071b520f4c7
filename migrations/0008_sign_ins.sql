-- Accounts elsewhere by which somebody signs in. `issuer` is the provider's own name for itself, which stays when ours for it changes.
CREATE TABLE identities (
  id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  issuer text NOT NULL CHECK (char_length(issuer) <= 400),
  subject text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 255),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  provider text NOT NULL,
  label text NOT NULL CHECK (char_length(label) <= 254),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_user_id_idx ON identities (user_id);

-- Passkeys (WebAuthn credentials): the private half never leaves its owner's device.
CREATE TABLE passkeys (
  id text PRIMARY KEY CHECK (char_length(id) <= 1400),
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  public_key text NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz
);
CREATE INDEX passkeys_user_id_idx ON passkeys (user_id);

-- What a sign-in that has begun has to come back with, once. The id is the hash of a secret in its browser's cookie.
CREATE TABLE challenges (
  id text PRIMARY KEY,
  data jsonb NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX challenges_expires_at_idx ON challenges (expires_at);
