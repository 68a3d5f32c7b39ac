-- Who is whom at a provider of a state's own sign-in (OpenID Connect), as the person bound it.
CREATE TABLE provider_subjects (
  issuer       text NOT NULL,
  subject      text NOT NULL,          -- the provider's own name of the person
  account_id   uuid NOT NULL REFERENCES accounts,
  bound_at     timestamptz NOT NULL,
  last_used_at timestamptz,
  PRIMARY KEY (issuer, subject),
  UNIQUE (account_id, issuer)
);

-- Ways to a provider that are under way: taken away by the first answer, right or wrong.
CREATE TABLE provider_attempts (
  attempt_hash bytea PRIMARY KEY,      -- of the secret in the browser's cookie
  provider     text NOT NULL,
  session_id   uuid REFERENCES sessions,   -- whose person binds; null for signing in
  created_at   timestamptz NOT NULL,       -- process clock
  expires_at   timestamptz NOT NULL
);
CREATE INDEX provider_attempts_expiry ON provider_attempts (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON provider_subjects TO hub_exchange;
GRANT SELECT, INSERT, DELETE ON provider_attempts TO hub_exchange;
