from datetime import UTC, datetime

import pytest

from cfu.contacts import Address, Contact
from cfu.imports import ColumnMapping, ContactImport, ContactImportState
from cfu.wire import timestamp


def test_what_is_unknown_is_ignored_and_what_is_absent_has_its_default() -> None:
    contact = Contact.from_json({"contactId": "c1", "dateOfBirth": "1984-03-09", "shoeSize": 44, "etag": None})
    assert contact == Contact(contact_id="c1", date_of_birth="1984-03-09")


def test_numbers_come_as_text_or_as_numbers() -> None:
    seen = ContactImport.from_json({"createdCount": "9007199254740993", "sizeBytes": 12})
    assert (seen.created_count, seen.size_bytes) == (9007199254740993, 12)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CONTACT_IMPORT_STATE_RUNNING", ContactImportState.RUNNING),
        ("RUNNING", ContactImportState.RUNNING),
        ("CONTACT_IMPORT_STATE_PAUSED_BY_FUTURE_VERSION", ContactImportState.UNSPECIFIED),
    ],
)
def test_states_have_short_names(name: str, expected: ContactImportState) -> None:
    assert ContactImport.from_json({"state": name}).state is expected


def test_a_message_survives_the_way_there_and_back() -> None:
    contact = Contact(
        contact_id="c1",
        tags=("vip", "recall"),
        address=Address(postal_code="20001"),
        properties={"Referral Source": "web"},
        create_time=datetime(2026, 11, 1, 9, tzinfo=UTC),
    )
    seen = ContactImport(state=ContactImportState.FAILED, columns=(ColumnMapping(column="A", field="email"),))
    assert Contact.from_json(contact.to_json()) == contact
    assert ContactImport.from_json(seen.to_json()) == seen
    assert seen.to_json()["state"] == "CONTACT_IMPORT_STATE_FAILED"


def test_nanoseconds_are_cut_to_microseconds() -> None:
    seen = ContactImport.from_json({"createTime": "2026-11-01T09:00:00.123456789Z"})
    assert seen.create_time is not None
    assert timestamp(seen.create_time) == "2026-11-01T09:00:00.123456Z"


def test_no_phi_is_in_the_repr_of_a_contact() -> None:
    address = Address(street="1 Canary Row")
    contact = Contact(first_name="Canary", email="canary@x.org", address=address, properties={"a": "canary"})
    assert "canary" not in (repr(contact) + repr(address)).lower()
