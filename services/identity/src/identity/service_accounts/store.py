"""The tables of service accounts and their tokens. Of a token only the hash is stored."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import ARRAY

from identity.service_accounts.model import ServiceAccount, State, Token
from identity.users.store import users
from kit.db import Queries, Transaction
from kit.statement import statement

metadata = sa.MetaData()
TIME = sa.DateTime(timezone=True)

service_accounts = sa.Table(
    "service_accounts",
    metadata,
    sa.Column("service_account_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("on_behalf_of", sa.Uuid),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("creator_id", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("delete_time", TIME),
)
tokens = sa.Table(
    "service_account_tokens",
    metadata,
    sa.Column("token_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("service_account_id", sa.Uuid, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("scopes", ARRAY(sa.Text), nullable=False),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("creator_id", sa.Text, nullable=False),
    sa.Column("expire_time", TIME, nullable=False),
    sa.Column("last_use_time", TIME),
    sa.Column("last_use_source", sa.Text, nullable=False),
    sa.Column("revoke_time", TIME),
    sa.Column("successor_id", sa.Uuid),
)

NOW = sa.bindparam("now", type_=TIME)
THERE = service_accounts.c.delete_time.is_(None)
ACCOUNT = sa.and_(service_accounts.c.service_account_id == sa.bindparam("id"), THERE)
ACCOUNT_COLUMNS = [c for c in service_accounts.c if c.name != "delete_time"]
TOKEN_COLUMNS = [c for c in tokens.c if c.name != "token_hash"]
IN_FORCE = sa.and_(tokens.c.revoke_time.is_(None), tokens.c.expire_time > NOW)
OF_ACCOUNT = tokens.c.service_account_id == sa.bindparam("account")
ONE_TOKEN = sa.and_(tokens.c.token_id == sa.bindparam("id"), OF_ACCOUNT)

ADD = statement(sa.insert(service_accounts).values({c.name: sa.bindparam(c.name) for c in ACCOUNT_COLUMNS}))
GET = statement(sa.select(*ACCOUNT_COLUMNS).where(ACCOUNT))
# Whoever changes an account or makes a token for it waits for the one before.
LOCK = statement(sa.select(*ACCOUNT_COLUMNS).where(ACCOUNT).with_for_update())
PAGE = statement(
    sa.select(*ACCOUNT_COLUMNS)
    .where(THERE, service_accounts.c.service_account_id > sa.bindparam("after"))
    .order_by(service_accounts.c.service_account_id)
    .limit(sa.bindparam("size"))
)
UPDATE = statement(
    sa.update(service_accounts)
    .where(ACCOUNT)
    .values({name: sa.bindparam(name) for name in ("name", "role", "on_behalf_of", "state", "version")})
)
DELETE = statement(sa.update(service_accounts).where(ACCOUNT).values(delete_time=NOW))

UNSET = {"last_use_time", "revoke_time", "successor_id"}
HAS_ROLE = statement(sa.select(sa.exists().where(THERE, service_accounts.c.role == sa.bindparam("role")).label("has")))
ADD_TOKEN = statement(
    sa.insert(tokens).values({c.name: sa.bindparam(c.name, type_=c.type) for c in tokens.c if c.name not in UNSET})
)
FIND_TOKEN = statement(sa.select(*TOKEN_COLUMNS).where(tokens.c.token_hash == sa.bindparam("token_hash")))
GET_TOKEN = statement(sa.select(*TOKEN_COLUMNS).where(ONE_TOKEN))
TOKEN_PAGE = statement(
    sa.select(*TOKEN_COLUMNS, users.c.state.label("creator_state"))
    .join_from(tokens, users, sa.cast(users.c.user_id, sa.Text) == tokens.c.creator_id, isouter=True)
    .where(OF_ACCOUNT, tokens.c.token_id < sa.bindparam("before", type_=sa.Uuid))
    .order_by(tokens.c.token_id.desc())
    .limit(sa.bindparam("size"))
)
ACTIVE_IDS = statement(sa.select(tokens.c.token_id).where(OF_ACCOUNT, IN_FORCE))
TOUCH = statement(
    sa.update(tokens)
    .where(
        tokens.c.token_id == sa.bindparam("id"),
        sa.or_(tokens.c.last_use_time.is_(None), tokens.c.last_use_time <= sa.bindparam("stale", type_=TIME)),
    )
    .values(last_use_time=NOW, last_use_source=sa.bindparam("source"))
)
# Of many at once, one finds no successor yet.
SUCCEED = statement(
    sa.update(tokens)
    .where(ONE_TOKEN, IN_FORCE, tokens.c.successor_id.is_(None))
    .values(
        successor_id=sa.bindparam("successor", type_=sa.Uuid),
        expire_time=sa.func.least(tokens.c.expire_time, sa.bindparam("until", type_=TIME)),
    )
)
REVOKE = statement(sa.update(tokens).where(ONE_TOKEN, IN_FORCE).values(revoke_time=NOW))
ACCOUNTS_OF_MAKER = statement(
    sa.select(service_accounts.c.name)
    .distinct()
    .join_from(tokens, service_accounts, tokens.c.service_account_id == service_accounts.c.service_account_id)
    .where(tokens.c.creator_id == sa.bindparam("creator"), IN_FORCE, THERE)
    .order_by(service_accounts.c.name)
)
REVOKE_MADE_BY = statement(
    sa.update(tokens)
    .where(tokens.c.creator_id == sa.bindparam("creator"), IN_FORCE)
    .values(revoke_time=NOW)
    .returning(tokens.c.token_id, tokens.c.service_account_id)
)


async def add(tx: Transaction, account: ServiceAccount) -> None:
    await tx.run(ADD, **{c.name: getattr(account, c.name) for c in ACCOUNT_COLUMNS})


async def get(tx: Queries, service_account_id: UUID) -> ServiceAccount | None:
    return _account(await tx.first(GET, id=service_account_id))


async def lock(tx: Transaction, service_account_id: UUID) -> ServiceAccount | None:
    """The account, held by this transaction until it ends."""
    return _account(await tx.first(LOCK, id=service_account_id))


async def has_role(tx: Transaction, role: str) -> bool:
    """Whether a service account of the workspace has the role."""
    row = await tx.first(HAS_ROLE, role=role)
    return bool(row and row["has"])


async def page(tx: Queries, after: UUID, size: int) -> list[ServiceAccount]:
    return [account for row in await tx.all(PAGE, after=after, size=size) if (account := _account(row))]


async def update(tx: Transaction, account: ServiceAccount) -> None:
    await tx.run(
        UPDATE,
        id=account.service_account_id,
        name=account.name,
        role=account.role,
        on_behalf_of=account.on_behalf_of,
        state=account.state.value,
        version=account.version,
    )


async def delete(tx: Transaction, service_account_id: UUID, now: datetime) -> None:
    """Puts it away; the name stays readable for whoever reads the audit log's ids in the database."""
    await tx.run(DELETE, id=service_account_id, now=now)


async def add_token(tx: Transaction, token: Token, token_hash: bytes) -> None:
    await tx.run(
        ADD_TOKEN,
        token_id=token.token_id,
        workspace_id=token.workspace_id,
        service_account_id=token.service_account_id,
        name=token.name,
        token_hash=token_hash,
        scopes=sorted(token.scopes),
        create_time=token.create_time,
        creator_id=token.creator_id,
        expire_time=token.expire_time,
        last_use_source="",
    )


async def find_token(tx: Queries, token_hash: bytes) -> Token | None:
    return _token(await tx.first(FIND_TOKEN, token_hash=token_hash))


async def get_token(tx: Queries, service_account_id: UUID, token_id: UUID) -> Token | None:
    return _token(await tx.first(GET_TOKEN, id=token_id, account=service_account_id))


async def token_page(tx: Queries, service_account_id: UUID, before: UUID, size: int) -> list[Token]:
    rows = await tx.all(TOKEN_PAGE, account=service_account_id, before=before, size=size)
    return [token for row in rows if (token := _token(row))]


async def active_token_ids(tx: Queries, service_account_id: UUID, now: datetime) -> Sequence[UUID]:
    return [row["token_id"] for row in await tx.all(ACTIVE_IDS, account=service_account_id, now=now)]


async def touch(tx: Transaction, token_id: UUID, now: datetime, stale: datetime, source: str) -> None:
    await tx.run(TOUCH, id=token_id, now=now, stale=stale, source=source)


async def succeed(tx: Transaction, token: Token, successor_id: UUID, until: datetime, now: datetime) -> bool:
    """False when the token has a successor, or works no more."""
    return bool(
        await tx.run(
            SUCCEED, id=token.token_id, account=token.service_account_id, successor=successor_id, until=until, now=now
        )
    )


async def revoke(tx: Transaction, service_account_id: UUID, token_id: UUID, now: datetime) -> bool:
    """False when the account has no token in force by this id."""
    return bool(await tx.run(REVOKE, id=token_id, account=service_account_id, now=now))


async def accounts_of_maker(tx: Transaction, creator_id: str, now: datetime) -> list[str]:
    """The names of those with a token in force that this person made."""
    return [row["name"] for row in await tx.all(ACCOUNTS_OF_MAKER, creator=creator_id, now=now)]


async def revoke_made_by(tx: Transaction, creator_id: str, now: datetime) -> list[tuple[UUID, UUID]]:
    """The tokens that this ended, each with its service account."""
    return [
        (row["token_id"], row["service_account_id"])
        for row in await tx.all(REVOKE_MADE_BY, creator=creator_id, now=now)
    ]


def _account(row: Record | None) -> ServiceAccount | None:
    return ServiceAccount(**{**row, "state": State(row["state"])}) if row else None


def _token(row: Record | None) -> Token | None:
    return Token(**{**row, "scopes": frozenset(row["scopes"])}) if row else None
