-- Who opened the documents of an activity, as its `viewed` leaves say it: for the states that know of the
-- activity, and the nation. From which address it came stands in access_events, for the own state alone.
CREATE TABLE viewings (
  viewing_id      uuid PRIMARY KEY,
  transmission_id uuid NOT NULL REFERENCES transmissions,
  leaf_hash       bytea NOT NULL,
  member          text NOT NULL,   -- of who opened them; national for the national office
  actor           text NOT NULL,   -- opaque reference
  role            text NOT NULL,   -- the role by which
  what            text NOT NULL CHECK (what IN ('documents', 'attachment', 'person')),
  occasion        text NOT NULL,   -- a session, or a credential and a day: once for each
  reason_code     text,            -- of the national office alone
  note            bytea,           -- sealed; gone with the content
  viewed_at       timestamptz NOT NULL,
  CHECK ((member = 'national') = (reason_code IS NOT NULL))
);
CREATE UNIQUE INDEX viewings_occasion ON viewings (transmission_id, occasion, what);
CREATE INDEX viewings_time ON viewings (transmission_id, viewed_at, viewing_id);

ALTER TABLE viewings ENABLE ROW LEVEL SECURITY;
ALTER TABLE viewings FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON viewings TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON viewings FOR SELECT TO hub_reader USING (
  EXISTS (SELECT 1 FROM transmissions t WHERE t.transmission_id = viewings.transmission_id));
GRANT SELECT, INSERT, UPDATE (note) ON viewings TO hub_exchange;
GRANT SELECT ON viewings TO hub_reader;

-- Of which activity something was opened.
ALTER TABLE access_events ADD COLUMN transmission_id uuid;

-- When the second factor was last shown in the session; null before, and for sessions of an earlier version.
ALTER TABLE sessions ADD COLUMN factor_at timestamptz;
