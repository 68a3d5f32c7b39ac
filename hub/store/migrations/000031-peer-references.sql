-- An office asks for a message by the number under which the other state has it. A text's equality leaks nothing, so it
-- reaches the index before the policies do; what has no such number, or was expunged, has no entry.
CREATE INDEX deliveries_by_peer_reference ON deliveries (peer_reference)
  WHERE peer_reference IS NOT NULL;
