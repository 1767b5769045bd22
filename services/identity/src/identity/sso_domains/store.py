"""Domains in the database: a name is proved once in the whole deployment, and claimed by whoever likes."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import insert

from identity.sso_domains.errors import SsoDomainTakenError
from identity.sso_domains.model import Domain
from kit.db import Queries, Transaction, UniqueConflict
from kit.statement import statement

metadata = sa.MetaData()
TIME = sa.DateTime(timezone=True)
domains = sa.Table(
    "sso_domains",
    metadata,
    sa.Column("domain_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("domain", sa.Text, nullable=False),
    sa.Column("challenge", sa.Text, nullable=False),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("verify_time", TIME),
)
# One workspace has proved a domain, however many claim it.
PROVED_ONCE = "sso_domains_proved_key"

BY_ID = domains.c.domain_id == sa.bindparam("id_of", type_=sa.Uuid)
IN_WORKSPACE = domains.c.workspace_id == sa.bindparam("workspace_id")
NAMED = domains.c.domain == sa.bindparam("domain")
PROVED = domains.c.verify_time.is_not(None)

ADD = statement(
    insert(domains)
    .values({c.name: sa.bindparam(c.name, type_=c.type) for c in domains.c if c.name != "verify_time"})
    .on_conflict_do_nothing(index_elements=["workspace_id", "domain"])
)
LIST = statement(sa.select(domains).order_by(domains.c.domain))
NAMED_IN = statement(sa.select(domains).where(IN_WORKSPACE, NAMED))
LOCK = statement(sa.select(domains).where(BY_ID).with_for_update())
VERIFY = statement(sa.update(domains).where(BY_ID).values(verify_time=sa.bindparam("now", type_=TIME)))
DELETE = statement(sa.delete(domains).where(BY_ID))
OWNER = statement(sa.select(domains.c.workspace_id).where(NAMED, PROVED))


async def add(tx: Transaction, domain: Domain) -> Domain:
    """The claim made, or the one that the workspace has made before."""
    await tx.run(
        ADD,
        domain_id=domain.domain_id,
        workspace_id=domain.workspace_id,
        domain=domain.name,
        challenge=domain.challenge,
        create_time=domain.create_time,
    )
    row = await tx.first(NAMED_IN, workspace_id=domain.workspace_id, domain=domain.name)
    return _domain(row) if row else domain


async def all_of(tx: Transaction) -> list[Domain]:
    """Those of the transaction's workspace, by name."""
    return [_domain(row) for row in await tx.all(LIST)]


async def lock(tx: Transaction, domain_id: UUID) -> Domain | None:
    row = await tx.first(LOCK, id_of=domain_id)
    return _domain(row) if row else None


async def verify(tx: Transaction, domain: Domain, now: datetime) -> Domain:
    """Raises SsoDomainTakenError."""
    try:
        await tx.run(VERIFY, id_of=domain.domain_id, now=now)
    except UniqueConflict as conflict:
        if conflict.constraint != PROVED_ONCE:
            raise
        raise SsoDomainTakenError from None
    return replace(domain, verify_time=now)


async def delete(tx: Transaction, domain_id: UUID) -> None:
    await tx.run(DELETE, id_of=domain_id)


async def owner(tx: Queries, name: str) -> UUID | None:
    """The workspace that has proved the name; asked across workspaces."""
    row = await tx.first(OWNER, domain=name)
    return row["workspace_id"] if row else None


def _domain(row: Record) -> Domain:
    return Domain(
        domain_id=row["domain_id"],
        workspace_id=row["workspace_id"],
        name=row["domain"],
        challenge=row["challenge"],
        create_time=row["create_time"],
        verify_time=row["verify_time"],
    )
