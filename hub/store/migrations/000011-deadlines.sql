-- Which place an activity has among all that crossed in its case, both ways: the order in which a case
-- can be told again. Activities of before this migration have none; of those the time tells.
ALTER TABLE transmissions ADD COLUMN case_position integer;

-- Whether the sending state marked the person as one who has to register as a sex offender.
ALTER TABLE cases ADD COLUMN registrable boolean NOT NULL DEFAULT false;

-- What the rules ask of a state, and until when. Written in the transaction in which the activity that
-- starts it crosses; received_at in that of the receipt; ended_at in that of the activity that ends it.
CREATE TABLE deadlines (
  deadline_id      uuid NOT NULL UNIQUE, -- made of the two that follow
  transmission_id  uuid NOT NULL REFERENCES transmissions,
  duty             text NOT NULL,
  rule             text NOT NULL,
  advisory         boolean NOT NULL,
  from_member      text NOT NULL,        -- sending state of the case
  to_member        text NOT NULL,        -- receiving state of the case
  case_id          text NOT NULL REFERENCES cases,
  type             text NOT NULL,        -- of the activity that started it
  owed_by          text NOT NULL,
  sent_by          text NOT NULL,
  message_id       text NOT NULL,        -- the sender's id of the activity that started it
  about            text,                 -- the id that an answer may name; null: any answer ends it
  limit_days       integer NOT NULL,
  limit_unit       text NOT NULL CHECK (limit_unit IN ('business', 'calendar')),
  from_receipt     boolean NOT NULL,
  started_at       timestamptz NOT NULL,
  started_on       date NOT NULL,
  due_on           date NOT NULL,        -- counted from transmission, as compliance is
  soon_at          timestamptz NOT NULL,
  day_at           timestamptz NOT NULL, -- the due day begins, by the clocks of the state that owes
  due_at           timestamptz NOT NULL, -- and is over
  received_at      timestamptz,
  received_due_on  date,                 -- counted from receipt, where the rule says so
  ended_at         timestamptz,
  ended_by         uuid,
  ending           text CHECK (ending IN ('answered', 'moot', 'withdrawn', 'replaced')),
  next_reminder_at timestamptz,
  PRIMARY KEY (transmission_id, duty)
);
CREATE INDEX deadlines_open_case ON deadlines (case_id) WHERE ended_at IS NULL;
CREATE INDEX deadlines_case ON deadlines (case_id, started_at);
CREATE INDEX deadlines_from ON deadlines (from_member, due_at, deadline_id);
CREATE INDEX deadlines_to ON deadlines (to_member, due_at, deadline_id);
CREATE INDEX deadlines_open_from ON deadlines (from_member, due_at, deadline_id) WHERE ended_at IS NULL;
CREATE INDEX deadlines_open_to ON deadlines (to_member, due_at, deadline_id) WHERE ended_at IS NULL;
CREATE INDEX deadlines_remind ON deadlines (next_reminder_at)
  WHERE ended_at IS NULL AND next_reminder_at IS NOT NULL;

ALTER TABLE deadlines ENABLE ROW LEVEL SECURITY;
ALTER TABLE deadlines FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON deadlines TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON deadlines FOR SELECT TO hub_reader USING (
  CASE current_setting('hub.member', true)
    WHEN from_member THEN true WHEN to_member THEN true WHEN 'national' THEN NOT advisory
    ELSE false END);  -- advisory ones are of a state's own law, and one is a birthday
GRANT SELECT, INSERT, UPDATE, DELETE ON deadlines TO hub_exchange;
GRANT SELECT ON deadlines TO hub_reader;

-- A day of registration is of a person (one is a birthday): it goes with the content that told it.
CREATE FUNCTION forget_registrations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM deadlines USING gone
   WHERE deadlines.transmission_id = gone.transmission_id AND deadlines.advisory;
  RETURN NULL;
END
$$;
CREATE TRIGGER forget_registrations AFTER DELETE ON content_keys
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_registrations();
