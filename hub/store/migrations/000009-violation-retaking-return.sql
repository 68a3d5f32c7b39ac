-- Three more questions that a case answers: an open violation report, a retaking by warrant, the
-- instructions for a return.
ALTER TABLE cases
  ADD COLUMN violation           text NOT NULL DEFAULT 'none',
  ADD COLUMN retaking            text NOT NULL DEFAULT 'none',
  ADD COLUMN return_instructions text NOT NULL DEFAULT 'none';

-- What crossed before answers two of them, so that a report on its way finds its response. What a
-- response said is sealed: no retaking is known of old cases, and none keeps them open.
ALTER TABLE cases NO FORCE ROW LEVEL SECURITY;
ALTER TABLE transmissions NO FORCE ROW LEVEL SECURITY;

WITH told (type, region, answer) AS (VALUES
  ('compact.violation-report.v1',            'violation', 'reported'),
  ('compact.violation-report-addendum.v1',   'violation', 'reported'),
  ('compact.violation-response.v1',          'violation', 'responded'),
  ('compact.return-instructions-request.v1', 'returning', 'requested'),
  ('compact.return-instructions-reply.v1',   'returning', 'granted')),
last AS (
  SELECT DISTINCT ON (t.case_id, told.region) t.case_id, told.region, told.answer
    FROM transmissions t JOIN told USING (type)
   WHERE t.status = 'transmitted'
   ORDER BY t.case_id, told.region, t.transmitted_at DESC, told.answer IN ('responded', 'granted') DESC)
UPDATE cases
   SET violation = coalesce((SELECT answer FROM last WHERE last.case_id = cases.case_id
                                                       AND region = 'violation'), 'none'),
       return_instructions = coalesce((SELECT answer FROM last WHERE last.case_id = cases.case_id
                                                       AND region = 'returning'), 'none')
 WHERE case_id IN (SELECT case_id FROM last) AND location <> 'returned';

ALTER TABLE cases FORCE ROW LEVEL SECURITY;
ALTER TABLE transmissions FORCE ROW LEVEL SECURITY;
