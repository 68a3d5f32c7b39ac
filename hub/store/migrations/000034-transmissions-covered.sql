-- The newest of each side are compared before any row is read: the policies ask for both states.
DROP INDEX transmissions_from;
CREATE INDEX transmissions_from ON transmissions (from_member, accepted_at, transmission_id)
  INCLUDE (to_member);
DROP INDEX transmissions_to;
CREATE INDEX transmissions_to ON transmissions (to_member, accepted_at, transmission_id)
  INCLUDE (from_member) WHERE to_member IS NOT NULL;
DROP INDEX transmissions_from_type;
CREATE INDEX transmissions_from_type ON transmissions (from_member, type, accepted_at, transmission_id)
  INCLUDE (to_member);
DROP INDEX transmissions_to_type;
CREATE INDEX transmissions_to_type ON transmissions (to_member, type, accepted_at, transmission_id)
  INCLUDE (from_member) WHERE to_member IS NOT NULL;
DROP INDEX transmissions_pair;
CREATE INDEX transmissions_pair ON transmissions (from_member, destination, accepted_at, transmission_id)
  INCLUDE (to_member);
