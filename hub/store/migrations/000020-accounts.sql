-- Persons who sign in. Never deleted: a reference and an address are one person's for ever. What
-- proves who somebody is stands in tables of its own, which the flows alone read.
CREATE TABLE accounts (
  account_id            uuid PRIMARY KEY,
  reference             text NOT NULL UNIQUE,   -- U-…: all that leaves and logs say of it
  member                text NOT NULL,          -- USPS code, or national
  name                  text NOT NULL,
  email                 text NOT NULL,
  roles                 text[] NOT NULL,
  office_staff          boolean NOT NULL,       -- recorded as staff of the state compact office
  office_confirmed_at   timestamptz,
  training_completed_on date NOT NULL,
  training_recorded_by  text NOT NULL,
  policy_version        text,
  policy_accepted_at    timestamptz,
  state                 text NOT NULL CHECK (state IN ('invited', 'active', 'locked', 'deactivated')),
  created_at            timestamptz NOT NULL,
  invited_at            timestamptz NOT NULL,
  last_sign_in_at       timestamptz
);
CREATE UNIQUE INDEX accounts_email ON accounts (lower(email));
CREATE INDEX accounts_member ON accounts (member, created_at, account_id);

CREATE TABLE account_secrets (
  account_id     uuid PRIMARY KEY REFERENCES accounts,
  password_hash  text,     -- argon2id, PHC string
  totp           bytea,    -- encrypted under the member's key
  totp_last_step bigint    -- no code of this step or an earlier one counts again
);

CREATE TABLE recovery_codes (
  account_id uuid NOT NULL REFERENCES accounts,
  code_hash  bytea NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (account_id, code_hash)
);

CREATE TABLE sessions (
  session_id   uuid PRIMARY KEY,
  account_id   uuid NOT NULL REFERENCES accounts,
  token_hash   bytea NOT NULL UNIQUE,
  csrf_token   text NOT NULL,
  stage        text NOT NULL CHECK (stage IN ('enrol', 'second-factor', 'policy', 'complete')),
  source       text NOT NULL,         -- address it was opened from
  totp_pending bytea,                 -- shown for enrolment, not confirmed yet
  created_at   timestamptz NOT NULL,  -- process clock, like all times of a session
  last_seen_at timestamptz NOT NULL,
  ended_at     timestamptz,
  ended_why    text
);
CREATE INDEX sessions_account ON sessions (account_id) WHERE ended_at IS NULL;

-- What a mail carries: an invitation, or a link to set the password anew.
CREATE TABLE account_links (
  token_hash bytea PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts,
  kind       text NOT NULL CHECK (kind IN ('invitation', 'reset')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);
CREATE INDEX account_links_account ON account_links (account_id) WHERE used_at IS NULL;

-- Since the last success; five of fifteen minutes lock.
CREATE TABLE sign_in_failures (
  account_id uuid NOT NULL REFERENCES accounts,
  failed_at  timestamptz NOT NULL
);
CREATE INDEX sign_in_failures_account ON sign_in_failures (account_id, failed_at);

-- What happened to accounts and sessions, as their leaves say it, and from which address.
CREATE TABLE access_events (
  event_id    uuid PRIMARY KEY,
  leaf_hash   bytea NOT NULL,
  member      text NOT NULL,          -- whose account; national where it is nobody's
  type        text NOT NULL,
  outcome     text,
  code        text,
  subject     text,                   -- reference of the account
  actor       text NOT NULL,
  source      text,
  occurred_at timestamptz NOT NULL
);
CREATE INDEX access_events_time ON access_events (occurred_at, event_id);
CREATE INDEX access_events_member ON access_events (member, occurred_at, event_id);
CREATE INDEX access_events_subject ON access_events (subject, occurred_at, event_id);

ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON accounts TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON accounts FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) IN (member, 'national'));
ALTER TABLE access_events ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_events FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON access_events TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON access_events FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) IN (member, 'national'));

GRANT SELECT, INSERT, UPDATE ON accounts, account_secrets, sessions, account_links TO hub_exchange;
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_codes TO hub_exchange;
GRANT SELECT, INSERT, DELETE ON sign_in_failures TO hub_exchange;
GRANT SELECT, INSERT ON access_events TO hub_exchange;  -- append only
GRANT SELECT ON accounts, access_events TO hub_reader;
