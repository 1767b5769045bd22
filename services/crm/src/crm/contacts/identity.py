"""Whom an import takes for the same person."""

from crm.contacts.model import Details
from phi_crypto import normalise_date_of_birth, normalise_email, normalise_name

BORN = frozenset(("first_name", "last_name", "date_of_birth"))
EVERY = BORN | {"email", "phone", "address", "properties"}


def told_by_identity(details: Details) -> frozenset[str]:
    """The fields that somebody of equal identity is known to have, or not to have, as these details have them."""
    named = normalise_name(details.first_name) or normalise_name(details.last_name)
    return BORN if named and details.date_of_birth else EVERY


def identity(details: Details) -> str:
    """Equal for the same person: name and date of birth; else name and e-mail; else name and phone.

    Without a name: e-mail, else phone. A name alone is no identity, so then only a contact equal in all is the same.
    E-mail and phone never identify a named person by themselves: families share them.
    """
    first, last = normalise_name(details.first_name), normalise_name(details.last_name)
    name = f"{first}|{last}" if first or last else ""
    if name and details.date_of_birth:
        return f"b|{name}|{normalise_date_of_birth(details.date_of_birth)}"
    if details.email:
        return f"e|{name}|{normalise_email(details.email)}"
    if details.phone:
        return f"p|{name}|{details.phone}"
    names = (details.first_name, details.last_name)
    return f"n|{names!r}|{details.address!r}|{sorted(details.properties.items())!r}"
