"""A row of a file as the details of a contact, or the reason why it cannot be one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from crm.contacts.model import (
    NO_ADDRESS,
    Address,
    Details,
    checked_date_of_birth,
    checked_email,
    checked_lifecycle,
)
from crm.contacts.phone import parse_phone
from crm.errors import CellTooLongError, ContactUnnamedError, InvalidDateOfBirthError
from crm.imports.dates import parse_birth
from crm.imports.headers import FULL_NAME, PROPERTIES, Column
from kit.errors import InvalidInput

ADDRESS_PARTS = ("street", "street_2", "city", "region", "postal_code", "country")
LONGEST = {
    "name": 200,
    "street": 200,
    "street_2": 99,
    "city": 120,
    "region": 120,
    "postal_code": 20,
    "country": 60,
    "property": 4000,
}
NOT_GIVEN = frozenset(("-", "--", "n/a", "na", "none", "null", "nil", "unknown"))
COUNTRIES = {
    "united states": "US",
    "united states of america": "US",
    "usa": "US",
    "u.s.a.": "US",
    "u.s.": "US",
    "canada": "CA",
    "mexico": "MX",
    "united kingdom": "GB",
    "great britain": "GB",
    "germany": "DE",
    "deutschland": "DE",
    "france": "FR",
    "spain": "ES",
    "australia": "AU",
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row does not go in, and the header of the column at fault."""

    column: str
    reason: str


class Mapper:
    """Turns the rows of one file into details. A lifecycle that is not given stays empty."""

    def __init__(self, columns: Sequence[Column], region: str, today: date) -> None:
        places = {column.field: column.index for column in columns if column.field not in ("", PROPERTIES)}
        # A field without a column is the empty cell behind the last.
        self._place = defaultdict(lambda: -1, places)
        self._address = [(part, places[f"address.{part}"]) for part in ADDRESS_PARTS if f"address.{part}" in places]
        self._properties = [(column.index, column.name) for column in columns if column.field == PROPERTIES]
        self._headers = {column.name or column.field: column.header for column in columns}
        self._region = region
        self._today = today

    def details(self, cells: Sequence[str]) -> Details | Rejection:
        """The details in canonical spelling."""
        try:
            return self._details([*map(str.strip, cells), ""])
        except InvalidInput as fault:
            return Rejection(self._headers.get(fault.field.removeprefix("contact."), ""), fault.reason)

    def _details(self, cells: Sequence[str]) -> Details:
        place = self._place
        first, last = self._names(cells)
        email, phone = _given(cells[place["email"]]), _given(cells[place["phone"]])
        if not (first or last or email or phone):
            raise ContactUnnamedError
        lifecycle, properties = cells[place["lifecycle"]], self._custom(cells)
        return Details(
            first_name=first,
            last_name=last,
            email=email and checked_email(email),
            phone=phone and parse_phone(phone, self._region),
            date_of_birth=self._born(_given(cells[place["date_of_birth"]])),
            address=self._postal(cells, properties) if self._address else NO_ADDRESS,
            lifecycle=lifecycle and checked_lifecycle(lifecycle),
            properties=properties,
        )

    def _names(self, cells: Sequence[str]) -> tuple[str, str]:
        full = cells[self._place[FULL_NAME]]
        if full:
            first, last = _split_name(full)
        else:
            first, last = cells[self._place["first_name"]], cells[self._place["last_name"]]
        if max(len(first), len(last)) > LONGEST["name"]:
            field = "first_name" if len(first) > LONGEST["name"] else "last_name"
            raise CellTooLongError(field="contact." + (FULL_NAME if full else field))
        return first, last

    def _born(self, text: str) -> date | None:
        if not text:
            return None
        try:
            born = parse_birth(text, self._today)
        except ValueError:
            raise InvalidDateOfBirthError(field="contact.date_of_birth") from None
        return checked_date_of_birth(born, self._today)

    def _postal(self, cells: Sequence[str], properties: dict[str, str]) -> Address:
        parts = {part: cells[place] for part, place in self._address if cells[place]}
        for part, text in parts.items():
            if len(text) > LONGEST[part]:
                raise CellTooLongError(field=f"contact.address.{part}")
        if second := parts.pop("street_2", ""):
            parts["street"] = f"{parts.get('street', '')}\n{second}".strip()
        if country := parts.pop("country", ""):
            parts |= self._country(country, properties)
        return Address(**parts)

    def _country(self, text: str, properties: dict[str, str]) -> dict[str, str]:
        """The code of the country; a name without one is kept as a property."""
        code = COUNTRIES.get(text.lower(), text.upper())
        if len(code) == 2 and code.isascii() and code.isalpha():
            return {"country": code}
        properties[self._headers["address.country"]] = text
        return {}

    def _custom(self, cells: Sequence[str]) -> dict[str, str]:
        properties = {name: text for place, name in self._properties if (text := cells[place])}
        for name, text in properties.items():
            if len(text) > LONGEST["property"]:
                raise CellTooLongError(field="contact." + name)
        return properties


def _given(text: str) -> str:
    """A cell of a field with a form of its own: there, what stands for nothing is nothing."""
    return "" if text.lower() in NOT_GIVEN else text


def _split_name(full: str) -> tuple[str, str]:
    """`Doe, Jane` and `Jane Doe`, as first and last name."""
    last, comma, first = full.partition(",")
    if not comma:
        first, _, last = full.rpartition(" ")
    return first.strip(), last.strip()
