-- What is told to the offices of the states and of the nation, by e-mail and by web hook, and how their
-- offices are reached. Nothing here holds content of an activity or the name of a person on supervision.

-- How an office is reached, as its state says it: each change is a version, the highest is in force.
CREATE TABLE office_contacts (
  member     text NOT NULL,       -- USPS code, or national
  version    integer NOT NULL,
  name       text,
  address    text,
  phone      text,
  mailbox    text,
  hours      text,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (member, version)
);

-- What an office wants to be told, and when; what is not here stands in the table of hub/notify.
CREATE TABLE notification_settings (
  member     text PRIMARY KEY,
  mailbox    text,                -- instead of the office's public one
  choices    jsonb NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);

-- Where the monitoring of a state or of the nation is called.
CREATE TABLE hooks (
  hook_id          uuid PRIMARY KEY,
  member           text NOT NULL,
  url              text NOT NULL,
  trusted          text,          -- certificates of the authority that the endpoint's own comes from
  secret           bytea NOT NULL,            -- encrypted under the member's key
  old_secret       bytea,                     -- signs beside it until old_until
  old_secret_until timestamptz,
  created_by       text NOT NULL,
  created_at       timestamptz NOT NULL,
  failing_since    timestamptz,
  disabled_at      timestamptz,
  removed_at       timestamptz
);
CREATE INDEX hooks_member ON hooks (member, created_at) WHERE removed_at IS NULL;

-- A fact that an office is to hear of by e-mail: waits for its moment, then stands in one mail.
CREATE TABLE notices (
  notice_id       uuid PRIMARY KEY,
  member          text NOT NULL,
  event           text NOT NULL,
  cause           text NOT NULL,  -- two of one cause are told once, and the rest with the digest
  facts           jsonb NOT NULL, -- type, case, duty, code: never content
  transmission_id uuid,
  delivery_id     uuid,
  happened_at     timestamptz NOT NULL,
  mail_at         timestamptz NOT NULL,
  pressing        boolean NOT NULL,
  mailed_at       timestamptz
);
CREATE INDEX notices_waiting ON notices (mail_at) WHERE mailed_at IS NULL;
CREATE INDEX notices_cause ON notices (member, event, cause, happened_at);
CREATE INDEX notices_mailed ON notices (member, mailed_at) WHERE mailed_at IS NOT NULL;

-- What is to be sent: by id, claimed with a lease, fenced by its epoch.
CREATE TABLE outbox (
  outbox_id   uuid PRIMARY KEY,   -- the Message-ID of a mail, the webhook-id of a call
  channel     text NOT NULL CHECK (channel IN ('mail', 'link', 'hook')),
  member      text NOT NULL,
  recipient   text,               -- of a mail: whose mailbox, looked up when it is sent
  hook_id     uuid REFERENCES hooks,
  content     bytea,              -- a link is encrypted; gone once it is sent
  created_at  timestamptz NOT NULL,
  due_at      timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  attempt     integer NOT NULL,
  epoch       integer NOT NULL,
  lease_until timestamptz,
  state       text NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up', 'dropped')),
  code        text,               -- why it is not sent yet
  ended_at    timestamptz
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE state = 'waiting';
CREATE INDEX outbox_hook ON outbox (hook_id, due_at) WHERE state = 'waiting' AND hook_id IS NOT NULL;
CREATE INDEX outbox_ended ON outbox (ended_at) WHERE ended_at IS NOT NULL;

-- How far the ledger was read for notices. Its indexes are given in order, so that none is passed over.
CREATE TABLE notice_cursor (
  singleton  boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  origin     text NOT NULL,
  next_index bigint NOT NULL
);

ALTER TABLE incidents DROP CONSTRAINT incidents_kind_check;
ALTER TABLE incidents ADD CONSTRAINT incidents_kind_check
  CHECK (kind IN ('delivery', 'intake', 'expiry', 'hub', 'notification'));

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['office_contacts', 'notification_settings', 'hooks', 'notices', 'outbox'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY flows ON %I TO hub_exchange USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;
CREATE POLICY readers ON notification_settings FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) = member);
CREATE POLICY readers ON hooks FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) = member);

GRANT SELECT, INSERT ON office_contacts TO hub_exchange;
GRANT SELECT, INSERT, UPDATE ON notification_settings, hooks, notice_cursor TO hub_exchange;
GRANT SELECT, INSERT, UPDATE, DELETE ON notices, outbox TO hub_exchange;
GRANT SELECT ON notification_settings, hooks TO hub_reader;

-- The follower reads on where one ledger ended and another began.
GRANT SELECT ON closed_ledger_entries TO hub_exchange;
CREATE POLICY flows ON closed_ledger_entries FOR SELECT TO hub_exchange USING (true);
