"""Every method that meets contacts, on the real service: own and others' records, for each visibility and field."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from google.protobuf.descriptor import FieldDescriptor, MethodDescriptor

from contactfollowup.contract.v1 import options_pb2
from contactfollowup.crm.v1 import contacts_pb2, imports_pb2, properties_pb2
from contactfollowup.crm.v1.contacts_pb2 import Contact
from crm.app import UseCases, use_cases
from crm.contacts.masks import ALL_FIELDS
from crm.contacts.model import Address, Details
from crm.contacts.rpc import ContactServicer
from crm.imports.rpc import ContactImportServicer
from crm.properties.rpc import PropertyServicer
from kit.catalogue import rpcs
from kit.db import Database
from kit.errors import Error
from kit.ids import new_id
from kit.testing.callers import make_caller
from kit.testing.calls import Desk, Peer, make_principal
from kit.testing.plugin import ServiceDatabase
from phi_crypto import MasterKeys

from .filling import end_of, governed, holds, records, valid, ways
from .test_access_matrix import EVERYTHING, option

AUDIT: Any = options_pb2.audit
PHI: Any = options_pb2.phi
REVEALS: Any = options_pb2.reveals
CONTACT: Any = Contact.DESCRIPTOR
OWN, COLLEAGUE, STRANGER = (new_id() for _ in range(3))
OWNERS: Mapping[str, UUID | None] = {"own": OWN, "colleague": COLLEAGUE, "stranger": STRANGER, "nobody": None}
VISIBILITIES: Mapping[str, frozenset[UUID] | None] = {
    "everyone's": None,
    "the team's": frozenset((OWN, COLLEAGUE)),
    "own": frozenset((OWN,)),
    "none": frozenset(),
}
FULL = Details(
    first_name="Zoe",
    last_name="Quill",
    email="zoe@example.com",
    phone="+14155550134",
    date_of_birth=date(1980, 5, 17),
    address=Address(street="1 Main St", city="Oakland"),
    lifecycle="patient",
    tags=("vip",),
    properties={"Plan": "PPO"},
)


def told(field: FieldDescriptor) -> Sequence[str]:
    """The fields of a contact that a filter tells of."""
    return [path.removeprefix("contact.") for path in field.GetOptions().Extensions[REVEALS]]


RPCS = [rpc for rpc in rpcs() if rpc.full_name.startswith("contactfollowup.crm.")]
BY_ID = [rpc for rpc in RPCS if "contact_id" in rpc.input_type.fields_by_name]
LISTS = [
    rpc
    for rpc in RPCS
    for way in ways(rpc.output_type)
    if end_of(rpc.output_type, way) is CONTACT and any(field.is_repeated for field in way)
]
READS = [rpc for rpc in RPCS if option(rpc, AUDIT).reads and option(rpc, AUDIT).record_type == "contact"]
FILTERS = [(rpc, field) for rpc in LISTS for field in (None, *rpc.input_type.fields) if field is None or told(field)]


class Unlimited:
    """The plan of every workspace here."""

    async def contact_limit(self, _: UUID) -> None:
        return None


@dataclass(frozen=True)
class Crm:
    """The service, behind all that surrounds its methods, and without it."""

    desk: Desk
    contacts: ContactServicer
    use_cases: UseCases


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def crm(service_database: Callable[[str], Awaitable[ServiceDatabase]]) -> AsyncIterator[Crm]:
    database = await Database.connect((await service_database("crm")).application)
    made, desk = use_cases(database, MasterKeys(b"d" * 32), b"i" * 32, b"p" * 32, Unlimited()), Desk()
    contacts = ContactServicer(made.contacts)
    desk.add(contacts_pb2.DESCRIPTOR.services_by_name["ContactService"], contacts)
    desk.add(properties_pb2.DESCRIPTOR.services_by_name["PropertyService"], PropertyServicer(made.properties))
    desk.add(imports_pb2.DESCRIPTOR.services_by_name["ContactImportService"], ContactImportServicer(made.imports))
    yield Crm(desk, contacts, made)
    await database.close()


def someone(workspace_id: UUID, **facts: Any) -> Peer:
    """A member of staff who may do everything, but for what the facts keep from them."""
    return Peer(principal=make_principal(workspace_id, subject_id=str(OWN), **EVERYTHING, **facts))


async def add(crm: Crm, workspace_id: UUID, owner_id: UUID | None) -> str:
    details = replace(FULL, owner_id=owner_id)
    contact, _ = await crm.use_cases.contacts.create(make_caller(workspace_id), details, "")
    return str(contact.contact_id)


@pytest.mark.parametrize("owner_ids", VISIBILITIES.values(), ids=VISIBILITIES)
@pytest.mark.parametrize("rpc", BY_ID, ids=lambda rpc: rpc.name)
async def test_by_id_a_contact_is_there_exactly_for_those_who_see_its_owners(
    crm: Crm, rpc: MethodDescriptor, owner_ids: frozenset[UUID] | None
) -> None:
    workspace_id = new_id()
    everyone = make_caller(workspace_id)
    for name, owner_id in OWNERS.items():
        request = valid(rpc.input_type)
        request.contact_id = await add(crm, workspace_id, owner_id)
        if "contact" in rpc.input_type.fields_by_name:
            request.contact.last_name = "Changed"
        before = await crm.use_cases.contacts.get(everyone, UUID(request.contact_id), ALL_FIELDS)
        visible = owner_ids is None or owner_id in owner_ids
        assert await refusal(crm, rpc, request, someone(workspace_id, owner_ids=owner_ids)) == (
            "" if visible else "NOT_FOUND"
        ), name
        if not visible:
            assert await crm.use_cases.contacts.get(everyone, before.contact_id, ALL_FIELDS) == before


async def refusal(crm: Crm, rpc: MethodDescriptor, request: Any, peer: Peer) -> str:
    try:
        await crm.desk.call(rpc, request, peer)
    except Error as refused:
        return refused.reason
    return ""


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def practice(crm: Crm) -> UUID:
    """A workspace with contacts in use and archived ones, all alike but for their owners."""
    workspace_id = new_id()
    for owner_id in (*OWNERS.values(), *OWNERS.values()):
        await add(crm, workspace_id, owner_id)
        archived = await add(crm, workspace_id, owner_id)
        await crm.use_cases.contacts.archive(make_caller(workspace_id), UUID(archived), "")
    return workspace_id


@pytest.mark.parametrize("owner_ids", VISIBILITIES.values(), ids=VISIBILITIES)
@pytest.mark.parametrize(("rpc", "field"), FILTERS, ids=lambda each: each.name if each else "everything")
async def test_a_list_is_that_of_everyone_without_what_is_out_of_sight(
    crm: Crm, practice: UUID, rpc: MethodDescriptor, field: FieldDescriptor | None, owner_ids: frozenset[UUID] | None
) -> None:
    for request in requests(rpc, field):
        every = someone(practice)
        if await refusal(crm, rpc, request, every):
            assert field is None
            continue
        (whole,) = await pages(crm, rpc, request, every)
        assert len(whole) in {2, 8}
        visible = [each for each in whole if owner_ids is None or each.owner_id in map(str, owner_ids)]
        limited = someone(practice, owner_ids=owner_ids)
        assert await pages(crm, rpc, request, limited) == [visible]
        assert await pages(crm, rpc, request, limited, size=1) == ([[each] for each in visible] or [[]])


def requests(rpc: MethodDescriptor, field: FieldDescriptor | None) -> list[Any]:
    """Requests that are narrowed by one filter to what all the contacts are; by owner, to each owner."""
    if field is None:
        return [valid(rpc.input_type)]
    if field.type == FieldDescriptor.TYPE_BOOL:
        return [narrowed(rpc, field, True)]
    known = {"first_name": "zo", "tags": "vip", "date_of_birth": "1980-05-17"}
    if "owner_id" in told(field):
        return [narrowed(rpc, field, str(owner_id)) for owner_id in OWNERS.values() if owner_id]
    name = told(field)[0]
    return [narrowed(rpc, field, known.get(name) or getattr(FULL, name))]


def narrowed(rpc: MethodDescriptor, field: FieldDescriptor, value: object) -> Any:
    request = valid(rpc.input_type)
    setattr(request, field.name, value)
    return request


async def pages(crm: Crm, rpc: MethodDescriptor, request: Any, peer: Peer, size: int = 50) -> list[list[Any]]:
    """The contacts of every page."""
    asked, found = type(request)(), list[list[Any]]()
    asked.CopyFrom(request)
    asked.page_size = size
    while not found or asked.page_token:
        (reply,) = await crm.desk.call(rpc, asked, peer)
        found.append(list(records(reply)))
        asked.page_token = reply.next_page_token
    return found


@pytest.mark.parametrize("rpc", READS, ids=lambda rpc: rpc.name)
async def test_what_is_hidden_is_neither_opened_nor_recorded_as_shown(crm: Crm, rpc: MethodDescriptor) -> None:
    workspace_id = new_id()
    request, sealed = valid(rpc.input_type), [field.name for field in CONTACT.fields if phi(field)]
    contact_id = await add(crm, workspace_id, OWN)
    if "contact_id" in rpc.input_type.fields_by_name:
        request.contact_id = contact_id
    for hidden in (None, *governed(CONTACT)):
        if "query" in rpc.input_type.fields_by_name:
            request = type(request)(**{"email": FULL.email} if hidden != "email" else {"phone": FULL.phone})
        paths = frozenset([f"contact.{hidden}"] if hidden else [])
        (reply,) = await crm.desk.call(rpc, request, someone(workspace_id, hidden_fields=paths))
        shown = [name for name in sealed if name != hidden]
        assert sorted(crm.desk.entries[-1].fields) == sorted(shown)
        assert [name for name in sealed if holds(next(iter(records(reply))), name)] == shown
        opened = await getattr(crm.contacts, rpc.name)(request, make_caller(workspace_id, hidden_fields=paths))
        assert [name for name in sealed if holds(next(iter(records(opened))), name)] == shown


def phi(field: FieldDescriptor) -> bool:
    return bool(field.GetOptions().Extensions[PHI])


def test_there_is_something_to_try() -> None:
    assert {rpc.name for rpc in BY_ID} >= {"GetContact", "UpdateContact", "EraseContact", "SetLegalHold"}
    assert {rpc.name for rpc in LISTS} >= {"ListContacts", "SearchContacts"}
    assert {rpc.name for rpc in READS} >= {"GetContact", "ListContacts", "SearchContacts"}
    assert {field.name for _, field in FILTERS if field} >= {"query", "email", "tag", "owner_id", "archived"}
