-- The keys that sign the heads of a ledger, and those that did: from when, until when. No private half.
CREATE TABLE ledger_keys (
  key_line    text PRIMARY KEY,      -- C2SP signed-note, its name is the origin
  origin      text NOT NULL,
  signs_from  timestamptz NOT NULL,
  signs_until timestamptz            -- null: no end is set
);

-- Why nothing is signed and nothing accepted; null: nothing is wrong (docs/ledger-recovery.md).
ALTER TABLE ledger_head
  ADD COLUMN locked_at timestamptz,
  ADD COLUMN lock_code text CHECK (lock_code IN ('LEDGER_BEHIND', 'LEDGER_FORK', 'LEDGER_DAMAGED'));

-- Ledgers that could not be continued. What the hub still holds of one stands in the two tables below.
CREATE TABLE closed_ledgers (
  origin     text PRIMARY KEY,
  successor  text NOT NULL,
  checkpoint text NOT NULL,          -- the last that was signed, wherever it was found
  size       bigint NOT NULL,        -- the tree that the hub holds
  root       bytea NOT NULL,
  reason     text NOT NULL,
  approvers  text[] NOT NULL,
  closed_at  timestamptz NOT NULL
);
CREATE TABLE closed_ledger_entries (
  origin          text NOT NULL REFERENCES closed_ledgers,
  leaf_index      bigint NOT NULL,
  transmission_id uuid,
  from_member     text,
  entry           bytea NOT NULL,
  PRIMARY KEY (origin, leaf_index)
);
CREATE TABLE closed_ledger_tiles (
  origin text NOT NULL REFERENCES closed_ledgers,
  level  smallint NOT NULL,
  tile   bigint NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (origin, level, tile)
);

ALTER TABLE closed_ledger_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE closed_ledger_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY readers ON closed_ledger_entries FOR SELECT TO hub_reader USING (
  current_setting('hub.member', true) IN (from_member, 'national')
  OR EXISTS (SELECT 1 FROM transmissions t
              WHERE t.transmission_id = closed_ledger_entries.transmission_id));

GRANT SELECT, INSERT, UPDATE ON ledger_keys TO hub_exchange;
GRANT SELECT ON closed_ledgers TO hub_exchange;
GRANT SELECT ON ledger_keys, closed_ledgers, closed_ledger_entries, closed_ledger_tiles TO hub_reader;
