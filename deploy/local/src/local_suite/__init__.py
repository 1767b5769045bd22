"""One machine: supervisor, embedded PostgreSQL and NATS, development CA, demo data."""
