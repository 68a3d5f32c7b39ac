-- What stands in the list of a compact office: its own activities that wait for their release, and, where
-- the profile says so, the managed ones that came in. The second kind holds nothing up. Only the office's
-- own state sees them.
CREATE TABLE reviews (
  transmission_id uuid NOT NULL REFERENCES transmissions,
  direction       text NOT NULL CHECK (direction IN ('outgoing', 'incoming')),
  member          text NOT NULL,
  other_member    text NOT NULL,
  case_id         text NOT NULL REFERENCES cases,
  type            text NOT NULL,
  opened_at       timestamptz NOT NULL,
  assigned_to     text,           -- the state's own reference of one of its persons
  assigned_by     text,
  assigned_at     timestamptz,
  note            bytea,          -- encrypted under the member's key
  closed_at       timestamptz,
  closed_by       text,
  outcome         text CHECK (outcome IN ('released', 'returned', 'reviewed')),
  PRIMARY KEY (transmission_id, direction)
);
CREATE INDEX reviews_open ON reviews (member, opened_at, transmission_id) WHERE closed_at IS NULL;
CREATE INDEX reviews_closed ON reviews (member, opened_at, transmission_id) WHERE closed_at IS NOT NULL;

ALTER TABLE reviews ENABLE ROW LEVEL SECURITY;
ALTER TABLE reviews FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON reviews TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON reviews FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) = member);
GRANT SELECT, INSERT, UPDATE ON reviews TO hub_exchange;
GRANT SELECT ON reviews TO hub_reader;

-- What waits for its release already.
ALTER TABLE transmissions NO FORCE ROW LEVEL SECURITY;
INSERT INTO reviews (transmission_id, direction, member, other_member, case_id, type, opened_at)
SELECT transmission_id, 'outgoing', from_member, destination, case_id, type, accepted_at
  FROM transmissions WHERE status = 'awaiting-release';
ALTER TABLE transmissions FORCE ROW LEVEL SECURITY;
