-- Since when each version of the terms of exchange is in force: the first hub that serves under it says so.
CREATE TABLE exchange_policies (
  version     text PRIMARY KEY,
  policy_hash text NOT NULL,          -- SHA-256 of its canonical JSON
  in_force_at timestamptz NOT NULL
);
GRANT SELECT, INSERT ON exchange_policies TO hub_exchange;
GRANT SELECT ON exchange_policies TO hub_reader;

-- To which version the agency of a member agreed, when and by whom: append only.
CREATE TABLE agreements (
  member    text NOT NULL,
  version   text NOT NULL,
  agreed_by text NOT NULL,            -- opaque reference, or command
  agreed_at timestamptz NOT NULL,
  PRIMARY KEY (member, version)
);

ALTER TABLE agreements ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreements FORCE ROW LEVEL SECURITY;
CREATE POLICY flows ON agreements TO hub_exchange USING (true) WITH CHECK (true);
CREATE POLICY readers ON agreements FOR SELECT TO hub_reader
  USING (current_setting('hub.member', true) IN (member, 'national'));
GRANT SELECT, INSERT ON agreements TO hub_exchange;
GRANT SELECT ON agreements TO hub_reader;

-- Members that are connected already go on; they are asked as after any change of the terms.
INSERT INTO agreements (member, version, agreed_by, agreed_at)
SELECT member, 'before the terms', 'command', min(since)
  FROM (SELECT member, changed_at AS since FROM destinations WHERE endpoint IS NOT NULL
         UNION ALL
        SELECT member, created_at FROM principals WHERE kind = 'system' AND revoked_at IS NULL)
       AS connected
 GROUP BY member;
