"""Whom invoices are made out to, and who is written to about them."""

from dataclasses import dataclass, field, replace

from identity.errors import FieldFixedError
from identity.practices.model import ADDRESS_PARTS, Address


@dataclass(frozen=True, slots=True)
class BillingDetails:
    """What is empty is not told; without an address of their own, administrators alone are written to."""

    organisation: str = ""
    contact_name: str = field(default="", repr=False)
    contact_email: str = field(default="", repr=False)
    address: Address = Address()
    version: int = 0


CHANGEABLE = ("organisation", "contact_name", "contact_email", "address")


def changed(current: BillingDetails, wanted: BillingDetails, paths: tuple[str, ...]) -> BillingDetails:
    """`current` with the fields that `paths` name as in `wanted`. Raises FieldFixedError."""
    for path in paths:
        name, _, part = path.partition(".")
        if name == "address" and part in ADDRESS_PARTS:
            current = replace(current, address=replace(current.address, **{part: getattr(wanted.address, part)}))
        elif name in CHANGEABLE and not part:
            current = replace(current, **{name: getattr(wanted, name)})
        else:
            raise FieldFixedError(field="update_mask")
    return current
