"""The table of people. Address and name are sealed under their workspace's data key."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import ARRAY

from identity.errors import EmailTakenError
from identity.users.model import User, UserState
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction, UniqueConflict
from kit.statement import statement
from phi_crypto import Binding, BlindIndex, normalise_email

EMAIL_UNIQUE = "users_email_bidx_key"
# Addresses are unique in the whole deployment: people sign in before it is known where they belong.
INDEX_SCOPE = "deployment"

users = sa.Table(
    "users",
    sa.MetaData(),
    sa.Column("user_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("email_enc", sa.Text, nullable=False),
    sa.Column("email_bidx", sa.LargeBinary, nullable=False),
    sa.Column("display_name_enc", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("last_sign_in_time", sa.DateTime(timezone=True)),
    sa.Column("phone_enc", sa.Text),
    sa.Column("job_title_enc", sa.Text),
    sa.Column("version", sa.Integer, nullable=False),
    sa.UniqueConstraint("email_bidx", name=EMAIL_UNIQUE),
)

LATER = {"last_sign_in_time", "phone_enc", "job_title_enc", "version"}
ADD = statement(
    sa.insert(users).values({column.name: sa.bindparam(column.name) for column in users.c if column.name not in LATER})
)
GET = statement(sa.select(users).where(users.c.user_id == sa.bindparam("id")))
LOCK = statement(sa.select(users).where(users.c.user_id == sa.bindparam("id")).with_for_update())
# In one order, so that two who take an administrator away at once wait for each other, and the second sees the first.
LOCK_ACTIVE = statement(
    sa.select(users.c.user_id)
    .where(
        users.c.workspace_id == sa.bindparam("workspace_id"),
        users.c.role == sa.bindparam("role"),
        users.c.state == sa.literal_column("'ACTIVE'"),
    )
    .order_by(users.c.user_id)
    .with_for_update()
)
NEXT = {"version": users.c.version + sa.literal_column("1")}
SET_STATE = statement(
    sa.update(users).where(users.c.user_id == sa.bindparam("id")).values(state=sa.bindparam("new_state"), **NEXT)
)
SET_ROLE = statement(
    sa.update(users).where(users.c.user_id == sa.bindparam("id")).values(role=sa.bindparam("new_role"), **NEXT)
)
SET_PROFILE = statement(
    sa.update(users)
    .where(users.c.user_id == sa.bindparam("id"))
    .values(
        display_name_enc=sa.bindparam("display_name"),
        phone_enc=sa.bindparam("phone", type_=sa.Text),
        job_title_enc=sa.bindparam("job_title", type_=sa.Text),
        **NEXT,
    )
)
SET_EMAIL = statement(
    sa.update(users)
    .where(users.c.user_id == sa.bindparam("id"))
    .values(email_enc=sa.bindparam("email"), email_bidx=sa.bindparam("index"), **NEXT)
)
FIND = statement(sa.select(users).where(users.c.email_bidx == sa.bindparam("email_bidx")))
# Waits for who changes the address, and is not waited for by who signs in.
FIND_HELD = statement(
    sa.select(users).where(users.c.email_bidx == sa.bindparam("email_bidx")).with_for_update(read=True, key_share=True)
)
PAGE = statement(
    sa.select(users)
    .where(users.c.user_id > sa.bindparam("after"))
    .order_by(users.c.user_id)
    .limit(sa.bindparam("size"))
)
EXISTS = statement(sa.select(users.c.user_id).where(users.c.user_id == sa.bindparam("id")))
HAS_ROLE = statement(sa.select(users.c.user_id).where(users.c.role == sa.bindparam("role")).limit(1))
WITH_ROLES = statement(
    sa.select(users)
    .where(users.c.role == sa.any_(sa.bindparam("roles", type_=ARRAY(sa.Text))), users.c.state == "ACTIVE")
    .order_by(users.c.user_id)
)
# Whoever disables the person meanwhile is waited for, or waits and then ends the session.
SIGNED_IN = statement(
    sa.update(users)
    .where(users.c.user_id == sa.bindparam("id"), users.c.state == sa.literal_column("'ACTIVE'"))
    .values(last_sign_in_time=sa.bindparam("now"))
)


class UserStore:
    def __init__(self, keys: WorkspaceKeys, index_key: bytes) -> None:
        self._keys = keys
        self._index = BlindIndex(index_key, "user.email", INDEX_SCOPE)

    def email_index(self, email: str) -> bytes:
        return self._index.of(normalise_email(email))

    async def add(self, tx: Transaction, user: User) -> None:
        """Raises EmailTakenError."""
        key = await self._keys.of(tx, user.workspace_id)
        try:
            await tx.run(
                ADD,
                user_id=user.user_id,
                workspace_id=user.workspace_id,
                email_enc=key.seal(user.email, _binding(user.workspace_id, user.user_id, "email_enc")),
                email_bidx=self.email_index(user.email),
                display_name_enc=key.seal(
                    user.display_name, _binding(user.workspace_id, user.user_id, "display_name_enc")
                ),
                role=user.role,
                state=user.state.value,
                create_time=user.create_time,
            )
        except UniqueConflict as conflict:
            raise _translated(conflict) from None

    async def get(self, tx: Transaction, user_id: UUID) -> User | None:
        row = await tx.first(GET, id=user_id)
        return await self._user(tx, row) if row else None

    async def lock(self, tx: Transaction, user_id: UUID) -> User | None:
        """The person, changed by nobody else until this transaction ends."""
        row = await tx.first(LOCK, id=user_id)
        return await self._user(tx, row) if row else None

    async def lock_active(self, tx: Transaction, workspace_id: UUID, role: str) -> list[UUID]:
        """Who may sign in with this role, changed by nobody else until this transaction ends."""
        return [row["user_id"] for row in await tx.all(LOCK_ACTIVE, workspace_id=workspace_id, role=role)]

    async def set_state(self, tx: Transaction, user_id: UUID, state: UserState) -> None:
        await tx.run(SET_STATE, id=user_id, new_state=state.value)

    async def set_role(self, tx: Transaction, user_id: UUID, role: str) -> None:
        await tx.run(SET_ROLE, id=user_id, new_role=role)

    async def set_profile(self, tx: Transaction, user: User) -> None:
        key = await self._keys.of(tx, user.workspace_id)

        def sealed(value: str, column: str) -> str | None:
            return key.seal(value, _binding(user.workspace_id, user.user_id, column)) if value else None

        await tx.run(
            SET_PROFILE,
            id=user.user_id,
            display_name=sealed(user.display_name, "display_name_enc"),
            phone=sealed(user.phone, "phone_enc"),
            job_title=sealed(user.job_title, "job_title_enc"),
        )

    async def set_email(self, tx: Transaction, user: User, email: str) -> None:
        """Raises EmailTakenError."""
        key = await self._keys.of(tx, user.workspace_id)
        sealed = key.seal(email, _binding(user.workspace_id, user.user_id, "email_enc"))
        try:
            await tx.run(SET_EMAIL, id=user.user_id, email=sealed, index=self.email_index(email))
        except UniqueConflict as conflict:
            raise _translated(conflict) from None

    async def find(self, tx: Transaction, email: str) -> User | None:
        row = await tx.first(FIND, email_bidx=self.email_index(email))
        return await self._user(tx, row) if row else None

    async def find_held(self, tx: Transaction, email: str) -> User | None:
        """The same, and it stays that person's address until this transaction ends."""
        row = await tx.first(FIND_HELD, email_bidx=self.email_index(email))
        return await self._user(tx, row) if row else None

    async def page(self, tx: Transaction, after: UUID, size: int) -> list[User]:
        return [await self._user(tx, row) for row in await tx.all(PAGE, after=after, size=size)]

    async def exists(self, tx: Transaction, user_id: UUID) -> bool:
        return await tx.first(EXISTS, id=user_id) is not None

    async def has_role(self, tx: Transaction, role: str) -> bool:
        """Whether anybody has this role."""
        return await tx.first(HAS_ROLE, role=role) is not None

    async def with_roles(self, tx: Transaction, roles: Sequence[str]) -> list[User]:
        """Everyone who may sign in and has one of these roles, in the transaction's workspace or deployment."""
        return [await self._user(tx, row) for row in await tx.all(WITH_ROLES, roles=list(roles))]

    async def signed_in(self, tx: Transaction, user_id: UUID, now: datetime) -> bool:
        """False for who may not sign in, of this moment."""
        return bool(await tx.run(SIGNED_IN, id=user_id, now=now))

    async def _user(self, tx: Transaction, row: Record) -> User:
        workspace_id, user_id = row["workspace_id"], row["user_id"]
        key = await self._keys.of(tx, workspace_id)

        def opened(column: str) -> str:
            return key.open(row[column], _binding(workspace_id, user_id, column)) if row[column] else ""

        return User(
            user_id=user_id,
            workspace_id=workspace_id,
            email=opened("email_enc"),
            display_name=opened("display_name_enc"),
            role=row["role"],
            state=UserState(row["state"]),
            create_time=row["create_time"],
            last_sign_in_time=row["last_sign_in_time"],
            phone=opened("phone_enc"),
            job_title=opened("job_title_enc"),
            version=row["version"],
        )


def _translated(conflict: UniqueConflict) -> Exception:
    return EmailTakenError(field="email") if conflict.constraint == EMAIL_UNIQUE else conflict


def _binding(workspace_id: UUID, user_id: UUID, column: str) -> bytes:
    return Binding(str(workspace_id), users.name, column).row(str(user_id))
