-- Security keys and passkeys of persons (WebAuthn), beside the authenticator app.
CREATE TABLE security_keys (
  key_id        uuid PRIMARY KEY,
  account_id    uuid NOT NULL REFERENCES accounts,
  credential_id text NOT NULL UNIQUE,    -- as the authenticator names it, base64url
  public_key    bytea NOT NULL,          -- COSE
  sign_count    bigint NOT NULL,         -- 0 for ever where the authenticator does not count
  transports    text[] NOT NULL,
  name          text NOT NULL,
  added_at      timestamptz NOT NULL,
  last_used_at  timestamptz,
  blocked_at    timestamptz              -- its count did not grow: there may be two of it
);
CREATE INDEX security_keys_account ON security_keys (account_id, added_at, key_id);

-- What somebody was sent away to prove, with a key or at a provider: taken away by the first answer, right
-- or wrong.
CREATE TABLE proof_attempts (
  secret_hash bytea PRIMARY KEY,
  purpose     text NOT NULL CHECK (purpose IN ('add-key', 'second-factor', 'key-alone', 'provider')),
  provider    text CHECK ((provider IS NOT NULL) = (purpose = 'provider')),
  session_id  uuid REFERENCES sessions,   -- null where nobody is known yet
  created_at  timestamptz NOT NULL,       -- process clock
  expires_at  timestamptz NOT NULL
);
CREATE INDEX proof_attempts_expiry ON proof_attempts (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON security_keys TO hub_exchange;
GRANT SELECT, INSERT, DELETE ON proof_attempts TO hub_exchange;
