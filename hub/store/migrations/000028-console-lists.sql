-- What was handed over, or fetched, and not acknowledged: a small part of what ever was, of states that acknowledge.
CREATE INDEX deliveries_unconfirmed ON deliveries (to_member, from_member)
  WHERE state = 'handed-over' OR (state = 'dispatching' AND pulled);

-- Since which confirmation the administrators were told that the next one is due; null: they were not.
ALTER TABLE accounts ADD COLUMN confirmation_told timestamptz;
