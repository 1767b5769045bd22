"""Invoices and their lines. Lines of no invoice wait for the next one."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import JSONB

from identity.invoices.model import Discount, Invoice, InvoiceState, Line, LineKind
from kit.db import Transaction
from kit.ids import new_id
from kit.statement import statement

invoices = sa.Table(
    "invoices",
    sa.MetaData(),
    sa.Column("invoice_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("total_cents", sa.Integer, nullable=False),
    sa.Column("create_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("due_time", sa.DateTime(timezone=True), nullable=False),
    sa.Column("pay_time", sa.DateTime(timezone=True)),
    sa.Column("payment_reference", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_attempt_time", sa.DateTime(timezone=True)),
    sa.Column("failure_code", sa.Text, nullable=False),
    sa.Column("dunning_time", sa.DateTime(timezone=True)),
    sa.Column("next_letter_time", sa.DateTime(timezone=True)),
)
invoice_lines = sa.Table(
    "invoice_lines",
    sa.MetaData(),
    sa.Column("line_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("invoice_id", sa.Uuid),
    sa.Column("cents", sa.Integer, nullable=False),
    sa.Column("content", JSONB, nullable=False),
)
CHANGING = (
    "state",
    "pay_time",
    "payment_reference",
    "attempts",
    "next_attempt_time",
    "failure_code",
    "dunning_time",
    "next_letter_time",
)
OPEN = invoices.c.state == InvoiceState.OPEN.value
OF_WORKSPACE = invoices.c.workspace_id == sa.bindparam("workspace_id")
WAITING = sa.and_(invoice_lines.c.workspace_id == sa.bindparam("workspace_id"), invoice_lines.c.invoice_id == sa.null())

ADD = statement(sa.insert(invoices).values({column.name: sa.bindparam(column.name) for column in invoices.c}))
ADD_LINE = statement(
    sa.insert(invoice_lines).values({column.name: sa.bindparam(column.name) for column in invoice_lines.c})
)
TAKE_LINES = statement(sa.update(invoice_lines).where(WAITING).values(invoice_id=sa.bindparam("invoice_id")))
LIST_WAITING = statement(sa.select(invoice_lines.c.content).where(WAITING).order_by(invoice_lines.c.line_id))
LIST_LINES = statement(
    sa.select(invoice_lines.c.content)
    .where(invoice_lines.c.invoice_id == sa.bindparam("invoice_id"))
    .order_by(invoice_lines.c.line_id)
)
LAST_NUMBER = statement(sa.select(sa.func.coalesce(sa.func.max(invoices.c.number), 0)).where(OF_WORKSPACE))
GET = statement(sa.select(invoices).where(invoices.c.invoice_id == sa.bindparam("id")))
LOCK = statement(sa.select(invoices).where(invoices.c.invoice_id == sa.bindparam("id")).with_for_update())
PAGE = statement(
    sa.select(invoices)
    .where(OF_WORKSPACE, invoices.c.number < sa.bindparam("before"))
    .order_by(invoices.c.number.desc())
    .limit(sa.bindparam("size"))
)
LIST_OPEN = statement(sa.select(invoices).where(OF_WORKSPACE, OPEN).order_by(invoices.c.number))
LIST_ALL_OPEN = statement(sa.select(invoices).where(OPEN).order_by(invoices.c.create_time))
LIST_TO_CHARGE, LIST_TO_TELL_OF = (
    statement(sa.select(invoices).where(OPEN, due <= sa.bindparam("now")).order_by(due).limit(sa.bindparam("size")))
    for due in (invoices.c.next_attempt_time, invoices.c.next_letter_time)
)
SAVE = statement(
    sa.update(invoices)
    .where(invoices.c.invoice_id == sa.bindparam("id"))
    .values({name: sa.bindparam(name) for name in CHANGING})
)


async def add(tx: Transaction, invoice: Invoice) -> None:
    """Adds the invoice with everything that waits."""
    await tx.run(ADD, **{**asdict(invoice), "state": invoice.state.value})
    await tx.run(TAKE_LINES, workspace_id=invoice.workspace_id, invoice_id=invoice.invoice_id)


async def add_waiting(tx: Transaction, workspace_id: UUID, lines: tuple[Line, ...]) -> None:
    await tx.run_many(
        ADD_LINE,
        [
            {
                "line_id": new_id(),
                "workspace_id": workspace_id,
                "invoice_id": None,
                "cents": line.cents,
                "content": _written(line),
            }
            for line in lines
        ],
    )


async def waiting(tx: Transaction, workspace_id: UUID) -> list[Line]:
    return [_read(row["content"]) for row in await tx.all(LIST_WAITING, workspace_id=workspace_id)]


async def lines_of(tx: Transaction, invoice_id: UUID) -> list[Line]:
    return [_read(row["content"]) for row in await tx.all(LIST_LINES, invoice_id=invoice_id)]


async def last_number(tx: Transaction, workspace_id: UUID) -> int:
    row = await tx.first(LAST_NUMBER, workspace_id=workspace_id)
    return int(row[0]) if row else 0


async def get(tx: Transaction, invoice_id: UUID, *, lock: bool = False) -> Invoice | None:
    row = await tx.first(LOCK if lock else GET, id=invoice_id)
    return _invoice(row) if row else None


async def page(tx: Transaction, workspace_id: UUID, before: int, size: int) -> list[Invoice]:
    """Newest first."""
    return [_invoice(row) for row in await tx.all(PAGE, workspace_id=workspace_id, before=before, size=size)]


async def list_open(tx: Transaction, workspace_id: UUID) -> list[Invoice]:
    return [_invoice(row) for row in await tx.all(LIST_OPEN, workspace_id=workspace_id)]


async def list_all_open(tx: Transaction) -> list[Invoice]:
    """Of the whole deployment."""
    return [_invoice(row) for row in await tx.all(LIST_ALL_OPEN)]


async def list_to_charge(tx: Transaction, now: datetime, size: int) -> list[Invoice]:
    """Of the whole deployment."""
    return [_invoice(row) for row in await tx.all(LIST_TO_CHARGE, now=now, size=size)]


async def list_to_tell_of(tx: Transaction, now: datetime, size: int) -> list[Invoice]:
    """Of the whole deployment."""
    return [_invoice(row) for row in await tx.all(LIST_TO_TELL_OF, now=now, size=size)]


async def save(tx: Transaction, invoice: Invoice) -> None:
    """Saves what may change of an invoice."""
    values = {**asdict(invoice), "state": invoice.state.value}
    await tx.run(SAVE, id=invoice.invoice_id, **{name: values[name] for name in CHANGING})


def _invoice(row: Record) -> Invoice:
    return Invoice(**{**dict(row), "state": InvoiceState(row["state"])})


def _written(line: Line) -> dict[str, Any]:
    written = asdict(line)
    for name in ("start", "end"):
        written[name] = written[name].isoformat() if written[name] else None
    return written


def _read(content: dict[str, Any]) -> Line:
    dates = {name: date.fromisoformat(content[name]) if content[name] else None for name in ("start", "end")}
    discounts = tuple(Discount(**each) for each in content["discounts"])
    return Line(**{**content, **dates, "kind": LineKind(content["kind"]), "discounts": discounts})
