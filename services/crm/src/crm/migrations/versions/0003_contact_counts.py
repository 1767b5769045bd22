"""How many contacts each workspace has, kept by triggers: whatever adds, erases or removes contacts is counted."""

from alembic import op

from kit.migration import grant, isolate

revision = "0003"
down_revision = "0002"

TABLE = """
CREATE TABLE contact_counts (
    workspace_id uuid NOT NULL,
    slot smallint NOT NULL,
    contacts bigint NOT NULL,
    PRIMARY KEY (workspace_id, slot)
) WITH (fillfactor = 50)
"""
# Connections of a pool come one after another, so they count in rows of their own: none waits for another to commit.
ADD = """
    INSERT INTO contact_counts AS counted (workspace_id, slot, contacts)
    {counted}
    ON CONFLICT (workspace_id, slot) DO UPDATE SET contacts = counted.contacts + excluded.contacts;
    RETURN NULL;
"""
ADDED = "SELECT workspace_id, pg_backend_pid() % 64, count(*) FROM added WHERE erase_time IS NULL GROUP BY workspace_id"
GONE = "VALUES (OLD.workspace_id, pg_backend_pid() % 64, -1)"
# Two statements, because the second has to see what those who held the lock before have committed.
HOLD = """
CREATE FUNCTION hold_contact_count(workspace uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('contact count of ' || workspace, 0));
    RETURN (SELECT coalesce(sum(contacts), 0) FROM contact_counts WHERE workspace_id = workspace);
END $$
"""
TRIGGERS = """
CREATE TRIGGER count_added AFTER INSERT ON contacts REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION count_added_contacts();
CREATE TRIGGER count_erased AFTER UPDATE OF erase_time ON contacts FOR EACH ROW
    WHEN (OLD.erase_time IS NULL AND NEW.erase_time IS NOT NULL) EXECUTE FUNCTION count_gone_contact();
CREATE TRIGGER count_removed AFTER DELETE ON contacts FOR EACH ROW
    WHEN (OLD.erase_time IS NULL) EXECUTE FUNCTION count_gone_contact();
"""
BACKFILL = """
INSERT INTO contact_counts (workspace_id, slot, contacts)
SELECT workspace_id, 0, count(*) FROM contacts WHERE erase_time IS NULL GROUP BY workspace_id
"""


def upgrade() -> None:
    op.execute(TABLE)
    isolate(op, "contact_counts")
    grant(op, "contact_counts", "SELECT, INSERT, UPDATE")
    for name, counted in (("count_added_contacts", ADDED), ("count_gone_contact", GONE)):
        body = ADD.format(counted=counted)
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
    op.execute(HOLD)
    # From here on nobody else writes contacts until this is committed, so none is missed and none counted twice.
    for trigger in filter(str.strip, TRIGGERS.split(";\n")):
        op.execute(trigger)
    op.execute(BACKFILL)
