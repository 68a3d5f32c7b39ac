-- What the lists of the console are asked by, each in the order in which it is shown.
CREATE INDEX transmissions_from_type ON transmissions (from_member, type, accepted_at, transmission_id);
CREATE INDEX transmissions_to_type ON transmissions (to_member, type, accepted_at, transmission_id)
  WHERE to_member IS NOT NULL;
CREATE INDEX transmissions_pair ON transmissions (from_member, destination, accepted_at, transmission_id);
-- What waits for its release, and what was given back: a small part of what ever was.
DROP INDEX transmissions_waiting;
CREATE INDEX transmissions_waiting ON transmissions (from_member, accepted_at, transmission_id)
  WHERE status IN ('awaiting-release', 'awaiting-attachments');
CREATE INDEX transmissions_returned ON transmissions (from_member, accepted_at, transmission_id)
  WHERE status = 'returned';

-- Failures by whose activities they are, and by their code.
CREATE INDEX deliveries_failed_from ON deliveries (from_member, created_at)
  WHERE state IN ('dead-letter', 'held', 'outcome-unknown', 'refused');
CREATE INDEX deliveries_failure ON deliveries (failure_code, created_at) WHERE failure_code IS NOT NULL;
-- What is on its way to each state, since when, read without the rows.
CREATE INDEX deliveries_undelivered ON deliveries (to_member, created_at) INCLUDE (from_member, state)
  WHERE blocking;
-- How long hand-overs took of late.
CREATE INDEX deliveries_handed_over ON deliveries (to_member, handed_over_at)
  INCLUDE (from_member, created_at) WHERE handed_over_at IS NOT NULL;

-- How the duties of a period were kept, read without the rows.
CREATE INDEX deadlines_started ON deadlines (started_at)
  INCLUDE (duty, rule, owed_by, from_member, to_member, due_at, ended_at, ending) WHERE NOT advisory;

CREATE INDEX incidents_opened ON incidents (opened_at, incident_id);

-- What people of a state note on a case for themselves: no other state reads it, nor does the nation.
CREATE TABLE case_notes (
  note_id    uuid PRIMARY KEY,
  case_id    text NOT NULL REFERENCES cases,
  member     text NOT NULL,
  text       bytea NOT NULL,       -- encrypted under the key of the member
  author     text NOT NULL,
  written_at timestamptz NOT NULL
);
CREATE INDEX case_notes_case ON case_notes (case_id, member, written_at, note_id);

-- The filters that a person keeps for lists, whole and encrypted under the key of the member.
CREATE TABLE saved_filters (
  person     text PRIMARY KEY,
  member     text NOT NULL,
  filters    bytea NOT NULL,
  changed_at timestamptz NOT NULL
);

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['case_notes', 'saved_filters'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY flows ON %I TO hub_exchange USING (true) WITH CHECK (true)', name);
    EXECUTE format($f$CREATE POLICY readers ON %I FOR SELECT TO hub_reader
      USING (current_setting('hub.member', true) = member)$f$, name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, DELETE ON case_notes TO hub_exchange;
GRANT SELECT, INSERT, UPDATE ON saved_filters TO hub_exchange;
GRANT SELECT ON case_notes, saved_filters TO hub_reader;
