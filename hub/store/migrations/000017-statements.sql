-- Days for which statements were made: each covers the log from where the one before ended.
CREATE TABLE statement_rounds (
  origin     text NOT NULL,
  day        text NOT NULL CHECK (day ~ '^\d{4}-\d{2}-\d{2}$'),  -- in UTC
  from_size  bigint NOT NULL,
  to_size    bigint NOT NULL,
  checkpoint text NOT NULL,          -- of to_size
  made_at    timestamptz NOT NULL,
  PRIMARY KEY (origin, day)
);

-- What one state sent to another between two sizes of the log, signed. Ids and indexes in leaf order.
CREATE TABLE statements (
  statement_id     uuid PRIMARY KEY,
  origin           text NOT NULL,
  day              text NOT NULL,
  from_member      text NOT NULL,
  to_member        text NOT NULL,
  from_size        bigint NOT NULL,
  to_size          bigint NOT NULL,
  note             text NOT NULL,
  transmission_ids uuid[] NOT NULL,
  leaf_indexes     bigint[] NOT NULL,
  made_at          timestamptz NOT NULL,
  UNIQUE (origin, from_member, to_member, from_size),
  FOREIGN KEY (origin, day) REFERENCES statement_rounds
);
CREATE INDEX statements_made ON statements (made_at DESC, statement_id DESC);

ALTER TABLE statements ENABLE ROW LEVEL SECURITY;
ALTER TABLE statements FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON statements TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON statements FOR SELECT TO hub_reader USING (
  current_setting('hub.member', true) IN (from_member, to_member, 'national'));
GRANT SELECT, INSERT ON statement_rounds, statements TO hub_exchange;
GRANT SELECT ON statement_rounds, statements TO hub_reader;
