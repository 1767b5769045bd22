"""A practice's profile, and what makes a number a National Provider Identifier."""

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from identity.errors import FieldFixedError, InvalidNpiError
from kit.errors import InvalidInput

# An NPI is checked as if it stood on a card issued for health in the United States.
NPI_PREFIX = "80840"


class PracticeSize(StrEnum):
    UNTOLD = ""
    SOLO = "SOLO"
    SMALL = "SMALL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"
    ENTERPRISE = "ENTERPRISE"


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    name: str
    size: PracticeSize = PracticeSize.UNTOLD
    address: Address = Address()
    npi: str = ""
    tax_id: str = field(default="", repr=False)
    version: int = 0


CHANGEABLE = ("name", "size", "address", "npi", "tax_id")
ADDRESS_PARTS = tuple(part.name for part in fields(Address))


def changed(current: Practice, wanted: Practice, paths: tuple[str, ...]) -> Practice:
    """`current` with the fields that `paths` name as in `wanted`. Raises for what cannot be, or not be changed."""
    for path in paths:
        name, _, part = path.partition(".")
        if name == "address" and part in ADDRESS_PARTS:
            address = replace(current.address, **{part: getattr(wanted.address, part)})
            current = replace(current, address=address)
        elif name in CHANGEABLE and not part:
            current = replace(current, **{name: getattr(wanted, name)})
        else:
            raise FieldFixedError(field="update_mask")
    if not current.name.strip() or not current.name.isprintable():
        raise InvalidInput("A practice has a name of printable characters.", field="practice.name")
    if current.npi and not is_npi(current.npi):
        raise InvalidNpiError(field="practice.npi")
    return current


def is_npi(number: str) -> bool:
    """Ten digits whose Luhn sum, behind the prefix 80840, ends in 0 (45 CFR 162.406)."""
    if len(number) != 10 or not number.isascii() or not number.isdigit():
        return False
    digits = [int(digit) for digit in reversed(NPI_PREFIX + number)]
    return sum(sum(divmod(2 * digit, 10)) if index % 2 else digit for index, digit in enumerate(digits)) % 10 == 0
