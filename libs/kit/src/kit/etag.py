"""Etags: the version of a record, opaque to the caller."""

from kit.errors import Stale


def of(version: int) -> str:
    """The etag of a record at `version`."""
    return f"v{version}"


def check(expected: str, version: int) -> None:
    """Raises Stale when `expected` is given and is not the etag of `version`."""
    if expected and expected != of(version):
        raise Stale
