-- What a state left for the hub and is being worked on, counted before: what ends processes is found.
CREATE TABLE incoming_tries (
  token    bytea PRIMARY KEY,   -- HMAC of member and bytes
  member   text NOT NULL,
  count    integer NOT NULL,
  tried_at timestamptz NOT NULL
);
CREATE INDEX incoming_tries_tried ON incoming_tries (tried_at);

ALTER TABLE incoming_tries ENABLE ROW LEVEL SECURITY;
ALTER TABLE incoming_tries FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON incoming_tries TO hub_exchange USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON incoming_tries TO hub_exchange;

-- When the credential in force stops working, where somebody said so.
ALTER TABLE destinations ADD COLUMN credential_expires_at timestamptz;
