-- Versions of a dialect that run beside the live one. Nothing of a message is here but its id: places
-- are those that the rules name, and what tells of one message goes with the message's key.
CREATE TABLE mapping_shadows (
  shadow_id      uuid PRIMARY KEY,
  dialect        text NOT NULL,
  live_hash      text NOT NULL REFERENCES documents,
  candidate_hash text NOT NULL REFERENCES documents,
  started_at     timestamptz NOT NULL,
  started_by     text NOT NULL,
  ended_at       timestamptz,
  ended_by       text,
  outcome        text CHECK (outcome IN ('promoted', 'ended')),
  worker         uuid,             -- the process that compares what crosses; one at a time
  worker_until   timestamptz
);
CREATE UNIQUE INDEX mapping_shadows_running ON mapping_shadows (dialect) WHERE ended_at IS NULL;

-- Which messages were compared: none is counted twice.
CREATE TABLE mapping_compared (
  shadow_id       uuid NOT NULL REFERENCES mapping_shadows,
  transmission_id uuid NOT NULL,
  direction       text NOT NULL CHECK (direction IN ('incoming', 'outgoing')),
  PRIMARY KEY (shadow_id, transmission_id, direction)
);
CREATE INDEX mapping_compared_transmission ON mapping_compared (transmission_id);

-- How many messages of each activity type were compared.
CREATE TABLE mapping_coverage (
  shadow_id uuid NOT NULL REFERENCES mapping_shadows,
  direction text NOT NULL,
  type      text NOT NULL,
  messages  integer NOT NULL,
  PRIMARY KEY (shadow_id, direction, type)
);

CREATE TABLE mapping_differences (
  shadow_id      uuid NOT NULL REFERENCES mapping_shadows,
  signature      text NOT NULL,
  direction      text NOT NULL,
  type           text NOT NULL,
  document       text NOT NULL CHECK (document IN ('canonical', 'native', 'extension')),
  place          text NOT NULL,
  change         text NOT NULL,
  live_rule      text,
  live_op        text,
  candidate_rule text,
  candidate_op   text,
  messages       integer NOT NULL,
  explanation    text,
  explained_by   text,
  explained_at   timestamptz,
  PRIMARY KEY (shadow_id, signature)
);

-- A few messages in which a difference stands, for the engineer who looks for its reason.
CREATE TABLE mapping_examples (
  shadow_id       uuid NOT NULL,
  signature       text NOT NULL,
  transmission_id uuid NOT NULL,
  PRIMARY KEY (shadow_id, signature, transmission_id),
  FOREIGN KEY (shadow_id, signature) REFERENCES mapping_differences
);
CREATE INDEX mapping_examples_transmission ON mapping_examples (transmission_id);

-- The version that a dialect must have: a process whose files have another one does not serve.
CREATE TABLE mapping_versions (
  dialect      text PRIMARY KEY,
  version_hash text NOT NULL REFERENCES documents,
  shadow_id    uuid NOT NULL REFERENCES mapping_shadows,
  since        timestamptz NOT NULL
);

-- That a message had a certain field says something of it: such links go with its key. No foreign key,
-- because content_keys may be left out of a backup.
CREATE FUNCTION forget_comparisons() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM mapping_examples USING gone
   WHERE mapping_examples.transmission_id = gone.transmission_id;
  DELETE FROM mapping_compared USING gone
   WHERE mapping_compared.transmission_id = gone.transmission_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER forget_comparisons AFTER DELETE ON content_keys
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_comparisons();

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['mapping_shadows', 'mapping_compared', 'mapping_coverage',
    'mapping_differences', 'mapping_examples', 'mapping_versions'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY flows ON %I TO hub_exchange USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON mapping_shadows, mapping_coverage, mapping_differences,
  mapping_versions TO hub_exchange;
GRANT SELECT, INSERT, DELETE ON mapping_compared, mapping_examples TO hub_exchange;
GRANT DELETE ON mapping_versions TO hub_exchange;
