"""contactfollowup.crm.v1.ContactService."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from contactfollowup.crm.v1 import contacts_pb2 as pb
from crm.contacts.masks import ALL_FIELDS, SET_BY_SERVER, visible_fields
from crm.contacts.model import ADDRESS_FIELDS, NO_ADDRESS, Address, Contact, Details, parse_date
from crm.contacts.service import ContactService, Filters, Page
from crm.contacts.store import Criteria
from kit import etag, paging
from kit.caller import Caller
from kit.timestamps import to_timestamp

COPIED_FIELDS = ("first_name", "last_name", "email", "phone", "lifecycle")


class ContactServicer:
    """Parses, calls, converts."""

    def __init__(self, service: ContactService) -> None:
        self._service = service

    async def CreateContact(self, request: pb.CreateContactRequest, caller: Caller) -> pb.CreateContactResponse:
        details = to_details(request.contact)
        contact, lookalikes = await self._service.create(caller, details, request.request_id)
        message = to_message(contact)
        message.possible_duplicate_ids.extend(str(each) for each in lookalikes)
        return pb.CreateContactResponse(contact=message)

    async def GetContactUsage(self, _: pb.GetContactUsageRequest, caller: Caller) -> pb.GetContactUsageResponse:
        return pb.GetContactUsageResponse(
            contact_count=await self._service.count(caller), contact_limit=caller.contact_limit
        )

    async def GetContact(self, request: pb.GetContactRequest, caller: Caller) -> pb.GetContactResponse:
        fields = visible_fields(tuple(request.read_mask.paths), caller.hidden_fields)
        contact = await self._service.get(caller, UUID(request.contact_id), fields)
        return pb.GetContactResponse(contact=to_message(contact, fields))

    async def ListContacts(self, request: pb.ListContactsRequest, caller: Caller) -> pb.ListContactsResponse:
        owner_id = UUID(request.owner_id) if request.owner_id else None
        filters = Filters(request.lifecycle, owner_id, request.tag, request.archived)
        size, mask = paging.size(request.page_size), tuple(request.read_mask.paths)
        page = await self._service.list(caller, filters, size, request.page_token, mask)
        return pb.ListContactsResponse(contacts=_messages(page), next_page_token=page.next_page_token)

    async def SearchContacts(self, request: pb.SearchContactsRequest, caller: Caller) -> pb.SearchContactsResponse:
        criteria = Criteria(request.query, request.email, request.phone, request.date_of_birth)
        size, mask = paging.size(request.page_size), tuple(request.read_mask.paths)
        page = await self._service.search(caller, criteria, size, request.page_token, mask)
        return pb.SearchContactsResponse(contacts=_messages(page), next_page_token=page.next_page_token)

    async def UpdateContact(self, request: pb.UpdateContactRequest, caller: Caller) -> pb.UpdateContactResponse:
        message, contact_id = request.contact, UUID(request.contact_id)
        paths = list(request.update_mask.paths) or paths_present(message)
        expected = request.etag or message.etag
        contact = await self._service.update(caller, contact_id, to_details(message), paths, expected)
        return pb.UpdateContactResponse(contact=to_message(contact))

    async def ArchiveContact(self, request: pb.ArchiveContactRequest, caller: Caller) -> pb.ArchiveContactResponse:
        contact = await self._service.archive(caller, UUID(request.contact_id), request.etag)
        return pb.ArchiveContactResponse(contact=to_message(contact))

    async def RestoreContact(self, request: pb.RestoreContactRequest, caller: Caller) -> pb.RestoreContactResponse:
        contact = await self._service.restore(caller, UUID(request.contact_id))
        return pb.RestoreContactResponse(contact=to_message(contact))

    async def SetLegalHold(self, request: pb.SetLegalHoldRequest, caller: Caller) -> pb.SetLegalHoldResponse:
        contact_id = UUID(request.contact_id)
        contact = await self._service.set_legal_hold(caller, contact_id, request.legal_hold, request.reason)
        return pb.SetLegalHoldResponse(contact=to_message(contact))

    async def EraseContact(self, request: pb.EraseContactRequest, caller: Caller) -> pb.EraseContactResponse:
        await self._service.erase(caller, UUID(request.contact_id), request.reason)
        return pb.EraseContactResponse()


def to_details(message: pb.Contact) -> Details:
    """What the message says; rules are checked by the use case."""
    return Details(
        **{name: getattr(message, name) for name in COPIED_FIELDS},
        date_of_birth=parse_date(message.date_of_birth),
        address=Address(**{part: getattr(message.address, part) for part in ADDRESS_FIELDS}),
        owner_id=UUID(message.owner_id) if message.owner_id else None,
        tags=tuple(message.tags),
        properties=dict(message.properties),
    )


def paths_present(message: pb.Contact) -> list[str]:
    """The paths of what the message holds; what only the server sets is passed over."""
    paths: list[str] = []
    for field, _ in message.ListFields():
        if field.name == "address":
            paths += [f"address.{part.name}" for part, _ in message.address.ListFields()]
        elif field.name == "properties":
            paths += [f"properties.{name}" for name in message.properties]
        elif field.name not in SET_BY_SERVER:
            paths.append(field.name)
    return paths


def to_message(contact: Contact, fields: frozenset[str] = ALL_FIELDS) -> pb.Contact:
    """The contact with the fields named; all others stay empty. Kit empties what is hidden from the caller."""
    details = contact.details
    every: dict[str, Any] = {
        "contact_id": str(contact.contact_id),
        "first_name": details.first_name,
        "last_name": details.last_name,
        "email": details.email,
        "phone": details.phone,
        "date_of_birth": details.date_of_birth and details.date_of_birth.isoformat(),
        "address": _address(details.address),
        "lifecycle": details.lifecycle,
        "owner_id": details.owner_id and str(details.owner_id),
        "tags": details.tags,
        "properties": details.properties,
        "legal_hold": contact.legal_hold,
        "etag": etag.of(contact.version),
        "create_time": to_timestamp(contact.create_time),
        "update_time": to_timestamp(contact.update_time),
        "archive_time": contact.archive_time and to_timestamp(contact.archive_time),
    }
    return pb.Contact(**{name: value for name, value in every.items() if name in fields})


def _address(address: Address) -> pb.Address | None:
    if address == NO_ADDRESS:
        return None
    return pb.Address(**{part: getattr(address, part) for part in ADDRESS_FIELDS})


def _messages(page: Page) -> Sequence[pb.Contact]:
    return [to_message(contact, page.fields) for contact in page.contacts]
