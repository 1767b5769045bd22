"""Factors as rows: what may happen once happens by one statement that finds it not yet done."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import insert

from identity.errors import PasskeyEnrolledError
from identity.factors.model import Passkey, Totp
from identity.factors.tables import TIME, passkeys, recovery_codes, totp_factors
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction, UniqueConflict
from kit.statement import statement
from phi_crypto import Binding

CREDENTIAL_UNIQUE = "passkeys_credential_id_key"
NOW = sa.bindparam("now", type_=TIME)
USER = sa.bindparam("user_id", type_=sa.Uuid)

OF_USER = totp_factors.c.user_id == USER
PENDING = totp_factors.c.confirm_time.is_(None)
BEGIN = insert(totp_factors).values(
    {c.name: sa.bindparam(c.name) for c in totp_factors.c if c.name not in {"confirm_time", "last_use_time"}}
)
BEGIN_TOTP = statement(
    BEGIN.on_conflict_do_update(
        index_elements=["user_id"],
        set_={name: BEGIN.excluded[name] for name in ("factor_id", "secret_enc", "last_step", "create_time")},
        where=PENDING,
    )
)
GET_TOTP = statement(sa.select(totp_factors).where(OF_USER))
LATER = sa.and_(
    OF_USER,
    totp_factors.c.factor_id == sa.bindparam("factor_id"),
    totp_factors.c.last_step < sa.bindparam("step", type_=sa.BigInteger),
)
STEP = {"last_step": sa.bindparam("step", type_=sa.BigInteger), "last_use_time": NOW}
CONFIRM_TOTP = statement(sa.update(totp_factors).where(LATER, PENDING).values(**STEP, confirm_time=NOW))
USE_TOTP = statement(sa.update(totp_factors).where(LATER, ~PENDING).values(**STEP))
DELETE_TOTP = statement(sa.delete(totp_factors).where(OF_USER))

ADD_PASSKEY = statement(
    sa.insert(passkeys).values({c.name: sa.bindparam(c.name) for c in passkeys.c if c.name != "last_use_time"})
)
LIST_PASSKEYS = statement(sa.select(passkeys).where(passkeys.c.user_id == USER).order_by(passkeys.c.passkey_id))
FIND_PASSKEY = statement(sa.select(passkeys).where(passkeys.c.credential_id == sa.bindparam("credential_id")))
COUNT = sa.bindparam("sign_count", type_=sa.BigInteger)
# Authenticators that do not count say 0 for ever.
COUNTED_ON = sa.or_(passkeys.c.sign_count < COUNT, sa.and_(passkeys.c.sign_count == 0, COUNT == 0))
USE_PASSKEY = statement(
    sa.update(passkeys)
    .where(passkeys.c.passkey_id == sa.bindparam("id"), COUNTED_ON)
    .values(sign_count=COUNT, last_use_time=NOW)
)
DELETE_PASSKEY = statement(
    sa.delete(passkeys).where(passkeys.c.passkey_id == sa.bindparam("id"), passkeys.c.user_id == USER)
)
DELETE_PASSKEYS = statement(sa.delete(passkeys).where(passkeys.c.user_id == USER))

OF_OWNER = recovery_codes.c.user_id == USER
ADD_CODE = statement(
    sa.insert(recovery_codes).values({c.name: sa.bindparam(c.name) for c in recovery_codes.c if c.name != "use_time"})
)
USE_CODE = statement(
    sa.update(recovery_codes)
    .where(OF_OWNER, recovery_codes.c.code_hash == sa.bindparam("code_hash"), recovery_codes.c.use_time.is_(None))
    .values(use_time=NOW)
)
COUNT_CODES = statement(sa.select(sa.func.count().label("left")).where(OF_OWNER, recovery_codes.c.use_time.is_(None)))
DELETE_CODES = statement(sa.delete(recovery_codes).where(OF_OWNER))
ENROLLED = statement(
    sa.select(
        sa.exists().where(OF_USER, ~PENDING).label("totp"),
        sa.exists().where(passkeys.c.user_id == USER).label("passkey"),
    )
)


class FactorStore:
    """Secrets of authenticator apps and names of passkeys are sealed under their workspace's data key."""

    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def begin_totp(self, tx: Transaction, workspace_id: UUID, user_id: UUID, totp: Totp) -> bool:
        """Takes the place of an enrolment under way; False when an app is enrolled."""
        key = await self._keys.of(tx, workspace_id)
        return bool(
            await tx.run(
                BEGIN_TOTP,
                user_id=user_id,
                workspace_id=workspace_id,
                factor_id=totp.factor_id,
                secret_enc=key.seal(totp.secret, _totp_binding(workspace_id, totp.factor_id)),
                last_step=totp.last_step,
                create_time=totp.create_time,
            )
        )

    async def totp(self, tx: Transaction, user_id: UUID) -> Totp | None:
        row = await tx.first(GET_TOTP, user_id=user_id)
        if row is None:
            return None
        key = await self._keys.of(tx, row["workspace_id"])
        return Totp(
            factor_id=row["factor_id"],
            secret=key.open(row["secret_enc"], _totp_binding(row["workspace_id"], row["factor_id"])),
            last_step=row["last_step"],
            create_time=row["create_time"],
            confirm_time=row["confirm_time"],
            last_use_time=row["last_use_time"],
        )

    async def confirm_totp(self, tx: Transaction, user_id: UUID, factor_id: UUID, step: int, now: datetime) -> bool:
        """False when another confirmation was faster, or another enrolment took its place."""
        return bool(await tx.run(CONFIRM_TOTP, user_id=user_id, factor_id=factor_id, step=step, now=now))

    async def use_totp(self, tx: Transaction, user_id: UUID, factor_id: UUID, step: int, now: datetime) -> bool:
        """False when this time step, or a later one, was accepted already."""
        return bool(await tx.run(USE_TOTP, user_id=user_id, factor_id=factor_id, step=step, now=now))

    async def delete_totp(self, tx: Transaction, user_id: UUID) -> bool:
        return bool(await tx.run(DELETE_TOTP, user_id=user_id))

    async def add_passkey(self, tx: Transaction, passkey: Passkey) -> None:
        """Raises PasskeyEnrolledError."""
        key = await self._keys.of(tx, passkey.workspace_id)
        try:
            await tx.run(
                ADD_PASSKEY,
                passkey_id=passkey.passkey_id,
                workspace_id=passkey.workspace_id,
                user_id=passkey.user_id,
                credential_id=passkey.credential_id,
                public_key=passkey.public_key,
                sign_count=passkey.sign_count,
                display_name_enc=key.seal(
                    passkey.display_name, _passkey_binding(passkey.workspace_id, passkey.passkey_id)
                ),
                create_time=passkey.create_time,
            )
        except UniqueConflict as conflict:
            if conflict.constraint != CREDENTIAL_UNIQUE:
                raise
            raise PasskeyEnrolledError from None

    async def passkeys(self, tx: Transaction, user_id: UUID) -> list[Passkey]:
        return [await self._passkey(tx, row) for row in await tx.all(LIST_PASSKEYS, user_id=user_id)]

    async def passkey(self, tx: Transaction, credential_id: bytes) -> Passkey | None:
        row = await tx.first(FIND_PASSKEY, credential_id=credential_id)
        return await self._passkey(tx, row) if row else None

    async def _passkey(self, tx: Transaction, row: Record) -> Passkey:
        key = await self._keys.of(tx, row["workspace_id"])
        name = key.open(row["display_name_enc"], _passkey_binding(row["workspace_id"], row["passkey_id"]))
        columns = {column: value for column, value in row.items() if column != "display_name_enc"}
        return Passkey(**columns, display_name=name)


async def use_passkey(tx: Transaction, passkey_id: UUID, sign_count: int, now: datetime) -> bool:
    """False when the counter has come as far already: an answer in parallel, or a copy of the passkey."""
    return bool(await tx.run(USE_PASSKEY, id=passkey_id, sign_count=sign_count, now=now))


async def delete_passkey(tx: Transaction, user_id: UUID, passkey_id: UUID) -> bool:
    return bool(await tx.run(DELETE_PASSKEY, id=passkey_id, user_id=user_id))


async def replace_codes(tx: Transaction, workspace_id: UUID, user_id: UUID, hashes: Sequence[bytes]) -> None:
    await tx.run(DELETE_CODES, user_id=user_id)
    await tx.run_many(
        ADD_CODE, [{"user_id": user_id, "workspace_id": workspace_id, "code_hash": each} for each in hashes]
    )


async def use_code(tx: Transaction, user_id: UUID, code_hash: bytes, now: datetime) -> bool:
    """False when the account has no such code, or it was used."""
    return bool(await tx.run(USE_CODE, user_id=user_id, code_hash=code_hash, now=now))


async def codes_left(tx: Transaction, user_id: UUID) -> int:
    (row,) = await tx.all(COUNT_CODES, user_id=user_id)
    return int(row["left"])


async def enrolled(tx: Transaction, user_id: UUID) -> tuple[bool, bool]:
    """Whether the account has an authenticator app, and whether it has a passkey."""
    (row,) = await tx.all(ENROLLED, user_id=user_id)
    return row["totp"], row["passkey"]


async def delete_all(tx: Transaction, user_id: UUID) -> None:
    for each in (DELETE_TOTP, DELETE_PASSKEYS, DELETE_CODES):
        await tx.run(each, user_id=user_id)


def _totp_binding(workspace_id: UUID, factor_id: UUID) -> bytes:
    return Binding(str(workspace_id), totp_factors.name, "secret_enc").row(str(factor_id))


def _passkey_binding(workspace_id: UUID, passkey_id: UUID) -> bytes:
    return Binding(str(workspace_id), passkeys.name, "display_name_enc").row(str(passkey_id))
