"""The tables of contacts. What is PHI is sealed (`_enc`) or a blind index (`_bidx`)."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

contacts = Table(
    "contacts",
    metadata,
    Column("contact_id", Uuid, primary_key=True),
    Column("workspace_id", Uuid, primary_key=True),
    Column("lifecycle", Text, nullable=False),
    Column("owner_id", Uuid),
    Column("tags", ARRAY(Text), nullable=False),
    Column("properties", JSONB, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("legal_hold", Boolean, nullable=False),
    Column("import_id", Uuid),
    Column("create_time", DateTime(timezone=True), nullable=False),
    Column("update_time", DateTime(timezone=True), nullable=False),
    Column("archive_time", DateTime(timezone=True)),
    Column("erase_time", DateTime(timezone=True)),
    Column("first_name_enc", Text),
    Column("last_name_enc", Text),
    Column("email_enc", Text),
    Column("phone_enc", Text),
    Column("date_of_birth_enc", Text),
    Column("address_enc", Text),
    Column("properties_enc", Text),
    Column("email_bidx", LargeBinary),
    Column("phone_bidx", LargeBinary),
    Column("date_of_birth_bidx", LargeBinary),
    Column("match_bidx", LargeBinary),
)

# One key a patient; deleting the row erases the patient, so a read that joins it never sees an erased one.
data_keys = Table(
    "data_keys",
    metadata,
    Column("patient_id", Uuid, primary_key=True),
    Column("workspace_id", Uuid, primary_key=True),
    Column("wrapped_key", Text, nullable=False),
)

# Only contacts in use have tokens, so that a search meets no others.
name_tokens = Table(
    "name_tokens",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("token", LargeBinary, primary_key=True),
    Column("contact_id", Uuid, primary_key=True),
)

# The tags again, one a row: row-level security keeps an index on an array column from being used.
contact_tags = Table(
    "contact_tags",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("tag", Text, primary_key=True),
    Column("contact_id", Uuid, primary_key=True),
)


def _index(name: str, *columns: str, where: str = "archive_time IS NULL") -> None:
    Index(name, *(contacts.c[column] for column in ("workspace_id", *columns)), postgresql_where=text(where))


_index("contacts_in_use", "contact_id")
_index("contacts_archived", "contact_id", where="archive_time IS NOT NULL")
_index("contacts_by_lifecycle", "lifecycle", "contact_id")
_index("contacts_by_owner", "owner_id", "contact_id", where="archive_time IS NULL AND owner_id IS NOT NULL")
for _field in ("email_bidx", "phone_bidx", "date_of_birth_bidx"):
    _index(f"contacts_by_{_field}", _field, "contact_id", where=f"archive_time IS NULL AND {_field} IS NOT NULL")
_index("contacts_by_match_bidx", "match_bidx", where="match_bidx IS NOT NULL")


def same_contact(table: Table) -> ColumnElement[bool]:
    """Joins `table` to contacts."""
    return (table.c.workspace_id == contacts.c.workspace_id) & (table.c.contact_id == contacts.c.contact_id)


def own_key() -> ColumnElement[bool]:
    """Joins a contact to its data key."""
    return (data_keys.c.workspace_id == contacts.c.workspace_id) & (data_keys.c.patient_id == contacts.c.contact_id)
