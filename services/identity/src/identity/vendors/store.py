"""The tables of vendors and of reminders that were sent."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import insert

from identity.errors import VendorExistsError
from identity.vendors.model import LAPSED, BaaState, Category, Details, Vendor
from kit.db import Transaction, UniqueConflict
from kit.statement import statement

CODE_UNIQUE = "vendors_code_key"
TIME = sa.DateTime(timezone=True)

metadata = sa.MetaData()
vendors = sa.Table(
    "vendors",
    metadata,
    sa.Column("vendor_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("touches_phi", sa.Boolean, nullable=False),
    sa.Column("baa_state", sa.Text, nullable=False),
    sa.Column("effective_date", sa.Date),
    sa.Column("expire_date", sa.Date),
    sa.Column("document_reference", sa.Text, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("update_time", TIME, nullable=False),
    sa.UniqueConstraint("workspace_id", "code", name=CODE_UNIQUE),
)
vendor_reminders = sa.Table(
    "vendor_reminders",
    metadata,
    sa.Column("vendor_id", sa.Uuid, primary_key=True),
    sa.Column("expire_date", sa.Date, primary_key=True),
    sa.Column("days", sa.Integer, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("send_time", TIME, nullable=False),
)

_WORKSPACE = vendors.c.workspace_id == sa.bindparam("of_workspace", type_=sa.Uuid)
_ID = vendors.c.vendor_id == sa.bindparam("id", type_=sa.Uuid)
_CODE = vendors.c.code == sa.bindparam("of_code", type_=sa.Text)
CHANGED = tuple(name for name in vendors.c.keys() if name not in {"vendor_id", "workspace_id", "code"})  # noqa: SIM118
ALL = statement(sa.select(vendors).where(_WORKSPACE))
FIND = statement(sa.select(vendors).where(_WORKSPACE, _CODE))
LOCK = statement(sa.select(vendors).where(_ID).with_for_update())
ADD = statement(sa.insert(vendors).values({column.name: sa.bindparam(column.name) for column in vendors.c}))
CHANGE = statement(sa.update(vendors).where(_ID).values({name: sa.bindparam(name) for name in CHANGED}))
REMOVE = statement(sa.delete(vendors).where(_ID))
# Those of the whole deployment that expire by then, until it was told that they lapsed.
EXPIRING = statement(
    sa.select(vendors.c.vendor_id, vendors.c.workspace_id).where(
        vendors.c.baa_state == sa.literal_column("'SIGNED'"),
        vendors.c.expire_date <= sa.bindparam("by", type_=sa.Date),
        ~sa.exists().where(
            vendor_reminders.c.vendor_id == vendors.c.vendor_id,
            vendor_reminders.c.expire_date == vendors.c.expire_date,
            vendor_reminders.c.days == sa.literal_column(str(LAPSED)),
        ),
    )
)
REMINDED = statement(
    insert(vendor_reminders)
    .values({column.name: sa.bindparam(column.name) for column in vendor_reminders.c})
    .on_conflict_do_nothing()
)


async def all_recorded(tx: Transaction, workspace_id: UUID) -> list[Vendor]:
    return [_vendor(row) for row in await tx.all(ALL, of_workspace=workspace_id)]


async def find(tx: Transaction, workspace_id: UUID, code: str) -> Vendor | None:
    row = await tx.first(FIND, of_workspace=workspace_id, of_code=code)
    return _vendor(row) if row else None


async def lock(tx: Transaction, vendor_id: UUID) -> Vendor | None:
    """The vendor, which nobody else changes until the transaction ends."""
    row = await tx.first(LOCK, id=vendor_id)
    return _vendor(row) if row else None


async def add(tx: Transaction, vendor: Vendor) -> None:
    """Raises VendorExistsError."""
    try:
        await tx.run(
            ADD,
            vendor_id=vendor.vendor_id,
            workspace_id=vendor.workspace_id,
            code=vendor.code,
            **_changed(vendor),
        )
    except UniqueConflict:
        raise VendorExistsError(field="vendor.code") from None


async def change(tx: Transaction, vendor: Vendor) -> None:
    await tx.run(CHANGE, id=vendor.vendor_id, **_changed(vendor))


async def remove(tx: Transaction, vendor_id: UUID) -> None:
    await tx.run(REMOVE, id=vendor_id)


async def expiring(tx: Transaction, by: date) -> list[tuple[UUID, UUID]]:
    """Vendor and workspace of each BAA that expires by then."""
    return [(row["vendor_id"], row["workspace_id"]) for row in await tx.all(EXPIRING, by=by)]


async def reminded(tx: Transaction, vendor: Vendor, days: int, now: datetime) -> bool:
    """Notes that a reminder is sent; False when it was before."""
    return bool(
        await tx.run(
            REMINDED,
            vendor_id=vendor.vendor_id,
            workspace_id=vendor.workspace_id,
            expire_date=vendor.details.expire_date,
            days=days,
            send_time=now,
        )
    )


def _changed(vendor: Vendor) -> dict[str, object]:
    details = vendor.details
    return {
        "name": details.name,
        "category": details.category.value,
        "region": details.region,
        "touches_phi": details.touches_phi,
        "baa_state": details.baa_state.value,
        "effective_date": details.effective_date,
        "expire_date": details.expire_date,
        "document_reference": details.document_reference,
        "version": vendor.version,
        "update_time": vendor.update_time,
    }


def _vendor(row: Record) -> Vendor:
    details = Details(
        name=row["name"],
        category=Category(row["category"]),
        region=row["region"],
        touches_phi=row["touches_phi"],
        baa_state=BaaState(row["baa_state"]),
        effective_date=row["effective_date"],
        expire_date=row["expire_date"],
        document_reference=row["document_reference"],
    )
    return Vendor(row["vendor_id"], row["workspace_id"], row["code"], details, row["version"], row["update_time"])
