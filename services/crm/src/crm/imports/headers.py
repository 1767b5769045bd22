"""What a column of a file is, by its header, in the spellings that real exports use."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PROPERTIES = "properties"
FULL_NAME = "full_name"
NAMING_FIELDS = frozenset(("first_name", "last_name", FULL_NAME, "email", "phone"))
LONGEST_NAME = 100
REPORT_COLUMNS = ("line", "column", "reason")

_SPELLINGS = {
    "first_name": "firstname first fname givenname given forename firstnm legalfirstname vorname prenom nombre",
    "last_name": "lastname last lname surname familyname family lastnm legallastname nachname apellido apellidos",
    FULL_NAME: "name fullname displayname",
    "email": "email emailaddress email1 email1value email1address emailvalue primaryemail primaryemailaddress "
    "emailprimary personalemail homeemail workemail mail emailid correo correoelectronico courriel",
    "phone": "phone phonenumber mobile mobilephone mobilenumber mobilephonenumber mobileno cell cellphone cellnumber "
    "cellphonenumber telephone telephonenumber tel phone1 phone1value phoneno primaryphone primaryphonenumber "
    "phoneprimary homephone homephonenumber phonehome phonemobile phonecell preferredphone daytimephone dayphone "
    "workphone businessphone telefon telefono",
    "date_of_birth": "dateofbirth dob birthdate birthday birthdt dateofbirthdob dobdate geburtsdatum datedenaissance "
    "fechadenacimiento",
    "lifecycle": "lifecycle lifecyclestage lifecyclestatus stage leadstage leadstatus contactstage contactstatus "
    "patientstatus patientstage",
    "address.street": "address streetaddress street address1 addressline1 addressstreet street1 address1street "
    "mailingstreet mailingaddress mailingaddress1 homestreet homeaddress homeaddress1 physicaladdress",
    "address.street_2": "address2 addressline2 street2 mailingaddress2 homeaddress2 homestreet2",
    "address.city": "city town citytown addresscity address1city mailingcity homecity",
    "address.region": "state region province stateprovince stateregion stateorprovince addressstate address1region "
    "mailingstate mailingstateprovince homestate",
    "address.postal_code": "zip zipcode postalcode postcode zippostalcode postalzip addresszip address1postalcode "
    "mailingzip mailingzipcode mailingpostalcode mailingzippostalcode homepostalcode homezip plz",
    "address.country": "country countryregion countrycode addresscountry address1country mailingcountry homecountry "
    "homecountryregion",
}
# What a column fills is the field of its name, but for these. A country without a code becomes a property.
_FILLED = {FULL_NAME: frozenset(("first_name", "last_name")), "address.country": frozenset(("address", PROPERTIES))}
_FIELD_OF = {spelling: field for field, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_OWNERS = ("patient", "contact", "client", "customer", "person", "pt", "lead")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place, its header as written, and the field it fills; `properties` under `name`; or nothing."""

    index: int
    header: str
    field: str
    name: str = ""

    @property
    def fills(self) -> frozenset[str]:
        """The fields of a contact that its cells end up in."""
        return _FILLED.get(self.field) or frozenset(filter(None, [self.field.partition(".")[0]]))


def recognise(headers: Sequence[str]) -> list[Column]:
    """What each column is. The first column of a field fills it; further ones become properties."""
    skipped = len(REPORT_COLUMNS) if tuple(headers[:3]) == REPORT_COLUMNS else 0
    fields = _without_repeats(field_of(header) for header in headers[skipped:])
    if "first_name" in fields or "last_name" in fields:
        fields = [field if field != FULL_NAME else "" for field in fields]
    names = _Names()
    columns = [Column(index, header, "") for index, header in enumerate(headers[:skipped])]
    for index, (header, field) in enumerate(zip(headers[skipped:], fields, strict=True), skipped):
        name = "" if field else names.take(header or f"Column {index + 1}")
        columns.append(Column(index, header, field or PROPERTIES, name))
    return columns


def names_somebody(columns: Iterable[Column]) -> bool:
    """Whether rows under these columns can become contacts."""
    return any(column.field in NAMING_FIELDS for column in columns)


def field_of(header: str) -> str:
    """The field that a header names; empty when it names none."""
    decomposed = unicodedata.normalize("NFKD", header).casefold()
    spelling = "".join(character for character in decomposed if character.isalnum())
    if spelling in _FIELD_OF:
        return _FIELD_OF[spelling]
    owner = next((owner for owner in _OWNERS if spelling.startswith(owner)), "")
    return _FIELD_OF.get(spelling.removeprefix(owner), "")


def _without_repeats(fields: Iterable[str]) -> list[str]:
    first: list[str] = []
    for field in fields:
        first.append("" if field in first else field)
    return first


class _Names:
    """Property names, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, header: str) -> str:
        printable = "".join(character if character.isprintable() else " " for character in header)
        name, number = printable[:LONGEST_NAME], 2
        while name in self._taken:
            name = f"{printable[: LONGEST_NAME - 10]} ({number})"
            number += 1
        self._taken.add(name)
        return name
