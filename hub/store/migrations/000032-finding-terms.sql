-- What a request is found by, of all that the checks found in it: a code, or the JSON Pointer of a place. A row for each,
-- with the request's time, so that the newest stand together; a pointer inside "pointers" cannot be reached by an index
-- before the policies are.
CREATE TABLE finding_terms (
  transmission_id uuid NOT NULL REFERENCES transmissions,
  term            text NOT NULL,
  from_member     text NOT NULL,
  to_member       text,
  accepted_at     timestamptz NOT NULL,
  PRIMARY KEY (transmission_id, term)
);
INSERT INTO finding_terms
SELECT DISTINCT f.transmission_id, terms.term, f.from_member, f.to_member, t.accepted_at
  FROM findings f JOIN transmissions t USING (transmission_id)
 CROSS JOIN LATERAL (SELECT f.code AS term UNION ALL SELECT jsonb_array_elements_text(f.pointers)) AS terms;
-- Whole, so that no row of the table is read: the policies ask for both states.
CREATE INDEX finding_terms_sent ON finding_terms (from_member, term, accepted_at, transmission_id)
  INCLUDE (to_member);
CREATE INDEX finding_terms_received ON finding_terms (to_member, term, accepted_at, transmission_id)
  INCLUDE (from_member) WHERE to_member IS NOT NULL;

-- They go with the findings.
CREATE OR REPLACE FUNCTION forget_findings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM finding_terms USING gone WHERE finding_terms.transmission_id = gone.transmission_id;
  DELETE FROM findings USING gone WHERE findings.transmission_id = gone.transmission_id;
  RETURN NULL;
END
$$;

ALTER TABLE finding_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE finding_terms FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON finding_terms TO hub_exchange USING (true) WITH CHECK (true);
-- The two states, and the national office, as their findings.
CREATE POLICY readers ON finding_terms FOR SELECT TO hub_reader USING (
  CASE current_setting('hub.member', true)
    WHEN from_member THEN true WHEN to_member THEN true WHEN 'national' THEN true
    ELSE false END);
GRANT SELECT, INSERT, UPDATE, DELETE ON finding_terms TO hub_exchange;
GRANT SELECT ON finding_terms TO hub_reader;
