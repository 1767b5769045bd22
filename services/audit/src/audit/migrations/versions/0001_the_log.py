"""The log: hashes that stay for ever, entries by month, and triggers that refuse every change."""

from alembic import op

from kit.migration import grant, isolate

revision = "0001"
down_revision = None

MONTHS_AHEAD = 24
KEPT = ("logs", "leaves", "tiles", "checkpoints", "cosignatures")
MONTHLY = ("entries", "entry_records")

TABLES = """
CREATE TABLE logs (
    workspace_id uuid PRIMARY KEY,
    create_time timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE leaves (
    workspace_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq >= 0),
    entry_id uuid NOT NULL,
    leaf_hash bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    PRIMARY KEY (workspace_id, seq),
    UNIQUE (workspace_id, entry_id)
);
CREATE TABLE tiles (
    workspace_id uuid NOT NULL,
    level smallint NOT NULL,
    index bigint NOT NULL,
    hashes bytea NOT NULL CHECK (octet_length(hashes) = 8192),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    PRIMARY KEY (workspace_id, level, index)
);
-- Hashes do not compress.
ALTER TABLE tiles ALTER COLUMN hashes SET STORAGE EXTERNAL;
CREATE TABLE checkpoints (
    workspace_id uuid NOT NULL,
    tree_size bigint NOT NULL CHECK (tree_size > 0),
    root bytea NOT NULL CHECK (octet_length(root) = 32),
    note text NOT NULL,
    sign_time timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, tree_size)
);
CREATE INDEX checkpoints_by_time ON checkpoints (workspace_id, sign_time, tree_size);
CREATE TABLE cosignatures (
    workspace_id uuid NOT NULL,
    tree_size bigint NOT NULL,
    witness text NOT NULL,
    line text NOT NULL,
    create_time timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, tree_size, witness)
);
CREATE TABLE entries (
    workspace_id uuid NOT NULL,
    seq bigint NOT NULL,
    append_time timestamptz NOT NULL,
    leaf text NOT NULL,
    event_time text COLLATE "C" GENERATED ALWAYS AS (leaf::jsonb ->> 'time') STORED,
    actor_id text COLLATE "C" GENERATED ALWAYS AS (leaf::jsonb ->> 'actorId') STORED,
    action text COLLATE "C" GENERATED ALWAYS AS (leaf::jsonb ->> 'action') STORED,
    record_type text COLLATE "C" GENERATED ALWAYS AS (leaf::jsonb ->> 'recordType') STORED,
    outcome text COLLATE "C" GENERATED ALWAYS AS (leaf::jsonb ->> 'outcome') STORED,
    PRIMARY KEY (workspace_id, seq, append_time)
) PARTITION BY RANGE (append_time);
CREATE INDEX entries_by_actor ON entries (workspace_id, actor_id, seq);
CREATE INDEX entries_by_action ON entries (workspace_id, action, seq);
-- A table rather than an index over a list: row-level security keeps array operators from using one.
CREATE TABLE entry_records (
    workspace_id uuid NOT NULL,
    record_id text COLLATE "C" NOT NULL,
    seq bigint NOT NULL,
    append_time timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, record_id, seq, append_time)
) PARTITION BY RANGE (append_time);
"""
REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log only grows' USING ERRCODE = 'insufficient_privilege';
END $$
"""
REFUSE_ON = """
CREATE FUNCTION refuse_changes_of(table_name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
                   ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', table_name);
END $$
"""
OPEN_MONTH = """
CREATE FUNCTION open_month(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    parent text;
    part text;
BEGIN
    FOREACH parent IN ARRAY ARRAY['entries', 'entry_records'] LOOP
        part := parent || to_char(month, '_YYYY_MM');
        IF to_regclass(part) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent,
                           month || ' 00:00:00+00', (month + interval '1 month')::date || ' 00:00:00+00');
            PERFORM refuse_changes_of(part);
        END IF;
    END LOOP;
    RETURN true;
EXCEPTION WHEN check_violation THEN
    -- Entries of this month are in the default partition already: they stay there, complete and in order.
    RETURN false;
END $$
"""


def upgrade() -> None:
    for command in TABLES.split(";\n"):
        if command.strip():
            op.execute(command)
    for function in (REFUSE, REFUSE_ON, OPEN_MONTH):
        op.execute(function)
    for table in MONTHLY:
        op.execute(f"CREATE TABLE {table}_default PARTITION OF {table} DEFAULT")
        op.execute(f"SELECT refuse_changes_of('{table}_default')")
    for table in (*KEPT, *MONTHLY):
        op.execute(f"SELECT refuse_changes_of('{table}')")
        isolate(op, table, deployment=table == "logs")
        grant(op, table, "SELECT, INSERT")
    op.execute("REVOKE EXECUTE ON FUNCTION open_month(date), refuse_changes_of(text) FROM PUBLIC")
    op.execute(
        "SELECT open_month((date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => n))::date)"
        f" FROM generate_series(0, {MONTHS_AHEAD}) AS n"
    )
