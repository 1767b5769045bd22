"""The table of invitations. The address is sealed; its index keeps one invitation to an address open at a time."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record

from identity.errors import InvitationPendingError
from identity.invitations.model import Invitation
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction, UniqueConflict
from kit.statement import statement
from phi_crypto import Binding

PENDING_UNIQUE = "invitations_pending_key"
TIME = sa.DateTime(timezone=True)

invitations = sa.Table(
    "invitations",
    sa.MetaData(),
    sa.Column("invitation_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("email_enc", sa.Text, nullable=False),
    sa.Column("email_bidx", sa.LargeBinary, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("inviter_id", sa.Text, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("expire_time", TIME, nullable=False),
    sa.Column("accept_time", TIME),
    sa.Column("cancel_time", TIME),
)

LATER = {"accept_time", "cancel_time"}
BY_ID = invitations.c.invitation_id == sa.bindparam("id")
BY_TOKEN = invitations.c.token_hash == sa.bindparam("token_hash")
NOW = sa.bindparam("now", type_=TIME)
OPEN = sa.and_(invitations.c.accept_time.is_(None), invitations.c.cancel_time.is_(None))
IN_TIME = sa.and_(OPEN, invitations.c.expire_time > NOW)

ADD = statement(
    sa.insert(invitations).values({c.name: sa.bindparam(c.name) for c in invitations.c if c.name not in LATER})
)
GET = statement(sa.select(invitations).where(BY_ID).with_for_update())
FIND = statement(sa.select(invitations).where(BY_TOKEN, IN_TIME))
PAGE = statement(
    sa.select(invitations)
    .where(invitations.c.invitation_id > sa.bindparam("after"))
    .order_by(invitations.c.invitation_id)
    .limit(sa.bindparam("size"))
)
# Of many at once one finds it open.
ACCEPT = statement(sa.update(invitations).where(BY_TOKEN, IN_TIME).values(accept_time=NOW).returning(*invitations.c))
HAS_ROLE = statement(
    sa.select(invitations.c.invitation_id).where(invitations.c.role == sa.bindparam("role"), OPEN).limit(1)
)
RENEW = statement(
    sa.update(invitations)
    .where(BY_ID, OPEN)
    .values(
        token_hash=sa.bindparam("new_hash"),
        expire_time=sa.bindparam("new_time", type_=TIME),
        inviter_id=sa.bindparam("sender"),
    )
)
CANCEL = statement(sa.update(invitations).where(BY_ID, OPEN).values(cancel_time=NOW))


async def has_role(tx: Transaction, role: str) -> bool:
    """Whether an invitation that is open names the role."""
    return await tx.first(HAS_ROLE, role=role) is not None


class InvitationStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def add(self, tx: Transaction, invitation: Invitation, email_index: bytes, token_hash: bytes) -> None:
        """Raises InvitationPendingError."""
        key = await self._keys.of(tx, invitation.workspace_id)
        try:
            await tx.run(
                ADD,
                invitation_id=invitation.invitation_id,
                workspace_id=invitation.workspace_id,
                email_enc=key.seal(invitation.email, _binding(invitation.workspace_id, invitation.invitation_id)),
                email_bidx=email_index,
                role=invitation.role,
                inviter_id=invitation.inviter_id,
                token_hash=token_hash,
                create_time=invitation.create_time,
                expire_time=invitation.expire_time,
            )
        except UniqueConflict as conflict:
            if conflict.constraint != PENDING_UNIQUE:
                raise
            raise InvitationPendingError(field="email") from None

    async def get(self, tx: Transaction, invitation_id: UUID) -> Invitation | None:
        """The invitation, changed by nobody else until this transaction ends."""
        return await self._invitation(tx, await tx.first(GET, id=invitation_id))

    async def find(self, tx: Transaction, token_hash: bytes, now: datetime) -> Invitation | None:
        """The invitation of this link, while it works."""
        return await self._invitation(tx, await tx.first(FIND, token_hash=token_hash, now=now))

    async def accept(self, tx: Transaction, token_hash: bytes, now: datetime) -> Invitation | None:
        """The invitation of this link, which is used from now on; None when it does not work any more."""
        rows = await tx.all(ACCEPT, token_hash=token_hash, now=now)
        return await self._invitation(tx, rows[0] if rows else None)

    async def page(self, tx: Transaction, after: UUID, size: int) -> list[Invitation]:
        rows = await tx.all(PAGE, after=after, size=size)
        return [found for row in rows if (found := await self._invitation(tx, row))]

    async def renew(
        self, tx: Transaction, invitation_id: UUID, token_hash: bytes, expire_time: datetime, inviter_id: str
    ) -> None:
        await tx.run(RENEW, id=invitation_id, new_hash=token_hash, new_time=expire_time, sender=inviter_id)

    async def cancel(self, tx: Transaction, invitation_id: UUID, now: datetime) -> None:
        await tx.run(CANCEL, id=invitation_id, now=now)

    async def _invitation(self, tx: Transaction, row: Record | None) -> Invitation | None:
        if row is None:
            return None
        workspace_id, invitation_id = row["workspace_id"], row["invitation_id"]
        key = await self._keys.of(tx, workspace_id)
        return Invitation(
            invitation_id=invitation_id,
            workspace_id=workspace_id,
            email=key.open(row["email_enc"], _binding(workspace_id, invitation_id)),
            role=row["role"],
            inviter_id=row["inviter_id"],
            create_time=row["create_time"],
            expire_time=row["expire_time"],
            accept_time=row["accept_time"],
            cancel_time=row["cancel_time"],
        )


def _binding(workspace_id: UUID, invitation_id: UUID) -> bytes:
    return Binding(str(workspace_id), invitations.name, "email_enc").row(str(invitation_id))
