"""Properties: sealed until an administrator says otherwise, moved when one does."""

from uuid import UUID

import pytest

from crm.app import UseCases
from crm.contacts import statements
from crm.contacts.masks import ALL_FIELDS
from crm.contacts.model import Details
from crm.contacts.service import Filters
from crm.errors import PropertyNotFoundError
from crm.properties.model import Property
from kit.caller import Caller
from kit.db import Database
from kit.ids import new_id
from kit.testing.callers import make_caller

from .conftest import Add, Upload


async def known(crm: UseCases, caller: Caller, name: str) -> Property:
    return next(each for each in await crm.properties.list(caller) if each.name == name)


async def in_clear(database: Database, caller: Caller, contact_id: UUID) -> dict[str, str]:
    async with database.transaction(caller) as tx:
        row = await tx.first(statements.GET, contact_id=contact_id)
    assert row is not None
    return dict(row["properties"])


async def test_a_property_first_seen_is_phi(crm: UseCases, caller: Caller, add: Add, database: Database) -> None:
    made = await add(first_name="Ann", properties={"SSN": "999-75-6624"})
    assert (await known(crm, caller, "SSN")).phi
    assert await in_clear(database, caller, made.contact_id) == {}


async def test_values_move_with_the_mark_and_back(crm: UseCases, caller: Caller, add: Add, database: Database) -> None:
    made = [await add(first_name=f"N{n}", properties={"Plan": f"PPO {n}", "SSN": "1"}) for n in range(3)]
    plan = await known(crm, caller, "Plan")
    assert not (await crm.properties.update(caller, plan.property_id, phi=False)).phi
    for number, contact in enumerate(made):
        assert await in_clear(database, caller, contact.contact_id) == {"Plan": f"PPO {number}"}
        assert await crm.contacts.get(caller, contact.contact_id, ALL_FIELDS) == contact
    await crm.properties.update(caller, plan.property_id, phi=True)
    for contact in made:
        assert await in_clear(database, caller, contact.contact_id) == {}
        assert await crm.contacts.get(caller, contact.contact_id, ALL_FIELDS) == contact


async def test_new_values_go_where_the_mark_says(
    crm: UseCases, caller: Caller, add: Add, take_in: Upload, database: Database
) -> None:
    made = await add(first_name="Ann", properties={"Plan": "PPO"})
    await crm.properties.update(caller, (await known(crm, caller, "Plan")).property_id, phi=False)
    changed = Details(properties={"Plan": "HMO", "SSN": "1"})
    await crm.contacts.update(caller, made.contact_id, changed, ["properties"], "")
    assert await in_clear(database, caller, made.contact_id) == {"Plan": "HMO"}
    await take_in(b"First,Plan,SSN\nBen,EPO,999-75-6624\n")
    (ben, *_) = (await crm.contacts.list(caller, Filters(), 10, "", ())).contacts
    assert ben.details.properties == {"Plan": "EPO", "SSN": "999-75-6624"}
    assert await in_clear(database, caller, ben.contact_id) == {"Plan": "EPO"}


async def test_another_workspace_neither_sees_nor_marks(crm: UseCases, caller: Caller, add: Add) -> None:
    await add(first_name="Ann", properties={"Plan": "PPO"})
    plan = await known(crm, caller, "Plan")
    assert await crm.properties.list(make_caller()) == []
    for stranger, property_id in ((make_caller(), plan.property_id), (caller, new_id())):
        with pytest.raises(PropertyNotFoundError):
            await crm.properties.update(stranger, property_id, phi=False)
