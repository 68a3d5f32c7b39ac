-- The shape of the whole exchange. Later migrations add; none re-keys.
-- Times come from the hub's clocks as parameters: no statement calls now().

-- What a state is, as files said it when it was first used. Rows are never changed:
-- transmissions and deliveries name the hashes, and explanations years later read these.
CREATE TABLE documents (
  hash      text PRIMARY KEY,
  kind      text NOT NULL CHECK (kind IN ('schema', 'code-list', 'profile', 'dialect', 'mapping')),
  name      text NOT NULL,
  content   text NOT NULL,
  stored_at timestamptz NOT NULL
);

-- Processes that serve this database; two with different files refuse to run beside each other.
CREATE TABLE processes (
  process_id       uuid PRIMARY KEY,
  files_hash       text NOT NULL,
  software_version text NOT NULL,
  seen_at          timestamptz NOT NULL
);

-- The connection to each state as it is in force: changed by flows, each change with a leaf.
CREATE TABLE destinations (
  member       text PRIMARY KEY,
  endpoint     text,
  credential   bytea,           -- encrypted under the member's key
  held_code    text,
  held_since   timestamptz,
  held_until   timestamptz,     -- tried again by itself from then on
  profile_hash text REFERENCES documents,
  changed_at   timestamptz NOT NULL
);

-- One key-encryption key per member, wrapped by the hub's master key.
CREATE TABLE member_keys (
  key_id     uuid PRIMARY KEY,
  member     text NOT NULL,
  wrapped    bytea NOT NULL,
  active     boolean NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX member_keys_active ON member_keys (member) WHERE active;

-- Who may call: state systems by key, persons by token. Only the SHA-256 of a credential is kept.
CREATE TABLE principals (
  principal_id    uuid PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('system', 'person')),
  member          text NOT NULL,
  roles           text[] NOT NULL,
  reference       text NOT NULL UNIQUE,
  label           text NOT NULL,
  credential_hash bytea NOT NULL UNIQUE,
  created_at      timestamptz NOT NULL,
  expires_at      timestamptz,
  revoked_at      timestamptz
);

CREATE TABLE persons (
  person_id  text PRIMARY KEY,
  created_at timestamptz NOT NULL
);

-- Who may read a person: the opening state at once, the other when a case of theirs is transmitted.
CREATE TABLE person_members (
  person_id text NOT NULL REFERENCES persons,
  member    text NOT NULL,
  since     timestamptz NOT NULL,
  PRIMARY KEY (person_id, member)
);

CREATE TABLE cases (
  case_id                  text PRIMARY KEY,
  person_id                text NOT NULL REFERENCES persons,
  from_member              text NOT NULL,  -- the sending state
  to_member                text,           -- the receiving state, once anything was transmitted to it
  receiving_member         text NOT NULL,
  supervision_type         text,
  status                   text NOT NULL,
  reporting_instructions   text NOT NULL,
  instructions_reason      text,
  transfer                 text NOT NULL,
  location                 text NOT NULL,
  closure                  text NOT NULL,
  supervising_member       text NOT NULL,
  sequence_to_sending      integer NOT NULL,
  sequence_to_receiving    integer NOT NULL,
  opened_at                timestamptz NOT NULL,
  changed_at               timestamptz NOT NULL
);
CREATE INDEX cases_person ON cases (person_id);
CREATE INDEX cases_from ON cases (from_member, changed_at);
CREATE INDEX cases_to ON cases (to_member, changed_at) WHERE to_member IS NOT NULL;

-- The crosswalk. The value is looked up by an HMAC token and kept encrypted under the member's key.
CREATE TABLE case_identifiers (
  member   text NOT NULL,
  scheme   text NOT NULL,
  token    bytea NOT NULL,
  value    bytea NOT NULL,
  case_id  text NOT NULL REFERENCES cases,
  PRIMARY KEY (member, scheme, token)
);
CREATE INDEX case_identifiers_case ON case_identifiers (case_id, member);

-- Activities that the hub accepted. to_member stays empty until the activity is transmitted.
CREATE TABLE transmissions (
  transmission_id   uuid PRIMARY KEY,
  from_member       text NOT NULL,
  to_member         text,
  destination       text NOT NULL,
  sender_message_id text NOT NULL,
  type              text NOT NULL,
  case_id           text NOT NULL REFERENCES cases,
  supervision_type  text,
  status            text NOT NULL CHECK (status IN
                      ('awaiting-release', 'awaiting-attachments', 'transmitted', 'returned')),
  accepted_status   text NOT NULL,
  channel           text NOT NULL,
  actor             text NOT NULL,
  released_by       text,
  submitted_at      timestamptz NOT NULL,
  accepted_at       timestamptz NOT NULL,
  transmitted_at    timestamptz,
  received_digest   bytea,          -- HMACs under the content key: worthless once that is destroyed
  content_digest    bytea,
  schema_hash       text NOT NULL,
  profile_hash      text,
  mapping_hash      text,
  receipt_key_id    text NOT NULL,
  event_no          integer NOT NULL,
  last_leaf_hash    bytea NOT NULL,
  UNIQUE (from_member, sender_message_id)
);
CREATE INDEX transmissions_case ON transmissions (case_id, accepted_at);
CREATE INDEX transmissions_from ON transmissions (from_member, accepted_at, transmission_id);
CREATE INDEX transmissions_to ON transmissions (to_member, accepted_at, transmission_id)
  WHERE to_member IS NOT NULL;
CREATE INDEX transmissions_waiting ON transmissions (from_member, accepted_at)
  WHERE status IN ('awaiting-release', 'awaiting-attachments');

-- The data key and salt of one transmission's records, in a table of its own so that it can be
-- erased, and left out of long-term backups, apart from the ciphertext.
CREATE TABLE content_keys (
  transmission_id uuid PRIMARY KEY REFERENCES transmissions,
  from_member     text NOT NULL,
  to_member       text,
  member_key_id   uuid NOT NULL,
  wrapped_key     bytea NOT NULL,
  salt            bytea NOT NULL
);

-- Encrypted documents: canonical, native as received, native as sent.
CREATE TABLE records (
  record_id       uuid PRIMARY KEY,
  transmission_id uuid NOT NULL REFERENCES transmissions,
  delivery_id     uuid,
  kind            text NOT NULL CHECK (kind IN ('canonical', 'received', 'sent')),
  from_member     text NOT NULL,
  to_member       text,
  content_type    text NOT NULL,
  ciphertext      bytea NOT NULL,
  commitment      bytea NOT NULL,
  recorded_at     timestamptz NOT NULL
);
ALTER TABLE records ALTER COLUMN ciphertext SET STORAGE EXTERNAL;
CREATE INDEX records_transmission ON records (transmission_id);

-- Attachments are sent once, named by SHA-256, belong to their case, each under its own key.
CREATE TABLE attachments (
  attachment_id uuid PRIMARY KEY,
  case_id       text REFERENCES cases,
  from_member   text NOT NULL,
  to_member     text,
  digest_token  bytea NOT NULL,
  media_type    text NOT NULL,
  size          integer NOT NULL,
  member_key_id uuid NOT NULL,
  wrapped_key   bytea,
  ciphertext    bytea,
  stored_at     timestamptz NOT NULL,
  UNIQUE (from_member, digest_token)
);
ALTER TABLE attachments ALTER COLUMN ciphertext SET STORAGE EXTERNAL;

CREATE TABLE transmission_attachments (
  transmission_id uuid NOT NULL REFERENCES transmissions,
  position        integer NOT NULL,
  from_member     text NOT NULL,
  to_member       text,
  digest_token    bytea NOT NULL,
  PRIMARY KEY (transmission_id, position)
);
CREATE INDEX transmission_attachments_token ON transmission_attachments (from_member, digest_token);

CREATE TABLE deliveries (
  delivery_id     uuid PRIMARY KEY,
  transmission_id uuid NOT NULL REFERENCES transmissions,
  from_member     text NOT NULL,
  to_member       text NOT NULL,
  case_id         text NOT NULL,
  case_sequence   integer NOT NULL,
  type            text NOT NULL,
  schema_hash     text NOT NULL,
  state           text NOT NULL,
  blocking        boolean NOT NULL,   -- keeps the later ones of its case and destination waiting
  pulled          boolean NOT NULL,
  due_at          timestamptz NOT NULL,
  attempt         integer NOT NULL,
  claims          integer NOT NULL,   -- counted before any processing: what kills a worker is found
  epoch           integer NOT NULL,   -- fencing: every write of a worker names the epoch of its claim
  lease_until     timestamptz,
  failure_code    text,
  failure_detail  text,
  peer_reference  text,
  created_at      timestamptz NOT NULL,
  handed_over_at  timestamptz,
  acknowledged_at timestamptz,
  profile_hash    text,
  mapping_hash    text,
  event_no        integer NOT NULL,
  last_leaf_hash  bytea NOT NULL,
  UNIQUE (to_member, case_id, case_sequence)
) WITH (fillfactor = 70);
CREATE INDEX deliveries_transmission ON deliveries (transmission_id);
CREATE INDEX deliveries_due ON deliveries (to_member, due_at)
  WHERE state IN ('queued', 'retry-wait');
CREATE INDEX deliveries_blocking ON deliveries (to_member, case_id, case_sequence)
  WHERE blocking;
CREATE INDEX deliveries_leased ON deliveries (lease_until)
  WHERE state IN ('claimed', 'dispatching');
CREATE INDEX deliveries_failed ON deliveries (to_member, created_at)
  WHERE state IN ('dead-letter', 'held', 'outcome-unknown', 'refused');

-- Why a person released, returned, replayed or ended something; the leaf names the decision.
CREATE TABLE decisions (
  decision_id     uuid PRIMARY KEY,
  transmission_id uuid NOT NULL REFERENCES transmissions,
  delivery_id     uuid REFERENCES deliveries,
  from_member     text NOT NULL,
  to_member       text,
  action          text NOT NULL CHECK (action IN
                    ('release', 'return', 'refuse', 'replay', 'supersede', 'skip', 'cancel')),
  actor           text NOT NULL,
  reason          bytea,          -- encrypted under the key of the actor's member
  decided_at      timestamptz NOT NULL
);
CREATE INDEX decisions_transmission ON decisions (transmission_id);

-- Evidence, written in the transaction of the fact; the sequencer gives the index later.
-- pending_id is never a cursor: rows commit out of order, so the sequencer takes what is there.
CREATE TABLE pending_leaves (
  pending_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  transmission_id uuid,
  from_member     text,
  leaf_hash       bytea NOT NULL,
  entry           bytea NOT NULL,
  created_at      timestamptz NOT NULL
);

CREATE TABLE ledger_entries (
  leaf_index      bigint PRIMARY KEY,
  transmission_id uuid,
  from_member     text,
  entry           bytea NOT NULL
);
CREATE INDEX ledger_entries_transmission ON ledger_entries (transmission_id)
  WHERE transmission_id IS NOT NULL;

CREATE TABLE ledger_tiles (
  level  smallint NOT NULL,
  tile   bigint NOT NULL,
  hashes bytea NOT NULL,
  PRIMARY KEY (level, tile)
);
ALTER TABLE ledger_tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- One row: the tree as sequenced (size, root), the lease of the one sequencer, the published head.
CREATE TABLE ledger_head (
  singleton     boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  origin        text NOT NULL,
  epoch         bigint NOT NULL,
  holder        uuid,
  lease_until   timestamptz,
  size          bigint NOT NULL,
  root          bytea NOT NULL,
  sequenced_at  timestamptz NOT NULL,
  signed_size   bigint NOT NULL,
  checkpoint    text,
  signed_at     timestamptz
);

-- The business clock of a simulation; refused outside simulation.
CREATE TABLE simulation_clock (
  singleton     boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  offset_ms bigint NOT NULL
);

-- Row-level security: the second fence. An empty hub.member sees nothing.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['persons', 'person_members', 'cases', 'case_identifiers',
    'transmissions', 'content_keys', 'records', 'attachments', 'transmission_attachments',
    'deliveries', 'decisions', 'ledger_entries', 'pending_leaves', 'destinations'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY flows ON %I TO hub_exchange USING (true) WITH CHECK (true)', name);
  END LOOP;

  -- Envelope-level rows: the two states, and the national office. In this form, and not as an OR, the
  -- planner keeps to the index that gives the order of a list.
  FOREACH name IN ARRAY ARRAY['cases', 'transmissions', 'deliveries'] LOOP
    EXECUTE format($f$CREATE POLICY readers ON %I FOR SELECT TO hub_reader USING (
      CASE current_setting('hub.member', true)
        WHEN from_member THEN true WHEN to_member THEN true WHEN 'national' THEN true
        ELSE false END)$f$, name);
  END LOOP;

  -- Content: the two states only.
  FOREACH name IN ARRAY ARRAY['content_keys', 'records', 'attachments', 'transmission_attachments',
    'decisions'] LOOP
    EXECUTE format($f$CREATE POLICY readers ON %I FOR SELECT TO hub_reader USING (
      current_setting('hub.member', true) IN (from_member, to_member))$f$, name);
  END LOOP;
END
$$;
-- A leaf follows its transmission; one without (a refusal, a change of settings) its member.
CREATE POLICY readers ON ledger_entries FOR SELECT TO hub_reader USING (
  current_setting('hub.member', true) IN (from_member, 'national')
  OR EXISTS (SELECT 1 FROM transmissions t WHERE t.transmission_id = ledger_entries.transmission_id));
CREATE POLICY readers ON person_members FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) = member);
CREATE POLICY readers ON persons FOR SELECT TO hub_reader
  USING (EXISTS (SELECT 1 FROM person_members m
                  WHERE m.person_id = persons.person_id
                    AND m.member = current_setting('hub.member', true)));
CREATE POLICY readers ON case_identifiers FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) = member);
CREATE POLICY readers ON destinations FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) IN (member, 'national'));

GRANT SELECT, INSERT, UPDATE ON documents, processes, destinations, member_keys, principals,
  persons, person_members, cases, transmissions, deliveries, ledger_tiles, ledger_head,
  decisions, simulation_clock TO hub_exchange;
GRANT SELECT, INSERT, UPDATE, DELETE ON case_identifiers, content_keys, records, attachments,
  transmission_attachments, pending_leaves TO hub_exchange;
GRANT DELETE ON processes TO hub_exchange;
GRANT SELECT, INSERT ON ledger_entries TO hub_exchange;  -- append only
GRANT SELECT ON documents, destinations, persons, person_members, cases, case_identifiers,
  transmissions, content_keys, records, attachments, transmission_attachments, deliveries,
  decisions, ledger_entries, ledger_tiles, ledger_head TO hub_reader;
