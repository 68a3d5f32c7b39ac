-- The keys by which a state's SFTP server proves itself: public, and stated with its endpoint.
ALTER TABLE destinations ADD COLUMN host_keys text[] NOT NULL DEFAULT '{}';
