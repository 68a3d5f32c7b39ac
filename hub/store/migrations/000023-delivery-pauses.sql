-- Deliveries to a state wait while a person of it paused them: one open row a state, kept when it is over.
CREATE TABLE delivery_pauses (
  pause_id      uuid PRIMARY KEY,
  member        text NOT NULL,
  reason        text NOT NULL,
  paused_by     text NOT NULL,
  paused_at     timestamptz NOT NULL,
  resume_reason text,
  resumed_by    text,
  resumed_at    timestamptz
);
CREATE UNIQUE INDEX delivery_pauses_open ON delivery_pauses (member) WHERE resumed_at IS NULL;
CREATE INDEX delivery_pauses_member ON delivery_pauses (member, paused_at);

ALTER TABLE delivery_pauses ENABLE ROW LEVEL SECURITY;
ALTER TABLE delivery_pauses FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON delivery_pauses TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON delivery_pauses FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) IN (member, 'national'));
GRANT SELECT, INSERT, UPDATE ON delivery_pauses TO hub_exchange;
GRANT SELECT ON delivery_pauses TO hub_reader;
