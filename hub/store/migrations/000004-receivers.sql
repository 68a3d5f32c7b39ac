-- Which process fetches what a state left for the hub; one at a time, so that a state's order is kept.
ALTER TABLE destinations
  ADD COLUMN receiver       uuid,
  ADD COLUMN receiver_until timestamptz;
