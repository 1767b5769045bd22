"""Headers, dates, phones and rows of real exports."""

import re
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.contacts.identity import identity
from crm.contacts.masks import merged, visible_fields
from crm.contacts.model import Address, Details, checked, supplemented
from crm.contacts.phone import parse_phone
from crm.errors import InvalidPhoneError, UnknownFieldError
from crm.imports.dates import parse_birth
from crm.imports.headers import Column, names_somebody, recognise
from crm.imports.mapping import Mapper, Rejection
from crm.imports.model import RejectedRow
from crm.imports.report import report_header, report_row

TODAY = date(2026, 11, 22)


def fields(header: str) -> dict[str, str]:
    return {column.header: column.field for column in recognise(header.split(",")) if column.field != "properties"}


@pytest.mark.parametrize(
    "header",
    [
        "First Name,Last Name,Email,Phone Number,Date of Birth,Lifecycle Stage",
        "FIRST,LAST,e-mail,Mobile,BIRTHDATE,LifecycleStage",
        "firstname,lastname,email,mobilephone,date_of_birth,lifecyclestage",
        "Given Name,Family Name,E-mail 1 - Value,Phone 1 - Value,Birthday,Lead Status",
        "Patient First Name,Patient Last Name,Patient Email,Patient Home Phone,Patient DOB,Patient Status",
        "Forename,Surname,E-mail Address,Cell Phone,D.O.B.,Lifecycle",
        "fname,lname,EmailAddress,Telephone,birth date,Lead Stage",
        "Vorname,Nachname,E-Mail,Telefon,Geburtsdatum,Lifecycle",
        "Prénom,SURNAME,Courriel,Tel.,Date de naissance,stage",
    ],
)
def test_the_spellings_of_real_exports_are_recognised(header: str) -> None:
    assert list(fields(header).values()) == ["first_name", "last_name", "email", "phone", "date_of_birth", "lifecycle"]


def test_addresses_are_recognised() -> None:
    header = "Name,Mailing Street,Mailing City,Mailing State/Province,Mailing Zip/Postal Code,Mailing Country"
    assert list(fields(header).values())[1:] == [
        *("address.street", "address.city", "address.region", "address.postal_code", "address.country")
    ]


def test_what_is_not_recognised_becomes_a_property_under_its_own_name() -> None:
    columns = recognise(["SSN", "First Name", "Phone", "Mobile Phone", "", "Note", "Note", "MAIDEN", "\u202ex" * 99])
    assert [(column.field, column.name) for column in columns[:8]] == [
        ("properties", "SSN"),
        ("first_name", ""),
        ("phone", ""),
        ("properties", "Mobile Phone"),
        ("properties", "Column 5"),
        ("properties", "Note"),
        ("properties", "Note (2)"),
        ("properties", "MAIDEN"),
    ]
    assert len(columns[8].name) == 100


def test_a_full_name_counts_only_without_its_parts() -> None:
    assert fields("Name,Email") == {"Name": "full_name", "Email": "email"}
    assert fields("Name,First Name") == {"First Name": "first_name"}


def test_a_file_of_no_people_is_told() -> None:
    assert not names_somebody(recognise(["Date", "Amount", "City"]))


@given(st.lists(st.text(max_size=130), min_size=1, max_size=12))
def test_property_names_are_distinct_and_fit_the_contract(headers: list[str]) -> None:
    names = [column.name for column in recognise(headers) if column.field == "properties"]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[^\x00-\x1f]{1,100}", name) for name in names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1980-05-17", "1980-05-17"),
        ("1980-05-17T00:00:00.000Z", "1980-05-17"),
        ("19800517", "1980-05-17"),
        ("1980/5/7", "1980-05-07"),
        ("5/7/1980", "1980-05-07"),
        ("05-07-1980", "1980-05-07"),
        ("17/5/1980", "1980-05-17"),
        ("7.5.1980", "1980-05-07"),
        ("5/7/1980 12:00:00 AM", "1980-05-07"),
        ("5/7/80", "1980-05-07"),
        ("5/7/26", "2026-05-07"),
        ("12/31/26", "1926-12-31"),
        ("May 7, 1980", "1980-05-07"),
        ("7 May 1980", "1980-05-07"),
        ("07-Sept-1980", "1980-09-07"),
    ],
)
def test_dates_in_the_forms_of_exports(text: str, expected: str) -> None:
    assert parse_birth(text, TODAY).isoformat() == expected


@pytest.mark.parametrize("text", ["1980-13-01", "2/30/1980", "13/13/1980", "29221", "someday", "1980", "7 Ma 1980"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_birth(text, TODAY)


@given(st.dates(date(1900, 1, 1), TODAY))
def test_every_date_is_read_back(day: date) -> None:
    assert parse_birth(day.isoformat(), TODAY) == day
    assert parse_birth(f"{day.month}/{day.day}/{day.year}", TODAY) == day
    assert parse_birth(f"{day.day}.{day.month}.{day.year}", TODAY) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(415) 555-0134", "+14155550134"),
        ("415.555.0134", "+14155550134"),
        ("1-415-555-0134", "+14155550134"),
        ("+1 415 555 0134 ext. 12", "+14155550134"),
        ("tel:+1-415-555-0134", "+14155550134"),
        ("555-123-4567", "+15551234567"),
        ("+44 20 7946 0958", "+442079460958"),
        ("011 49 30 901820", "+4930901820"),
    ],
)
def test_phones_become_e_164(text: str, expected: str) -> None:
    assert parse_phone(text, "US") == expected
    assert parse_phone(expected, "US") == expected


@pytest.mark.parametrize("text", ["12345", "555-1234", "0000000000", "123-456-7890", "no phone", "+999 1234567"])
def test_what_is_no_phone_is_refused(text: str) -> None:
    with pytest.raises(InvalidPhoneError) as refusal:
        parse_phone(text, "US")
    assert text not in str(refusal.value)


def test_a_local_number_is_read_in_its_region() -> None:
    assert parse_phone("030 901820", "DE") == "+4930901820"


def mapped(header: str, row: str) -> Details | Rejection:
    return Mapper(recognise(header.split(",")), "US", TODAY).details(row.split(","))


def test_a_row_becomes_details() -> None:
    header = "Name,Address,Address 2,City,State,Zip,Country,Note"
    result = mapped(header, " Jane Q. Doe ,1 Main St,Apt 2,Oakland,CA,94601,United States, hello ")
    assert result == Details(
        first_name="Jane Q.",
        last_name="Doe",
        address=Address("1 Main St\nApt 2", "Oakland", "CA", "94601", "US"),
        lifecycle="",
        properties={"Note": "hello"},
    )


def test_a_country_without_a_known_code_is_kept_as_a_property() -> None:
    result = mapped("First,Country", "Ann,Ruritania")
    assert isinstance(result, Details)
    assert (result.address.country, result.properties) == ("", {"Country": "Ruritania"})


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("Ann,no-mail,,,", "E-Mail", "INVALID_EMAIL"),
        ("Ann,,12345,,", "Tel", "INVALID_PHONE"),
        ("Ann,,,2999-01-01,", "DOB", "INVALID_DATE_OF_BIRTH"),
        ("Ann,,,1850-01-01,", "DOB", "INVALID_DATE_OF_BIRTH"),
        ("Ann,,,,9/9", "Stage", "INVALID_FIELD"),
        (",,,,lead", "", "CONTACT_UNNAMED"),
        (f"{'x' * 201},,,,", "First", "CELL_TOO_LONG"),
    ],
)
def test_a_bad_cell_rejects_the_row_and_names_its_column(row: str, column: str, reason: str) -> None:
    assert mapped("First,E-Mail,Tel,DOB,Stage", row) == Rejection(column, reason)


def test_what_stands_for_nothing_is_nothing() -> None:
    result = mapped("First,Email,Phone,DOB", "Ann,N/A,-,Unknown")
    assert isinstance(result, Details)
    assert (result.email, result.phone, result.date_of_birth) == ("", "", None)


def test_people_are_told_apart_by_more_than_what_families_share() -> None:
    ann = Details(first_name="Ann", last_name="Lee", email="lees@example.com", phone="+14155550134")
    ben = Details(first_name="Ben", last_name="Lee", email="lees@example.com", phone="+14155550134")
    assert identity(ann) != identity(ben)
    assert identity(ann) == identity(Details(first_name="ÁNN", last_name="lee", email="LEES@example.com"))
    assert identity(Details(first_name="-")) != identity(Details(first_name="*"))
    assert identity(Details(first_name="Ann")) != identity(Details(last_name="Ann"))
    assert identity(Details(first_name="Ann", properties={"a": "1"})) != identity(Details(first_name="Ann"))


def test_supplementing_keeps_what_is_not_given() -> None:
    old = Details(first_name="Ann", phone="+14155550134", lifecycle="patient", properties={"a": "1", "b": "2"})
    given_ = Details(first_name="Anna", lifecycle="", properties={"b": "3"})
    new = supplemented(old, given_)
    assert (new.first_name, new.phone, new.lifecycle) == ("Anna", "+14155550134", "patient")
    assert new.properties == {"a": "1", "b": "3"}
    assert supplemented(new, given_) == new


def test_a_mask_opens_what_it_names_and_nothing_hidden() -> None:
    assert visible_fields(("first_name", "address.city"), frozenset()) == {"contact_id", "first_name", "address"}
    assert "phone" not in visible_fields((), frozenset(("contact.phone", "user.email")))
    assert "email" in visible_fields((), frozenset(("contact.phone", "user.email")))
    assert "address" not in visible_fields((), frozenset(("contact.address.city",)))
    with pytest.raises(UnknownFieldError):
        visible_fields(("nonsense",), frozenset())


@given(st.builds(Details, first_name=st.text(min_size=1), properties=st.dictionaries(st.text(), st.text())))
def test_checking_twice_changes_nothing(details: Details) -> None:
    if details.first_name.strip():
        once = checked(details, "US", TODAY)
        assert checked(once, "US", TODAY) == once


def test_merging_nothing_changes_nothing() -> None:
    old = Details(first_name="Ann", owner_id=UUID(int=1))
    assert merged(old, Details(), []) == old


def test_a_report_disarms_our_cells_and_leaves_theirs() -> None:
    assert report_header(["=a", "b"], ";") == b"line;column;reason;=a;b\r\n"
    row = RejectedRow(7, "=a", "INVALID_EMAIL", '=1+1;"b"\r\n')
    assert report_row(row, ";") == b'7;\'=a;INVALID_EMAIL;=1+1;"b"\r\n'


def test_the_columns_of_a_report_are_passed_over() -> None:
    columns = recognise(["line", "column", "reason", "First"])
    assert [column.field for column in columns] == ["", "", "", "first_name"]
    assert columns[0] == Column(0, "line", "")
