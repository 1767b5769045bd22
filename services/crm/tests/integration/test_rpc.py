"""The servicers: what a message says, and what is said back."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from google.protobuf.field_mask_pb2 import FieldMask

from contactfollowup.crm.v1 import contacts_pb2 as pb
from contactfollowup.crm.v1 import imports_pb2, properties_pb2
from crm.app import UseCases
from crm.contacts.rpc import ContactServicer
from crm.errors import DescriptionMissingError, InvalidDateOfBirthError, UploadCutOffError
from crm.imports.rpc import ContactImportServicer
from crm.properties.rpc import PropertyServicer
from kit.caller import Caller

FULL = pb.Contact(
    first_name="Ann",
    last_name="Lee",
    email="ann@example.com",
    phone="+14155550134",
    date_of_birth="1980-05-17",
    address=pb.Address(street="1 Main St", city="Oakland"),
    lifecycle="patient",
    tags=["vip"],
    properties={"Plan": "PPO"},
)


@pytest.fixture
def contacts(crm: UseCases) -> ContactServicer:
    return ContactServicer(crm.contacts)


async def create(contacts: ContactServicer, caller: Caller) -> pb.Contact:
    return (await contacts.CreateContact(pb.CreateContactRequest(contact=FULL), caller)).contact


async def test_a_contact_comes_back_as_it_was_sent(contacts: ContactServicer, caller: Caller) -> None:
    made = await create(contacts, caller)
    read = (await contacts.GetContact(pb.GetContactRequest(contact_id=made.contact_id), caller)).contact
    assert read == made
    sent = pb.Contact()
    sent.CopyFrom(read)
    for field in ("contact_id", "etag", "create_time", "update_time"):
        assert sent.HasField(field) if field.endswith("time") else getattr(sent, field)
        sent.ClearField(field)
    assert sent == FULL


async def test_a_read_mask_limits_the_answer(contacts: ContactServicer, caller: Caller) -> None:
    made = await create(contacts, caller)
    mask = FieldMask(paths=["first_name", "tags"])
    read = await contacts.GetContact(pb.GetContactRequest(contact_id=made.contact_id, read_mask=mask), caller)
    assert read.contact == pb.Contact(contact_id=made.contact_id, first_name="Ann", tags=["vip"])
    listed = await contacts.ListContacts(pb.ListContactsRequest(read_mask=mask), caller)
    assert list(listed.contacts) == [read.contact]


async def test_hidden_fields_are_read_by_nobody(contacts: ContactServicer, caller: Caller) -> None:
    made = await create(contacts, caller)
    limited = replace(caller, hidden_fields=frozenset(("contact.phone", "contact.properties")))
    answers = [
        (await contacts.GetContact(pb.GetContactRequest(contact_id=made.contact_id), limited)).contact,
        (await contacts.ListContacts(pb.ListContactsRequest(), limited)).contacts[0],
        (await contacts.SearchContacts(pb.SearchContactsRequest(query="ann"), limited)).contacts[0],
    ]
    for answer in answers:
        assert (answer.phone, dict(answer.properties), answer.first_name) == ("", {}, "Ann")


async def test_without_a_mask_the_fields_present_change(contacts: ContactServicer, caller: Caller) -> None:
    made = await create(contacts, caller)
    body = pb.Contact(last_name="Smith", address=pb.Address(city="Berkeley"), properties={"New": "1"}, etag=made.etag)
    request = pb.UpdateContactRequest(contact_id=made.contact_id, contact=body)
    changed = (await contacts.UpdateContact(request, caller)).contact
    assert (changed.first_name, changed.last_name) == ("Ann", "Smith")
    assert (changed.address.street, changed.address.city) == ("1 Main St", "Berkeley")
    assert dict(changed.properties) == {"Plan": "PPO", "New": "1"}
    assert changed.etag != made.etag


async def test_a_date_that_does_not_exist_is_refused(contacts: ContactServicer, caller: Caller) -> None:
    request = pb.CreateContactRequest(contact=pb.Contact(first_name="Ann", date_of_birth="1980-02-30"))
    with pytest.raises(InvalidDateOfBirthError):
        await contacts.CreateContact(request, caller)


async def test_the_life_of_a_contact(contacts: ContactServicer, caller: Caller) -> None:
    made = (await create(contacts, caller)).contact_id
    hold = pb.SetLegalHoldRequest(contact_id=made, legal_hold=True, reason="case-1")
    assert (await contacts.SetLegalHold(hold, caller)).contact.legal_hold
    release = pb.SetLegalHoldRequest(contact_id=made, reason="case-1")
    assert not (await contacts.SetLegalHold(release, caller)).contact.legal_hold
    archived = await contacts.ArchiveContact(pb.ArchiveContactRequest(contact_id=made), caller)
    assert archived.contact.HasField("archive_time")
    restored = await contacts.RestoreContact(pb.RestoreContactRequest(contact_id=made), caller)
    assert not restored.contact.HasField("archive_time")
    await contacts.EraseContact(pb.EraseContactRequest(contact_id=made, reason="request-1"), caller)
    assert not (await contacts.ListContacts(pb.ListContactsRequest(), caller)).contacts


async def messages(
    *pieces: bytes, described: bool = True, ended: bool = True
) -> AsyncIterator[imports_pb2.UploadContactImportRequest]:
    if described:
        description = imports_pb2.UploadDescription()
        yield imports_pb2.UploadContactImportRequest(description=description)
    for piece in pieces:
        yield imports_pb2.UploadContactImportRequest(content=piece)
    if ended:
        yield imports_pb2.UploadContactImportRequest(end=imports_pb2.UploadEnd())


async def test_an_import_from_upload_to_download(crm: UseCases, caller: Caller) -> None:
    servicer = ContactImportServicer(crm.imports)
    upload = messages(b"First,E-mail\nAnn,ann@exam", b"ple.com\nBen,no-mail\n")
    sent = (await servicer.UploadContactImport(upload, caller)).contact_import
    assert sent.state == imports_pb2.CONTACT_IMPORT_STATE_PENDING
    while await crm.runner.work_next():
        continue
    request = imports_pb2.GetContactImportRequest(import_id=sent.import_id)
    done = (await servicer.GetContactImport(request, caller)).contact_import
    assert done.state == imports_pb2.CONTACT_IMPORT_STATE_SUCCEEDED
    assert (done.processed_count, done.created_count, done.rejected_count) == (2, 1, 1)
    assert [(column.column, column.field) for column in done.columns] == [("First", "first_name"), ("E-mail", "email")]
    assert done.processed_bytes == done.size_bytes == 45
    asked = imports_pb2.ListContactImportErrorsRequest(import_id=sent.import_id)
    (error,) = (await servicer.ListContactImportErrors(asked, caller)).errors
    assert (error.line, error.column, error.reason) == (3, "E-mail", "INVALID_EMAIL")
    assert "name@example.com" in error.message
    download = imports_pb2.DownloadRejectedRowsRequest(import_id=sent.import_id)
    pieces = [piece.content async for piece in servicer.DownloadRejectedRows(download, caller)]
    assert b"".join(pieces) == b"line,column,reason,First,E-mail\r\n3,E-mail,INVALID_EMAIL,Ben,no-mail\r\n"
    listed = await servicer.ListContactImports(imports_pb2.ListContactImportsRequest(), caller)
    assert list(listed.contact_imports) == [done]


async def test_an_upload_begins_with_its_description(crm: UseCases, caller: Caller) -> None:
    with pytest.raises(DescriptionMissingError):
        await ContactImportServicer(crm.imports).UploadContactImport(messages(b"x", described=False), caller)


async def test_properties_are_listed_and_marked(crm: UseCases, contacts: ContactServicer, caller: Caller) -> None:
    await create(contacts, caller)
    servicer = PropertyServicer(crm.properties)
    (plan,) = (await servicer.ListProperties(properties_pb2.ListPropertiesRequest(), caller)).properties
    assert (plan.name, plan.phi) == ("Plan", True)
    request = properties_pb2.UpdatePropertyRequest(property_id=plan.property_id, phi=False)
    assert not (await servicer.UpdateProperty(request, caller)).property.phi


async def test_an_upload_that_breaks_off_leaves_nothing(crm: UseCases, caller: Caller) -> None:
    servicer = ContactImportServicer(crm.imports)
    with pytest.raises(UploadCutOffError):
        await servicer.UploadContactImport(messages(b"First\nAnn\n", ended=False), caller)
    listed = await servicer.ListContactImports(imports_pb2.ListContactImportsRequest(), caller)
    assert list(listed.contact_imports) == []
