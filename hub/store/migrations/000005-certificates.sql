-- What states' endpoints were tried with and what came of it; the report is signed and has a leaf.
CREATE TABLE certificates (
  certificate_id   uuid PRIMARY KEY,
  member           text NOT NULL,
  issued_at        timestamptz NOT NULL,
  verdict          text NOT NULL CHECK (verdict IN ('certified', 'falls-short')),
  endpoint_class   text NOT NULL CHECK (endpoint_class IN ('A', 'B', 'C')),
  profile_hash     text NOT NULL,
  mappings_hash    text NOT NULL,
  schema_hash      text NOT NULL,
  software_version text NOT NULL,
  report           text NOT NULL,
  report_hash      text NOT NULL
);
CREATE INDEX certificates_member ON certificates (member, issued_at DESC);
ALTER TABLE certificates ENABLE ROW LEVEL SECURITY;
ALTER TABLE certificates FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON certificates TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON certificates FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) IN (member, 'national'));
GRANT SELECT, INSERT ON certificates TO hub_exchange;
GRANT SELECT ON certificates TO hub_reader;
