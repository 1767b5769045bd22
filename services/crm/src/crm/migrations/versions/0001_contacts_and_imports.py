"""Contacts with their keys, name tokens and tags; properties; imports."""

from alembic import op

from kit.migration import create_kit_tables, grant, isolate

revision = "0001"
down_revision = None

OF_A_WORKSPACE = ("contacts", "name_tokens", "contact_tags", "properties")
# The runner finds work, and key rotation finds keys, before a workspace is known.
OF_THE_DEPLOYMENT = ("data_keys", "imports", "import_chunks", "import_rejections")

TABLES = """
CREATE TABLE contacts (
    workspace_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    lifecycle text NOT NULL,
    owner_id uuid,
    tags text[] NOT NULL,
    properties jsonb NOT NULL,
    version bigint NOT NULL,
    legal_hold boolean NOT NULL,
    import_id uuid,
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL,
    archive_time timestamptz,
    erase_time timestamptz,
    first_name_enc text,
    last_name_enc text,
    email_enc text,
    phone_enc text,
    date_of_birth_enc text,
    address_enc text,
    properties_enc text,
    email_bidx bytea,
    phone_bidx bytea,
    date_of_birth_bidx bytea,
    match_bidx bytea,
    -- The id first: a look-up by id then needs no statistics to find this index.
    PRIMARY KEY (contact_id, workspace_id),
    -- A tombstone keeps nothing of the person, and no list meets it.
    CHECK (erase_time IS NULL OR (archive_time IS NOT NULL AND num_nonnulls(first_name_enc, last_name_enc, email_enc,
        phone_enc, date_of_birth_enc, address_enc, properties_enc, email_bidx, phone_bidx, date_of_birth_bidx,
        match_bidx) = 0)),
    CHECK (NOT (legal_hold AND erase_time IS NOT NULL))
);
CREATE INDEX contacts_in_use ON contacts (workspace_id, contact_id) WHERE archive_time IS NULL;
CREATE INDEX contacts_archived ON contacts (workspace_id, contact_id) WHERE archive_time IS NOT NULL;
CREATE INDEX contacts_by_lifecycle ON contacts (workspace_id, lifecycle, contact_id) WHERE archive_time IS NULL;
CREATE INDEX contacts_by_owner ON contacts (workspace_id, owner_id, contact_id)
    WHERE archive_time IS NULL AND owner_id IS NOT NULL;
CREATE INDEX contacts_by_email_bidx ON contacts (workspace_id, email_bidx, contact_id)
    WHERE archive_time IS NULL AND email_bidx IS NOT NULL;
CREATE INDEX contacts_by_phone_bidx ON contacts (workspace_id, phone_bidx, contact_id)
    WHERE archive_time IS NULL AND phone_bidx IS NOT NULL;
CREATE INDEX contacts_by_date_of_birth_bidx ON contacts (workspace_id, date_of_birth_bidx, contact_id)
    WHERE archive_time IS NULL AND date_of_birth_bidx IS NOT NULL;
CREATE INDEX contacts_by_match_bidx ON contacts (workspace_id, match_bidx) WHERE match_bidx IS NOT NULL;
-- Sealed text does not compress.
ALTER TABLE contacts ALTER address_enc SET STORAGE EXTERNAL, ALTER properties_enc SET STORAGE EXTERNAL;

CREATE TABLE data_keys (
    workspace_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    wrapped_key text NOT NULL,
    PRIMARY KEY (patient_id, workspace_id)
);
CREATE TABLE name_tokens (
    workspace_id uuid NOT NULL,
    token bytea NOT NULL,
    contact_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, token, contact_id)
);
CREATE TABLE contact_tags (
    workspace_id uuid NOT NULL,
    tag text NOT NULL,
    contact_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, tag, contact_id)
);
CREATE TABLE properties (
    workspace_id uuid NOT NULL,
    property_id uuid NOT NULL,
    name text NOT NULL,
    phi boolean NOT NULL,
    create_time timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, property_id),
    CONSTRAINT properties_by_name UNIQUE (workspace_id, name)
);
CREATE TABLE imports (
    workspace_id uuid NOT NULL,
    import_id uuid PRIMARY KEY,
    actor_id text NOT NULL,
    state text NOT NULL,
    dry_run boolean NOT NULL,
    wrapped_key text,
    size_bytes bigint NOT NULL DEFAULT 0,
    text_bytes bigint NOT NULL DEFAULT 0,
    delimiter text NOT NULL DEFAULT '',
    columns jsonb NOT NULL DEFAULT '[]',
    cursor bigint NOT NULL DEFAULT 0,
    cursor_line bigint NOT NULL DEFAULT 1,
    processed_count bigint NOT NULL DEFAULT 0,
    created_count bigint NOT NULL DEFAULT 0,
    updated_count bigint NOT NULL DEFAULT 0,
    unchanged_count bigint NOT NULL DEFAULT 0,
    rejected_count bigint NOT NULL DEFAULT 0,
    failure_reason text NOT NULL DEFAULT '',
    create_time timestamptz NOT NULL,
    update_time timestamptz NOT NULL DEFAULT now(),
    finish_time timestamptz
);
CREATE INDEX imports_by_workspace ON imports (workspace_id, import_id);
CREATE INDEX imports_open ON imports (import_id) WHERE state IN ('pending', 'running');
CREATE INDEX imports_with_key ON imports (import_id) WHERE wrapped_key IS NOT NULL;
CREATE TABLE import_chunks (
    workspace_id uuid NOT NULL,
    import_id uuid NOT NULL,
    start bigint NOT NULL,
    "end" bigint NOT NULL,
    content_enc bytea NOT NULL,
    PRIMARY KEY (import_id, start)
);
ALTER TABLE import_chunks ALTER content_enc SET STORAGE EXTERNAL;
CREATE TABLE import_rejections (
    workspace_id uuid NOT NULL,
    import_id uuid NOT NULL,
    line bigint NOT NULL,
    column_name text NOT NULL,
    reason text NOT NULL,
    row_enc text NOT NULL,
    PRIMARY KEY (import_id, line)
);
"""


def upgrade() -> None:
    create_kit_tables(op)
    for command in filter(str.strip, TABLES.split(";\n")):
        op.execute(command)
    for table in (*OF_A_WORKSPACE, *OF_THE_DEPLOYMENT):
        isolate(op, table, deployment=table in OF_THE_DEPLOYMENT)
        grant(op, table)
