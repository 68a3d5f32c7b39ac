-- An attachment that was sent once may cross to several states: each reads it by the activity that
-- took it there, and none loses it when another gets it.
DROP POLICY readers ON attachments;
CREATE POLICY readers ON attachments FOR SELECT TO hub_reader USING (
  current_setting('hub.member', true) IN (from_member, to_member)
  OR EXISTS (SELECT 1 FROM transmission_attachments n
              WHERE n.from_member = attachments.from_member
                AND n.digest_token = attachments.digest_token
                AND n.to_member = current_setting('hub.member', true)));
