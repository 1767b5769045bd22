"""Field masks: which fields a caller gets to see, and what an update changes."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from crm.contacts.model import ADDRESS_FIELDS, DETAIL_FIELDS, Address, Details
from crm.errors import FieldNotWritableError, UnknownFieldError

RECORD = "contact."
SET_BY_SERVER = frozenset(
    ("contact_id", "legal_hold", "etag", "create_time", "update_time", "archive_time", "possible_duplicate_ids")
)
ALL_FIELDS = SET_BY_SERVER | frozenset(DETAIL_FIELDS)


@lru_cache(maxsize=1024)
def visible_fields(read_mask: tuple[str, ...], hidden: frozenset[str]) -> frozenset[str]:
    """The fields to open and return: those asked for, all when none is, without those hidden from the caller.

    A path into a field stands for the field: it is sealed, opened and hidden as a whole.
    """
    asked = frozenset(path.partition(".")[0] for path in read_mask) or ALL_FIELDS
    if not asked <= ALL_FIELDS:
        raise UnknownFieldError(field="read_mask")
    return (asked - contact_fields(hidden)) | {"contact_id"}


def contact_fields(paths: frozenset[str]) -> frozenset[str]:
    """The names of those of `paths` that are fields of a contact."""
    return frozenset(path.removeprefix(RECORD).partition(".")[0] for path in paths if path.startswith(RECORD))


def merged(current: Details, wanted: Details, paths: Iterable[str]) -> Details:
    """`current` with the fields named by `paths` as in `wanted`. Raises FieldNotWritableError."""
    for path in paths:
        name, _, inner = path.partition(".")
        changes: dict[str, Any] = {name: _new_value(current, wanted, name, inner)}
        current = replace(current, **changes)
    return current


def _new_value(current: Details, wanted: Details, name: str, inner: str) -> object:
    if name in DETAIL_FIELDS and not inner:
        return getattr(wanted, name)
    if name == "properties":
        return {**current.properties, inner: wanted.properties.get(inner, "")}
    if name == "address" and inner in ADDRESS_FIELDS:
        return _with_part(current.address, wanted.address, inner)
    raise FieldNotWritableError(field="update_mask")


def _with_part(current: Address, wanted: Address, part: str) -> Address:
    return replace(current, **{part: getattr(wanted, part)})
