"""The tables of attempts to sign in, and of refusals counted by person and hour. Where from is sealed, in one piece."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import insert

from identity.sign_in_history.locations import Location
from identity.sign_in_history.model import MOST_REFUSALS, Attempt, Method, Place, SecondFactor
from identity.sign_in_history.networks import network_of
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction
from kit.statement import statement
from phi_crypto import Binding, BlindIndex

TIME = sa.DateTime(timezone=True)
INDEX_SCOPE = "deployment"
SWEPT_AT_ONCE = 5_000

metadata = sa.MetaData()
attempts = sa.Table(
    "sign_in_history",
    metadata,
    sa.Column("attempt_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("time", TIME, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("second_factor", sa.Text, nullable=False),
    sa.Column("refusal", sa.Text, nullable=False),
    sa.Column("place_enc", sa.Text, nullable=False),
    sa.Column("place_bidx", sa.LargeBinary, nullable=False),
    sa.Column("familiar", sa.Boolean, nullable=False),
    # Which of the hour's refusals of this person it is; 0 for a session that was opened.
    sa.Column("ordinal", sa.Integer, nullable=False),
)
refusals = sa.Table(
    "sign_in_refusals",
    metadata,
    sa.Column("user_id", sa.Uuid, primary_key=True),
    sa.Column("hour", TIME, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
)

VALUES: dict[str, Any] = {c.name: sa.bindparam(c.name, type_=c.type) for c in attempts.c}
ONE = sa.literal_column("1", sa.Integer)
MOST = sa.literal_column(str(MOST_REFUSALS), sa.Integer)
SEEN_BEFORE = sa.exists().where(
    attempts.c.user_id == sa.bindparam("user_id"),
    attempts.c.place_bidx == sa.bindparam("place_bidx"),
    attempts.c.refusal == sa.literal_column("''"),
    attempts.c.time > sa.bindparam("familiar_since", type_=TIME),
)
OPENED = statement(
    sa.insert(attempts)
    .values({**VALUES, "familiar": sa.or_(sa.bindparam("familiar", type_=sa.Boolean), SEEN_BEFORE)})
    .returning(attempts.c.familiar)
)
COUNTED = (
    insert(refusals)
    .values(
        user_id=VALUES["user_id"],
        hour=sa.bindparam("hour", type_=TIME),
        workspace_id=VALUES["workspace_id"],
        refused=ONE,
    )
    .on_conflict_do_update(index_elements=["user_id", "hour"], set_={"refused": refusals.c.refused + ONE})
    .returning(refusals.c.refused)
    .cte("counted")
)
# One round trip, whether the attempt is listed or only counted.
REFUSED = statement(
    sa.insert(attempts).from_select(
        list(VALUES),
        sa.select(*({**VALUES, "ordinal": COUNTED.c.refused}).values()).where(
            COUNTED.c.refused <= sa.bindparam("most", type_=sa.Integer)
        ),
    )
)
HOUR = sa.func.date_trunc(sa.literal_column("'hour'"), attempts.c.time, sa.literal_column("'UTC'"))
FURTHER = sa.func.greatest(sa.func.coalesce(refusals.c.refused - MOST, 0), 0)
PAGE = statement(
    sa.select(*attempts.c, FURTHER.label("further_refusals"))
    .join_from(
        attempts,
        refusals,
        sa.and_(attempts.c.ordinal == MOST, refusals.c.user_id == attempts.c.user_id, refusals.c.hour == HOUR),
        isouter=True,
    )
    .where(attempts.c.user_id == sa.bindparam("user_id"), attempts.c.attempt_id < sa.bindparam("before"))
    .order_by(attempts.c.attempt_id.desc())
    .limit(sa.bindparam("size"))
)
OLD = (
    sa.select(attempts.c.attempt_id)
    .where(attempts.c.time < sa.bindparam("until"))
    .limit(sa.literal_column(str(SWEPT_AT_ONCE)))
)
SWEEP = statement(sa.delete(attempts).where(attempts.c.attempt_id.in_(OLD)))
SWEEP_REFUSALS = statement(sa.delete(refusals).where(refusals.c.hour < sa.bindparam("until")))


class AttemptStore:
    def __init__(self, keys: WorkspaceKeys, index_key: bytes) -> None:
        self._keys = keys
        self._index = BlindIndex(index_key, "sign_in.place", INDEX_SCOPE)

    async def add_opened(self, tx: Transaction, attempt: Attempt, familiar_since: datetime) -> bool:
        """Whether it is familiar: known to be, or of a network and kind of device the person signed in from since."""
        values = await self._values(tx, attempt)
        (row,) = await tx.all(OPENED, **values, ordinal=0, familiar_since=familiar_since)
        return bool(row["familiar"])

    async def add_refused(self, tx: Transaction, attempt: Attempt, *, listed: bool) -> None:
        """Listed, unless there are many of this hour already or nobody is to see it; counted in any case."""
        hour = attempt.time.replace(minute=0, second=0, microsecond=0)
        values = await self._values(tx, attempt)
        await tx.run(REFUSED, **values, hour=hour, most=MOST_REFUSALS if listed else 0)

    async def page(self, tx: Transaction, user_id: UUID, before: UUID, size: int) -> list[Attempt]:
        return [await self._attempt(tx, row) for row in await tx.all(PAGE, user_id=user_id, before=before, size=size)]

    async def _values(self, tx: Transaction, attempt: Attempt) -> dict[str, Any]:
        key = await self._keys.of(tx, attempt.workspace_id)
        place, device = attempt.place, attempt.place.device
        seen = (str(attempt.user_id), network_of(place.source_address), device.browser, device.operating_system)
        return {
            "attempt_id": attempt.attempt_id,
            "workspace_id": attempt.workspace_id,
            "user_id": attempt.user_id,
            "time": attempt.time,
            "method": attempt.method.value,
            "second_factor": attempt.second_factor.value,
            "refusal": attempt.refusal,
            "place_enc": key.seal(_packed(place), _binding(attempt.workspace_id, attempt.attempt_id)),
            "place_bidx": self._index.of("\n".join(seen)),
            "familiar": attempt.familiar,
        }

    async def _attempt(self, tx: Transaction, row: Record) -> Attempt:
        key = await self._keys.of(tx, row["workspace_id"])
        place = key.open(row["place_enc"], _binding(row["workspace_id"], row["attempt_id"]))
        return Attempt(
            attempt_id=row["attempt_id"],
            workspace_id=row["workspace_id"],
            user_id=row["user_id"],
            time=row["time"],
            method=Method(row["method"]),
            second_factor=SecondFactor(row["second_factor"]),
            refusal=row["refusal"],
            place=_unpacked(place),
            familiar=row["familiar"],
            further_refusals=row["further_refusals"],
        )


async def sweep(tx: Transaction, now: datetime, kept: timedelta) -> int:
    """Removes what is older, so many at once; how many attempts that were."""
    await tx.run(SWEEP_REFUSALS, until=now - kept)
    return await tx.run(SWEEP, until=now - kept)


def _packed(place: Place) -> str:
    where = place.location
    return orjson.dumps([place.source_address, place.user_agent, where.city, where.region, where.country]).decode()


def _unpacked(packed: str) -> Place:
    source_address, user_agent, *location = orjson.loads(packed)
    return Place(source_address, user_agent, Location(*location))


def _binding(workspace_id: UUID, attempt_id: UUID) -> bytes:
    return Binding(str(workspace_id), attempts.name, "place_enc").row(str(attempt_id))
