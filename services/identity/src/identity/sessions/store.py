"""The tables of sessions, of devices that a person signed in on, and of counted guesses."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import insert

from identity.sessions.model import RevokeReason, Session
from identity.sessions.throttling import Bucket, Counter
from kit.db import Transaction
from kit.statement import statement

MOST_LISTED = 100

metadata = sa.MetaData()
TIME = sa.DateTime(timezone=True)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("session_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("create_time", TIME, nullable=False),
    sa.Column("last_use_time", TIME, nullable=False),
    sa.Column("idle_expire_time", TIME, nullable=False),
    sa.Column("expire_time", TIME, nullable=False),
    sa.Column("source_address", sa.Text, nullable=False),
    sa.Column("user_agent", sa.Text, nullable=False),
    sa.Column("step_up_time", TIME, nullable=False),
    sa.Column("proof", sa.Text, nullable=False),
    sa.Column("revoke_time", TIME),
    sa.Column("revoke_reason", sa.Text),
)
known_devices = sa.Table(
    "known_devices",
    metadata,
    sa.Column("user_id", sa.Uuid, primary_key=True),
    sa.Column("device_hash", sa.LargeBinary, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("expire_time", TIME, nullable=False),
)
# Of no workspace: whose account is guessed at is not known when a guess is counted.
sign_in_attempts = sa.Table(
    "sign_in_attempts",
    metadata,
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("failures", sa.Double, nullable=False),
    sa.Column("count_time", TIME, nullable=False),
    sa.Column("forget_time", TIME, nullable=False),
)

NOW = sa.bindparam("now", type_=TIME)
OF_USER = sessions.c.user_id == sa.bindparam("user_id")
IN_FORCE = sa.and_(sessions.c.revoke_time.is_(None), sessions.c.idle_expire_time > NOW, sessions.c.expire_time > NOW)
PROPERTIES = [c for c in sessions.c if c.name not in {"token_hash", "revoke_reason"}]

ADD = statement(
    sa.insert(sessions).values({c.name: sa.bindparam(c.name) for c in sessions.c if not c.name.startswith("revoke")})
)
FIND = statement(sa.select(*PROPERTIES).where(sessions.c.token_hash == sa.bindparam("token_hash")))
GET = statement(sa.select(*PROPERTIES).where(sessions.c.session_id == sa.bindparam("id"), OF_USER))
LIST = statement(
    sa.select(*PROPERTIES)
    .where(OF_USER, IN_FORCE)
    .order_by(sessions.c.session_id.desc())
    .limit(sa.literal_column(str(MOST_LISTED)))
)
TOUCH = statement(
    sa.update(sessions)
    .where(sessions.c.session_id == sa.bindparam("id"), IN_FORCE)
    .values(last_use_time=NOW, idle_expire_time=sa.bindparam("idle", type_=TIME))
)
REVOKE = statement(
    sa.update(sessions)
    .where(sessions.c.session_id == sa.bindparam("id"), OF_USER, IN_FORCE)
    .values(revoke_time=NOW, revoke_reason=sa.bindparam("reason", type_=sa.Text))
)
REVOKE_ALL = statement(
    sa.update(sessions)
    .where(OF_USER, IN_FORCE, sessions.c.session_id != sa.bindparam("keep"))
    .values(revoke_time=NOW, revoke_reason=sa.bindparam("reason", type_=sa.Text))
    .returning(sessions.c.session_id)
)
STEP_UP = statement(
    sa.update(sessions).where(sessions.c.session_id == sa.bindparam("id"), OF_USER, IN_FORCE).values(step_up_time=NOW)
)

UNEXPIRED = sa.and_(known_devices.c.device_hash == sa.bindparam("device_hash"), known_devices.c.expire_time > NOW)
DEVICE = statement(
    sa.select(
        sa.exists().where(UNEXPIRED).label("issued"),
        sa.exists().where(UNEXPIRED, known_devices.c.user_id == sa.bindparam("user_id")).label("known"),
    )
)
REMEMBER = statement(
    insert(known_devices)
    .values({c.name: sa.bindparam(c.name, type_=c.type) for c in known_devices.c})
    .on_conflict_do_update(
        index_elements=["user_id", "device_hash"],
        set_={"expire_time": sa.bindparam("expire_time", type_=TIME)},
    )
)
SWEEP_DEVICES = statement(sa.delete(known_devices).where(known_devices.c.expire_time < NOW))

KEY = sign_in_attempts.c.key == sa.bindparam("key")
# Doing nothing to an existing row still locks it: guesses at one account are counted one after the other.
LOCK = statement(
    insert(sign_in_attempts)
    .values(key=sa.bindparam("key"), failures=sa.literal_column("0"), count_time=NOW, forget_time=NOW)
    .on_conflict_do_update(index_elements=["key"], set_={"key": sign_in_attempts.c.key})
    .returning(sign_in_attempts.c.failures, sign_in_attempts.c.count_time)
)
COUNT = statement(
    sa.update(sign_in_attempts)
    .where(KEY)
    .values(
        failures=sa.bindparam("failures", type_=sa.Double),
        count_time=NOW,
        forget_time=sa.bindparam("forget_time", type_=TIME),
    )
)
UNCOUNT = statement(
    sa.update(sign_in_attempts)
    .where(KEY)
    .values(failures=sa.func.greatest(sign_in_attempts.c.failures - sa.literal_column("1"), sa.literal_column("0")))
)
CLEAR = statement(sa.delete(sign_in_attempts).where(KEY))
# Skips what a sign-in holds at this moment, so that neither ever waits for the other in a circle.
FORGOTTEN = (
    sa.select(sign_in_attempts.c.key).where(sign_in_attempts.c.forget_time < NOW).with_for_update(skip_locked=True)
)
SWEEP_ATTEMPTS = statement(sa.delete(sign_in_attempts).where(sign_in_attempts.c.key.in_(FORGOTTEN)))


async def add(tx: Transaction, session: Session, token_hash: bytes) -> None:
    await tx.run(
        ADD,
        session_id=session.session_id,
        workspace_id=session.workspace_id,
        user_id=session.user_id,
        token_hash=token_hash,
        create_time=session.create_time,
        last_use_time=session.last_use_time,
        idle_expire_time=session.idle_expire_time,
        expire_time=session.expire_time,
        source_address=session.source_address,
        user_agent=session.user_agent,
        step_up_time=session.step_up_time,
        proof=session.proof,
    )


async def find(tx: Transaction, token_hash: bytes) -> Session | None:
    return _session(await tx.first(FIND, token_hash=token_hash))


async def get(tx: Transaction, session_id: UUID, user_id: UUID) -> Session | None:
    return _session(await tx.first(GET, id=session_id, user_id=user_id))


async def list_in_force(tx: Transaction, user_id: UUID, now: datetime) -> list[Session]:
    """The newest hundred, newest first."""
    return [Session(**row) for row in await tx.all(LIST, user_id=user_id, now=now)]


async def touch(tx: Transaction, session_id: UUID, now: datetime, idle_expire_time: datetime) -> None:
    await tx.run(TOUCH, id=session_id, now=now, idle=idle_expire_time)


async def revoke(tx: Transaction, session_id: UUID, user_id: UUID, now: datetime, reason: RevokeReason) -> bool:
    """False when the person has no session in force by this id."""
    return bool(await tx.run(REVOKE, id=session_id, user_id=user_id, now=now, reason=reason.value))


async def revoke_all(tx: Transaction, user_id: UUID, now: datetime, reason: RevokeReason, keep: UUID) -> list[UUID]:
    """Ends every session of the person in force but the one kept; which they were."""
    rows = await tx.all(REVOKE_ALL, user_id=user_id, now=now, reason=reason.value, keep=keep)
    return [row["session_id"] for row in rows]


async def step_up(tx: Transaction, session_id: UUID, user_id: UUID, now: datetime) -> bool:
    """False when the person has no session in force by this id."""
    return bool(await tx.run(STEP_UP, id=session_id, user_id=user_id, now=now))


async def device(tx: Transaction, user_id: UUID, device_hash: bytes, now: datetime) -> tuple[bool, bool]:
    """Whether the device is one of ours, and whether this person signed in on it before."""
    row = await tx.first(DEVICE, user_id=user_id, device_hash=device_hash, now=now)
    return (row["issued"], row["known"]) if row else (False, False)


async def remember_device(
    tx: Transaction, user_id: UUID, workspace_id: UUID, device_hash: bytes, expire_time: datetime
) -> None:
    await tx.run(
        REMEMBER,
        user_id=user_id,
        workspace_id=workspace_id,
        device_hash=device_hash,
        expire_time=expire_time,
    )


async def lock_counter(tx: Transaction, bucket: Bucket, now: datetime) -> Counter:
    """The counter, held by this transaction until it ends."""
    (row,) = await tx.all(LOCK, key=bucket.key, now=now)
    return Counter(bucket.limit, row["failures"], row["count_time"])


async def save_counter(tx: Transaction, bucket: Bucket, counter: Counter) -> None:
    await tx.run(
        COUNT,
        key=bucket.key,
        failures=counter.failures,
        now=counter.count_time,
        forget_time=counter.forget_time,
    )


async def forgive(tx: Transaction, bucket: Bucket) -> None:
    """A right password: takes back the reserved guess, or clears the counter when it is the account's own."""
    await tx.run(UNCOUNT if bucket.shared else CLEAR, key=bucket.key)


async def sweep(tx: Transaction, now: datetime) -> None:
    """Removes what no longer counts for anything."""
    await tx.run(SWEEP_ATTEMPTS, now=now)
    await tx.run(SWEEP_DEVICES, now=now)


def _session(row: Record | None) -> Session | None:
    return Session(**row) if row else None
