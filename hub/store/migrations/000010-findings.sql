-- What the eligibility checks found in a request: codes, rules and places, no value of it.
CREATE TABLE findings (
  transmission_id uuid NOT NULL REFERENCES transmissions,
  position        integer NOT NULL,
  from_member     text NOT NULL,
  to_member       text,
  code            text NOT NULL,
  rule            text NOT NULL,
  result          text NOT NULL CHECK (result IN ('not-met', 'cannot-be-determined')),
  weight          text NOT NULL CHECK (weight IN ('advisory', 'refusing')),
  pointers        jsonb NOT NULL,
  PRIMARY KEY (transmission_id, position)
);

-- A finding says something of the person all the same: it goes with the key of what it was found in.
CREATE FUNCTION forget_findings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM findings USING gone WHERE findings.transmission_id = gone.transmission_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER forget_findings AFTER DELETE ON content_keys
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_findings();

ALTER TABLE findings ENABLE ROW LEVEL SECURITY;
ALTER TABLE findings FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON findings TO hub_exchange USING (true) WITH CHECK (true);
-- The two states, and the national office, as envelopes.
CREATE POLICY readers ON findings FOR SELECT TO hub_reader USING (
  CASE current_setting('hub.member', true)
    WHEN from_member THEN true WHEN to_member THEN true WHEN 'national' THEN true
    ELSE false END);
GRANT SELECT, INSERT, UPDATE, DELETE ON findings TO hub_exchange;
GRANT SELECT ON findings TO hub_reader;
