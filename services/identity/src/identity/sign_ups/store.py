"""The table of sign-ups that wait for confirmation, kept under the deployment's own workspace."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from identity.sign_ups.model import MOST_ATTEMPTS, SignUp
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction
from kit.statement import statement
from phi_crypto import Binding

sign_ups = sa.Table(
    "sign_ups",
    sa.MetaData(),
    sa.Column("sign_up_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("email_enc", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("expire_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("attempts_left", sa.Integer, nullable=False),
)

ADD = statement(sa.insert(sign_ups).values({column.name: sa.bindparam(column.name) for column in sign_ups.c}))
IN_TIME = sa.and_(sign_ups.c.token_hash == sa.bindparam("token_hash"), sign_ups.c.expire_time > sa.bindparam("now"))
ATTEMPT = statement(
    sa.update(sign_ups)
    .where(IN_TIME, sign_ups.c.attempts_left > sa.literal_column("0"))
    .values(attempts_left=sign_ups.c.attempts_left - sa.literal_column("1"))
    .returning(*sign_ups.c)
)
# Whoever deletes the row has used the link: of many at once one does.
TAKE = statement(sa.delete(sign_ups).where(IN_TIME))
SWEEP = statement(sa.delete(sign_ups).where(sign_ups.c.expire_time < sa.bindparam("now")))


class SignUpStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def add(
        self, tx: Transaction, workspace_id: UUID, sign_up: SignUp, token_hash: bytes, expire_time: datetime
    ) -> None:
        key = await self._keys.of(tx, workspace_id)
        await tx.run(
            ADD,
            sign_up_id=sign_up.sign_up_id,
            workspace_id=workspace_id,
            email_enc=key.seal(sign_up.email, _binding(workspace_id, sign_up.sign_up_id)),
            password_hash=sign_up.password_hash,
            token_hash=token_hash,
            expire_time=expire_time,
            attempts_left=MOST_ATTEMPTS,
        )

    async def attempt(self, tx: Transaction, token_hash: bytes, now: datetime) -> SignUp | None:
        """Counts a password, and says of which sign-up; nothing when it is over or so many were tried."""
        rows = await tx.all(ATTEMPT, token_hash=token_hash, now=now)
        if not rows:
            return None
        (row,) = rows
        key = await self._keys.of(tx, row["workspace_id"])
        email = key.open(row["email_enc"], _binding(row["workspace_id"], row["sign_up_id"]))
        return SignUp(row["sign_up_id"], email, row["password_hash"])

    async def take(self, tx: Transaction, token_hash: bytes, now: datetime) -> bool:
        """Uses the link up; False when somebody was faster."""
        return bool(await tx.run(TAKE, token_hash=token_hash, now=now))

    async def sweep(self, tx: Transaction, now: datetime) -> None:
        await tx.run(SWEEP, now=now)


def _binding(workspace_id: UUID, sign_up_id: UUID) -> bytes:
    return Binding(str(workspace_id), sign_ups.name, "email_enc").row(str(sign_up_id))
