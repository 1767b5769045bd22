"""The table of openings of the glass. Reason and note are sealed under the workspace's data key."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record

from identity.break_glass.model import Grant, Outcome
from identity.roles.model import Role
from identity.users.model import UserState
from identity.users.store import users
from identity.workspaces.store import WorkspaceKeys
from kit.db import Queries, Transaction
from kit.statement import statement
from phi_crypto import Binding, DataKey

TIME = sa.DateTime(timezone=True)

break_glass_grants = sa.Table(
    "break_glass_grants",
    sa.MetaData(),
    sa.Column("grant_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("reason_enc", sa.Text, nullable=False),
    sa.Column("contact_id", sa.Uuid),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("expire_time", TIME, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("note_enc", sa.Text),
    sa.Column("reviewer_id", sa.Text),
    sa.Column("review_time", TIME),
)

grants = break_glass_grants.c
USER = sa.bindparam("user_id", type_=sa.Uuid)
NOW = sa.bindparam("now", type_=TIME)
ONE = grants.grant_id == sa.bindparam("id")
OPENED = {"grant_id", "workspace_id", "user_id", "reason_enc", "contact_id", "create_time", "expire_time"}

# One person opens the glass once at a time: two at once wait for each other here.
LOCK_USER = statement(sa.select(users.c.user_id).where(users.c.user_id == sa.bindparam("id")).with_for_update())
ADD = statement(sa.insert(break_glass_grants).values({name: sa.bindparam(name) for name in sorted(OPENED)}))
IN_FORCE = statement(
    sa.select(grants.grant_id, grants.expire_time)
    .where(grants.user_id == sa.bindparam("user_id"), grants.expire_time > NOW)
    .order_by(grants.grant_id.desc())
)
LOCK = statement(sa.select(break_glass_grants).where(ONE).with_for_update())
PAGE = statement(
    sa.select(break_glass_grants)
    .where(
        grants.grant_id < sa.bindparam("before", type_=sa.Uuid),
        sa.or_(grants.review_time.is_(None), sa.bindparam("include_reviewed", type_=sa.Boolean)),
        sa.or_(grants.user_id == USER, USER.is_(None)),
    )
    .order_by(grants.grant_id.desc())
    .limit(sa.bindparam("size"))
)
END = statement(sa.update(break_glass_grants).where(ONE, grants.expire_time > NOW).values(expire_time=NOW))
REVIEW = statement(
    sa.update(break_glass_grants)
    .where(ONE)
    .values(
        outcome=sa.bindparam("outcome"),
        note_enc=sa.bindparam("note_enc"),
        reviewer_id=sa.bindparam("reviewer_id"),
        review_time=NOW,
        expire_time=sa.func.least(grants.expire_time, NOW),
    )
)
WATCHERS = statement(
    sa.select(users.c.user_id, users.c.role).where(
        users.c.state == sa.literal_column(f"'{UserState.ACTIVE}'"),
        users.c.role.in_([sa.literal_column(f"'{role}'") for role in (Role.SECURITY_OFFICER, Role.ADMIN)]),
    )
)


async def grant_in_force(tx: Queries, user_id: UUID, now: datetime) -> tuple[UUID, datetime] | None:
    """The emergency a person acts under, if any, and when it ends."""
    row = await tx.first(IN_FORCE, user_id=user_id, now=now)
    return (row["grant_id"], row["expire_time"]) if row else None


async def lock_user(tx: Transaction, user_id: UUID) -> bool:
    """Holds the person's row until the transaction ends; False when there is no such person."""
    return await tx.first(LOCK_USER, id=user_id) is not None


async def watchers(tx: Queries) -> Sequence[UUID]:
    """Who is told: the security officers; where there is none, the administrators."""
    rows = await tx.all(WATCHERS)
    officers = [row["user_id"] for row in rows if row["role"] == Role.SECURITY_OFFICER]
    return officers or [row["user_id"] for row in rows]


class GrantStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def add(self, tx: Transaction, grant: Grant) -> None:
        key = await self._keys.of(tx, grant.workspace_id)
        await tx.run(
            ADD,
            grant_id=grant.grant_id,
            workspace_id=grant.workspace_id,
            user_id=grant.user_id,
            reason_enc=key.seal(grant.reason, _binding(grant.workspace_id, grant.grant_id, "reason_enc")),
            contact_id=grant.contact_id,
            create_time=grant.create_time,
            expire_time=grant.expire_time,
        )

    async def lock(self, tx: Transaction, grant_id: UUID) -> Grant | None:
        """The grant, held by this transaction until it ends."""
        row = await tx.first(LOCK, id=grant_id)
        return _grant(row, await self._keys.of(tx, row["workspace_id"])) if row else None

    async def page(
        self,
        tx: Transaction,
        workspace_id: UUID,
        before: UUID,
        size: int,
        *,
        include_reviewed: bool,
        user_id: UUID | None,
    ) -> list[Grant]:
        """Grants before one, newest first: everybody's, or one person's."""
        key = await self._keys.of(tx, workspace_id)
        rows = await tx.all(PAGE, before=before, size=size, include_reviewed=include_reviewed, user_id=user_id)
        return [_grant(row, key) for row in rows]

    async def end(self, tx: Transaction, grant_id: UUID, now: datetime) -> bool:
        """False when it was not in force any more."""
        return bool(await tx.run(END, id=grant_id, now=now))

    async def review(self, tx: Transaction, grant: Grant) -> None:
        """Writes the review; a grant still in force ends with it."""
        key = await self._keys.of(tx, grant.workspace_id)
        await tx.run(
            REVIEW,
            id=grant.grant_id,
            outcome=grant.outcome,
            note_enc=key.seal(grant.note, _binding(grant.workspace_id, grant.grant_id, "note_enc")),
            reviewer_id=grant.reviewer_id,
            now=grant.review_time,
        )


def _grant(row: Record, key: DataKey) -> Grant:
    workspace_id, grant_id = row["workspace_id"], row["grant_id"]
    note = row["note_enc"]
    return Grant(
        grant_id=grant_id,
        workspace_id=workspace_id,
        user_id=row["user_id"],
        reason=key.open(row["reason_enc"], _binding(workspace_id, grant_id, "reason_enc")),
        contact_id=row["contact_id"],
        create_time=row["create_time"],
        expire_time=row["expire_time"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        note=key.open(note, _binding(workspace_id, grant_id, "note_enc")) if note else "",
        reviewer_id=row["reviewer_id"] or "",
        review_time=row["review_time"],
    )


def _binding(workspace_id: UUID, grant_id: UUID, column: str) -> bytes:
    return Binding(str(workspace_id), break_glass_grants.name, column).row(str(grant_id))
