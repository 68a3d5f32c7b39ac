-- The person of a case as last described: which transmission's record says it. No copy of what it says.
CREATE TABLE person_descriptions (
  case_id         text PRIMARY KEY REFERENCES cases,
  transmission_id uuid NOT NULL UNIQUE REFERENCES transmissions,
  from_member     text NOT NULL,  -- sending state of the case
  to_member       text NOT NULL   -- receiving state of the case: the description crossed
);

-- What that person is found by: HMACs under a key of the hub's own, of normalised values. By
-- transmission, so that those of the description before go in the statement that writes these.
CREATE TABLE person_tokens (
  transmission_id uuid NOT NULL REFERENCES transmissions,
  token           bytea NOT NULL,
  kind            text NOT NULL,
  from_member     text NOT NULL,
  to_member       text NOT NULL,
  PRIMARY KEY (transmission_id, token)
);
CREATE INDEX person_tokens_token ON person_tokens (token);

-- Both go with the key of the record that they are of.
CREATE FUNCTION forget_persons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM person_tokens USING gone WHERE person_tokens.transmission_id = gone.transmission_id;
  DELETE FROM person_descriptions USING gone
   WHERE person_descriptions.transmission_id = gone.transmission_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER forget_persons AFTER DELETE ON content_keys
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_persons();

-- Whom each state named for its side of a case; the last position is in force. Never changed.
CREATE TABLE case_assignments (
  case_id     text NOT NULL REFERENCES cases,
  member      text NOT NULL,
  position    integer NOT NULL,
  user_sealed bytea NOT NULL,    -- under the key of the member
  actor       text NOT NULL,
  assigned_at timestamptz NOT NULL,
  PRIMARY KEY (case_id, member, position)
);

-- Why: for the member itself alone, so in a table of its own.
CREATE TABLE assignment_notes (
  case_id     text NOT NULL,
  member      text NOT NULL,
  position    integer NOT NULL,
  note_sealed bytea NOT NULL,
  PRIMARY KEY (case_id, member, position),
  FOREIGN KEY (case_id, member, position) REFERENCES case_assignments
);

-- The list of cases: those of one moment in an order too.
DROP INDEX cases_from;
DROP INDEX cases_to;
CREATE INDEX cases_from ON cases (from_member, changed_at, case_id);
CREATE INDEX cases_to ON cases (to_member, changed_at, case_id) WHERE to_member IS NOT NULL;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['person_descriptions', 'person_tokens', 'case_assignments',
    'assignment_notes'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY flows ON %I TO hub_exchange USING (true) WITH CHECK (true)', name);
  END LOOP;
  -- Content: the two states only.
  FOREACH name IN ARRAY ARRAY['person_descriptions', 'person_tokens'] LOOP
    EXECUTE format($f$CREATE POLICY readers ON %I FOR SELECT TO hub_reader USING (
      current_setting('hub.member', true) IN (from_member, to_member))$f$, name);
  END LOOP;
END
$$;
-- Of the two states of the case as it is now: a state may name its user before anything crossed.
CREATE POLICY readers ON case_assignments FOR SELECT TO hub_reader USING (
  EXISTS (SELECT 1 FROM cases c
           WHERE c.case_id = case_assignments.case_id
             AND current_setting('hub.member', true) IN (c.from_member, c.to_member)));
CREATE POLICY readers ON assignment_notes FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) = member);

GRANT SELECT, INSERT, UPDATE, DELETE ON person_descriptions TO hub_exchange;
GRANT SELECT, INSERT, DELETE ON person_tokens TO hub_exchange;
GRANT SELECT, INSERT ON case_assignments, assignment_notes TO hub_exchange;
GRANT SELECT ON person_descriptions, person_tokens, case_assignments, assignment_notes TO hub_reader;
