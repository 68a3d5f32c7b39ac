-- Who is whom at a provider of a state's own sign-in (OpenID Connect), as the person bound it.
CREATE TABLE provider_subjects (
  issuer       text NOT NULL,
  subject      text NOT NULL,          -- the provider's own name of the person
  account_id   uuid NOT NULL REFERENCES accounts,
  bound_at     timestamptz NOT NULL,
  last_used_at timestamptz,
  PRIMARY KEY (issuer, subject),
  UNIQUE (account_id, issuer)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON provider_subjects TO hub_exchange;
