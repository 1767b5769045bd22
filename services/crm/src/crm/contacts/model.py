"""A contact, and the rules it obeys."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from uuid import UUID

from crm.contacts.phone import parse_phone
from crm.errors import (
    ContactUnnamedError,
    InvalidDateOfBirthError,
    InvalidEmailError,
    InvalidLifecycleError,
)

DEFAULT_LIFECYCLE = "lead"
EARLIEST_BIRTH = date(1900, 1, 1)

_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@(?:[\w](?:[\w-]{0,61}[\w])?\.)+[\w](?:[\w-]{0,61}[\w])")
_LIFECYCLE = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `country` is ISO 3166-1 alpha-2."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


NO_ADDRESS = Address()
ADDRESS_FIELDS = tuple(part.name for part in fields(Address))


@dataclass(frozen=True, slots=True)
class Details:
    """What staff write about a contact; empty means not known."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    date_of_birth: date | None = None
    address: Address = NO_ADDRESS
    lifecycle: str = DEFAULT_LIFECYCLE
    owner_id: UUID | None = None
    tags: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


DETAIL_FIELDS = tuple(part.name for part in fields(Details))


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact as it stands. `details` holds only the fields that were opened."""

    contact_id: UUID
    details: Details
    version: int
    legal_hold: bool
    create_time: datetime
    update_time: datetime
    archive_time: datetime | None = None


def checked(details: Details, region: str, today: date) -> Details:
    """The details in canonical spelling. Raises the error of the first field that breaks a rule."""
    if not (details.first_name.strip() or details.last_name.strip() or details.email or details.phone):
        raise ContactUnnamedError(field="contact")
    return replace(
        details,
        first_name=details.first_name.strip(),
        last_name=details.last_name.strip(),
        email=checked_email(details.email),
        phone=details.phone and parse_phone(details.phone, region),
        date_of_birth=checked_date_of_birth(details.date_of_birth, today),
        lifecycle=checked_lifecycle(details.lifecycle),
        tags=tuple(dict.fromkeys(details.tags)),
        properties={name: value for name, value in details.properties.items() if value},
    )


def checked_email(text: str) -> str:
    """The address as typed, without the space around it."""
    email = text.strip()
    if email and (len(email) > 254 or not _EMAIL.fullmatch(email)):
        raise InvalidEmailError(field="contact.email")
    return email


def checked_date_of_birth(day: date | None, today: date) -> date | None:
    if day is not None and not EARLIEST_BIRTH <= day <= today:
        raise InvalidDateOfBirthError(field="contact.date_of_birth")
    return day


def checked_lifecycle(text: str) -> str:
    """Lower case with underscores; `lead` when empty."""
    lifecycle = "_".join(text.lower().split()) or DEFAULT_LIFECYCLE
    if not _LIFECYCLE.fullmatch(lifecycle):
        raise InvalidLifecycleError(field="contact.lifecycle")
    return lifecycle


def parse_date(text: str) -> date | None:
    """The date in YYYY-MM-DD; None when empty."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidDateOfBirthError(field="contact.date_of_birth") from None


def supplemented(current: Details, given: Details) -> Details:
    """`current` with everything that `given` knows; what `given` leaves empty stays."""
    values = {name: value for name in DETAIL_FIELDS if (value := getattr(given, name))}
    values["address"] = current.address if given.address == NO_ADDRESS else given.address
    values["properties"] = {**current.properties, **given.properties}
    return replace(current, **values)


def changed_fields(old: Details, new: Details) -> tuple[str, ...]:
    """The names of the fields that differ, in order."""
    return tuple(name for name in DETAIL_FIELDS if getattr(old, name) != getattr(new, name))
