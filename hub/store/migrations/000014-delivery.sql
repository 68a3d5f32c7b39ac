-- Deliveries of which nobody knows whether they were taken, and of which the hub asks the state.
CREATE INDEX deliveries_asked ON deliveries (to_member, due_at) WHERE state = 'outcome-unknown';

-- Tries that failed under the hold in force: each makes the next come later.
ALTER TABLE destinations ADD COLUMN held_trials integer NOT NULL DEFAULT 0;

-- What goes wrong, one open row a cause: with the exchange with a member, or with the hub itself ('national').
-- Times of deliveries are those of the business clock, of the hub itself those of the process clock.
CREATE TABLE incidents (
  incident_id  uuid PRIMARY KEY,
  member       text NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('delivery', 'intake', 'expiry', 'hub')),
  code         text NOT NULL,
  opened_at    timestamptz NOT NULL,
  last_at      timestamptz NOT NULL,
  count        integer NOT NULL,
  closed_at    timestamptz,
  opening_told boolean NOT NULL DEFAULT false,  -- in the log, by one process once
  closing_told boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX incidents_open ON incidents (member, code) WHERE closed_at IS NULL;
CREATE INDEX incidents_member ON incidents (member, opened_at, incident_id);
CREATE INDEX incidents_untold ON incidents (opened_at)
  WHERE NOT opening_told OR (closed_at IS NOT NULL AND NOT closing_told);

ALTER TABLE incidents ENABLE ROW LEVEL SECURITY;
ALTER TABLE incidents FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON incidents TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON incidents FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) IN (member, 'national'));
GRANT SELECT, INSERT, UPDATE ON incidents TO hub_exchange;
GRANT SELECT ON incidents TO hub_reader;
