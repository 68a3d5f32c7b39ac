-- How the duties of a period were kept is read without the rows only if the index holds what the policy asks too.
DROP INDEX deadlines_started;
CREATE INDEX deadlines_started ON deadlines (started_at)
  INCLUDE (duty, rule, owed_by, from_member, to_member, advisory, due_at, ended_at, ending) WHERE NOT advisory;
