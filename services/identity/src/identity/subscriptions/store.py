"""The table of subscriptions: one row a workspace."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert

from identity.invoices.model import InvoiceState
from identity.invoices.store import invoices
from identity.subscriptions.billing_calendar import Term
from identity.subscriptions.model import AddOn, BillingPeriod, Cycle, Kind, Plan, Subscription, Terms
from identity.subscriptions.pricing import Prices
from identity.users.model import UserState
from identity.users.store import users
from kit.db import Transaction
from kit.statement import statement

subscriptions = sa.Table(
    "subscriptions",
    sa.MetaData(),
    sa.Column("workspace_id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("plan", sa.Text, nullable=False),
    sa.Column("billing_period", sa.Text, nullable=False),
    sa.Column("add_ons", ARRAY(sa.Text), nullable=False),
    sa.Column("trial_end_time", sa.DateTime(timezone=True)),
    sa.Column("mission_discount", sa.Boolean, nullable=False),
    sa.Column("anchor", sa.Date),
    sa.Column("term_start", sa.Date),
    sa.Column("term_end", sa.Date),
    sa.Column("settle_date", sa.Date),
    sa.Column("seats", sa.Integer),
    sa.Column("prices", JSONB),
    sa.Column("pending", JSONB),
    sa.Column("version", sa.BigInteger, nullable=False),
)
# Who may sign in takes a seat.
SEATED = sa.select(sa.func.count()).where(users.c.state == UserState.ACTIVE.value)

VALUES: dict[str, Any] = {column.name: sa.bindparam(column.name) for column in subscriptions.c}
ADD = statement(insert(subscriptions).values(VALUES).on_conflict_do_nothing(index_elements=["workspace_id"]))
PAST_DUE_TIME = (
    sa.select(sa.func.min(invoices.c.dunning_time))
    .where(invoices.c.workspace_id == subscriptions.c.workspace_id, invoices.c.state == InvoiceState.OPEN.value)
    .scalar_subquery()
    .label("past_due_time")
)
_ONE = sa.select(subscriptions, PAST_DUE_TIME).where(subscriptions.c.workspace_id == sa.bindparam("id"))
GET = statement(_ONE)
LOCK = statement(_ONE.with_for_update(of=subscriptions))
SAVE = statement(
    sa.update(subscriptions)
    .where(subscriptions.c.workspace_id == sa.bindparam("id"))
    .values({name: value for name, value in VALUES.items() if name != "workspace_id"})
)
COUNT_SEATS = statement(SEATED.where(users.c.workspace_id == sa.bindparam("id")))

# Either the calendar or the people there ask for something.
LIST_DUE = statement(
    sa.select(subscriptions.c.workspace_id)
    .where(
        subscriptions.c.kind == Kind.SUBSCRIBED.value,
        sa.or_(
            subscriptions.c.settle_date <= sa.bindparam("today"),
            subscriptions.c.seats
            != SEATED.where(users.c.workspace_id == subscriptions.c.workspace_id).scalar_subquery(),
        ),
    )
    .order_by(subscriptions.c.workspace_id)
)
# The deployment's own subscription is the one that did not begin with a trial.
OWN = subscriptions.alias("own")
FOLLOW = statement(
    sa.update(subscriptions)
    .where(
        subscriptions.c.kind == Kind.FOLLOWING.value,
        OWN.c.kind == Kind.SUBSCRIBED.value,
        OWN.c.trial_end_time == sa.null(),
        sa.or_(subscriptions.c.plan != OWN.c.plan, subscriptions.c.add_ons != OWN.c.add_ons),
    )
    .values(plan=OWN.c.plan, add_ons=OWN.c.add_ons, version=subscriptions.c.version + 1)
)


async def add(tx: Transaction, subscription: Subscription) -> bool:
    """Adds it unless the workspace has one; whether it did."""
    return await tx.run(ADD, **_row(subscription)) == 1


async def get(tx: Transaction, workspace_id: UUID) -> Subscription | None:
    row = await tx.first(GET, id=workspace_id)
    return _subscription(row) if row else None


async def lock(tx: Transaction, workspace_id: UUID) -> Subscription | None:
    """The subscription, which nobody else changes until this transaction ends."""
    row = await tx.first(LOCK, id=workspace_id)
    return _subscription(row) if row else None


async def save(tx: Transaction, subscription: Subscription) -> None:
    row = _row(subscription)
    row["version"] = subscription.version + 1
    await tx.run(SAVE, id=row.pop("workspace_id"), **row)


async def list_due(tx: Transaction, today: date) -> list[UUID]:
    """Of the whole deployment."""
    return [row["workspace_id"] for row in await tx.all(LIST_DUE, today=today)]


async def follow(tx: Transaction) -> None:
    """The sandbox gets what its deployment has."""
    await tx.run(FOLLOW)


async def count_seats(tx: Transaction, workspace_id: UUID) -> int:
    row = await tx.first(COUNT_SEATS, id=workspace_id)
    return int(row[0]) if row else 0


def _row(subscription: Subscription) -> dict[str, Any]:
    cycle, terms = subscription.cycle, subscription.terms
    return {
        "workspace_id": subscription.workspace_id,
        "kind": subscription.kind.value,
        "plan": terms.plan.value,
        "billing_period": terms.billing_period.value,
        "add_ons": sorted(terms.add_ons),
        "trial_end_time": subscription.trial_end_time,
        "mission_discount": subscription.mission_discount,
        "anchor": cycle.anchor if cycle else None,
        "term_start": cycle.term.start if cycle else None,
        "term_end": cycle.term.end if cycle else None,
        "settle_date": cycle.settle_date if cycle else None,
        "seats": cycle.seats if cycle else None,
        "prices": asdict(cycle.prices) if cycle else None,
        "pending": _written(cycle.pending) if cycle and cycle.pending else None,
        "version": subscription.version,
    }


def _subscription(row: Record) -> Subscription:
    return Subscription(
        workspace_id=row["workspace_id"],
        kind=Kind(row["kind"]),
        terms=Terms(Plan(row["plan"]), BillingPeriod(row["billing_period"]), frozenset(map(AddOn, row["add_ons"]))),
        trial_end_time=row["trial_end_time"],
        mission_discount=row["mission_discount"],
        cycle=_cycle(row) if row["anchor"] else None,
        version=row["version"],
        past_due_time=row["past_due_time"],
    )


def _cycle(row: Record) -> Cycle:
    return Cycle(
        anchor=row["anchor"],
        term=Term(row["term_start"], row["term_end"]),
        settle_date=row["settle_date"],
        seats=row["seats"],
        prices=Prices(**row["prices"]),
        pending=_read(row["pending"]) if row["pending"] else None,
    )


def _written(terms: Terms) -> dict[str, Any]:
    return {"plan": terms.plan, "billing_period": terms.billing_period, "add_ons": sorted(terms.add_ons)}


def _read(written: dict[str, Any]) -> Terms:
    return Terms(
        Plan(written["plan"]), BillingPeriod(written["billing_period"]), frozenset(map(AddOn, written["add_ons"]))
    )
