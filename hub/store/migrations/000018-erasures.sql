-- What became of the content: open to its two states, sealed by order of a court, or expunged.
ALTER TABLE transmissions ADD COLUMN content text NOT NULL DEFAULT 'kept'
  CHECK (content IN ('kept', 'sealed', 'expunged'));
ALTER TABLE cases ADD COLUMN content text NOT NULL DEFAULT 'kept'
  CHECK (content IN ('kept', 'sealed', 'expunged'));

-- A sealed key is wrapped once more, under the seal key: whoever forgets to ask cannot open it either.
ALTER TABLE content_keys ADD COLUMN sealed boolean NOT NULL DEFAULT false;
ALTER TABLE attachments ADD COLUMN sealed boolean NOT NULL DEFAULT false;

DROP POLICY readers ON content_keys;
CREATE POLICY readers ON content_keys FOR SELECT TO hub_reader USING (
  NOT sealed AND current_setting('hub.member', true) IN (from_member, to_member));

-- A day of registration is of a person: sealed with the content that told it.
DROP POLICY readers ON deadlines;
CREATE POLICY readers ON deadlines FOR SELECT TO hub_reader USING (
  CASE current_setting('hub.member', true)
    WHEN from_member THEN true WHEN to_member THEN true WHEN 'national' THEN NOT advisory
    ELSE false END
  AND (NOT advisory OR EXISTS (
    SELECT FROM transmissions t
     WHERE t.transmission_id = deadlines.transmission_id AND t.content = 'kept')));

-- Orders to erase or to seal: one person of the state proposes, another approves.
CREATE TABLE erasures (
  erasure_id    uuid PRIMARY KEY,
  action        text NOT NULL CHECK (action IN ('expunge', 'seal', 'unseal')),
  scope         text NOT NULL CHECK (scope IN ('transmission', 'case', 'person')),
  subject       text NOT NULL,     -- the hub's own id of it
  member        text NOT NULL,     -- whose order it is
  authority     text NOT NULL,     -- reference of the order; stands in the leaves too
  reason        bytea,             -- encrypted under the member's key; goes when it is decided
  state         text NOT NULL CHECK (state IN ('proposed', 'withdrawn', 'done')),
  proposed_by   text NOT NULL,
  proposed_at   timestamptz NOT NULL,
  decided_by    text,
  decided_at    timestamptz,
  transmissions integer NOT NULL,  -- as proposed; once done, those that it concerned
  done_xid      xid8,              -- of the transaction that did it
  scrubbed_at   timestamptz        -- since then no page of the database holds what it destroyed
);
CREATE UNIQUE INDEX erasures_open ON erasures (member, scope, subject, action)
  WHERE state = 'proposed';
CREATE INDEX erasures_member ON erasures (member, proposed_at, erasure_id);
CREATE INDEX erasures_unscrubbed ON erasures (decided_at)
  WHERE state = 'done' AND scrubbed_at IS NULL;

ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasures FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON erasures TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON erasures FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) IN (member, 'national'));
GRANT SELECT, INSERT, UPDATE ON erasures TO hub_exchange;
GRANT SELECT ON erasures TO hub_reader;

-- Whom a state named goes when the whole case does.
GRANT DELETE ON case_assignments, assignment_notes TO hub_exchange;
