"""Ids: UUID version 7, so that the order of ids is the order of creation."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    """A new UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness."""
    return UUID(int=uuid_utils.uuid7().int)
