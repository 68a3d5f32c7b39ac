-- Where an administrator took the schema away from PUBLIC, the roles need it by themselves.
GRANT USAGE ON SCHEMA public TO hub_exchange, hub_reader;
