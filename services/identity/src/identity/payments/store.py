"""Customers at the payment processor, and which of its events were taken."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from identity.payments.model import Account
from identity.ports import MethodNews
from kit.db import Transaction
from kit.statement import statement

payment_accounts = sa.Table(
    "payment_accounts",
    sa.MetaData(),
    sa.Column("workspace_id", sa.Uuid, primary_key=True),
    sa.Column("customer_token", sa.Text, nullable=False),
    sa.Column("method_token", sa.Text),
    sa.Column("brand", sa.Text, nullable=False),
    sa.Column("last_four", sa.Text, nullable=False),
    sa.Column("set_time", sa.DateTime(timezone=True), nullable=False),
)
payment_events = sa.Table(
    "payment_events",
    sa.MetaData(),
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("receive_time", sa.DateTime(timezone=True), nullable=False),
)
THIS = payment_accounts.c.workspace_id == sa.bindparam("id")

ADD = statement(
    insert(payment_accounts)
    .values({column.name: sa.bindparam(column.name) for column in payment_accounts.c})
    .on_conflict_do_nothing(index_elements=["workspace_id"])
)
GET = statement(sa.select(payment_accounts).where(THIS))
# Events come in any order: a card entered earlier does not replace one entered later.
SET_METHOD = statement(
    sa.update(payment_accounts)
    .where(
        THIS,
        payment_accounts.c.customer_token == sa.bindparam("customer"),
        payment_accounts.c.set_time <= sa.bindparam("time"),
    )
    .values(
        method_token=sa.bindparam("method"),
        brand=sa.bindparam("card_brand"),
        last_four=sa.bindparam("digits"),
        set_time=sa.bindparam("time"),
    )
)
# Whatever was entered before this moment is gone, also when an event tells of it later.
REMOVE_METHOD = statement(
    sa.update(payment_accounts)
    .where(THIS, payment_accounts.c.method_token == sa.bindparam("method"))
    .values(method_token=None, brand="", last_four="", set_time=sa.bindparam("time"))
)
ADD_EVENT = statement(
    insert(payment_events)
    .values({column.name: sa.bindparam(column.name) for column in payment_events.c})
    .on_conflict_do_nothing(index_elements=["event_id"])
)
FORGET_EVENTS = statement(sa.delete(payment_events).where(payment_events.c.receive_time < sa.bindparam("before")))


async def add(tx: Transaction, workspace_id: UUID, customer_token: str, never: datetime) -> None:
    """Adds the customer unless there is one; it has no card since `never`."""
    await tx.run(
        ADD,
        workspace_id=workspace_id,
        customer_token=customer_token,
        method_token=None,
        brand="",
        last_four="",
        set_time=never,
    )


async def get(tx: Transaction, workspace_id: UUID) -> Account | None:
    row = await tx.first(GET, id=workspace_id)
    return Account(**dict(row)) if row else None


async def set_method(tx: Transaction, news: MethodNews) -> bool:
    """Whether the card is the one to charge from now on."""
    changed = await tx.run(
        SET_METHOD,
        id=news.workspace_id,
        customer=news.customer_token,
        method=news.method_token,
        card_brand=news.brand,
        digits=news.last_four,
        time=news.set_time,
    )
    return changed == 1


async def remove_method(tx: Transaction, workspace_id: UUID, method_token: str, now: datetime) -> bool:
    """Whether this card was the one to charge, which there now is none of."""
    return await tx.run(REMOVE_METHOD, id=workspace_id, method=method_token, time=now) == 1


async def add_event(tx: Transaction, event_id: str, workspace_id: UUID, now: datetime) -> bool:
    """Whether the event is new."""
    return await tx.run(ADD_EVENT, event_id=event_id, workspace_id=workspace_id, receive_time=now) == 1


async def forget_events(tx: Transaction, before: datetime) -> None:
    await tx.run(FORGET_EVENTS, before=before)
