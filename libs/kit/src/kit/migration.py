"""Migrations: Alembic, one linear history a service, run by the owner role, with the house's isolation and grants.

A service has `migrations/env.py` (two lines, calling `run`), and `migrations/versions/`. In a version:

    create_kit_tables(op)
    op.create_table("contacts", ...)
    isolate(op, "contacts")
    grant(op, "contacts", "SELECT, INSERT, UPDATE, DELETE")
"""

import asyncio
import os
from importlib.resources import files

from alembic import command, context
from alembic.config import Config
from alembic.operations import Operations
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from kit.tables import metadata as kit_metadata

LOCK_TIMEOUT = "3s"
MIGRATION_LOCK = 4_217_001
ALL = "SELECT, INSERT, UPDATE, DELETE"


def upgrade(service: str, url: str) -> None:
    """Brings the database at `url` (owner role) to the newest version of `service`."""
    config = Config()
    config.set_main_option("script_location", str(files(service).joinpath("migrations")))
    config.attributes["url"] = url
    config.attributes["service"] = service
    command.upgrade(config, "head")


async def upgrade_in_thread(service: str, url: str) -> None:
    """The same from within an event loop; Alembic has one of its own."""
    await asyncio.to_thread(upgrade, service, url)


def run(*metadatas: MetaData) -> None:
    """The whole of a service's `env.py`: runs the pending versions in one transaction, under a lock."""
    config = context.config
    asyncio.run(run_async(config.attributes["url"], [kit_metadata, *metadatas]))


async def run_async(url: str, metadatas: list[MetaData]) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run_sync, metadatas)
        await connection.commit()
    await engine.dispose()


def run_sync(connection: Connection, metadatas: list[MetaData]) -> None:
    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
    connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
    context.configure(connection=connection, target_metadata=metadatas, compare_type=True)
    context.run_migrations()


def application_role() -> str:
    """The role the service runs as: CFU_APPLICATION_ROLE, or `<service>_app`."""
    service = context.config.attributes["service"]
    return os.environ.get("CFU_APPLICATION_ROLE") or f"{service}_app"


def isolate(op: Operations, table: str, *, deployment: bool = False) -> None:
    """Forces row-level security: a row is seen and written in its own workspace only.

    With `deployment`, also by a transaction of the whole deployment (`kit.db.DEPLOYMENT`).
    """
    # As sub-selects the settings are read once a statement, not once a row.
    rule = "workspace_id = (SELECT NULLIF(current_setting('app.workspace_id', true), '')::uuid)"
    if deployment:
        rule += " OR (SELECT current_setting('app.scope', true)) = 'deployment'"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY isolation ON {table} USING ({rule}) WITH CHECK ({rule})")


def grant(op: Operations, table: str, privileges: str = ALL) -> None:
    """Grants the application role what it needs on a table, and no more."""
    op.execute(f"GRANT {privileges} ON {table} TO {application_role()}")


def create_kit_tables(op: Operations) -> None:
    """Creates outbox, inbox and requests, isolated and granted."""
    kit_metadata.create_all(op.get_bind())
    isolate(op, "outbox", deployment=True)
    grant(op, "outbox", "SELECT, INSERT, DELETE")
    isolate(op, "inbox", deployment=True)
    grant(op, "inbox", "SELECT, INSERT, DELETE")
    isolate(op, "requests", deployment=True)
    grant(op, "requests", "SELECT, INSERT, DELETE")
    op.execute("ALTER TABLE outbox SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02)")
