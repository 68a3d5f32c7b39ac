-- A certificate without a trial that the state's profile calls for says so.
ALTER TABLE certificates DROP CONSTRAINT certificates_verdict_check;
ALTER TABLE certificates ADD CONSTRAINT certificates_verdict_check
  CHECK (verdict IN ('certified', 'falls-short', 'incomplete'));
