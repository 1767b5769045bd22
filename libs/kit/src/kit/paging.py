"""Page tokens: sealed, bound to the list and its filters, and without authority of their own."""

import base64
import hashlib
import os

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kit.errors import InvalidInput

DEFAULT_SIZE = 50
LARGEST_SIZE = 200
NONCE_BYTES = 12


class InvalidPageTokenError(InvalidInput):
    """The token belongs to another list, other filters, or nothing at all."""

    reason = "INVALID_PAGE_TOKEN"
    message = "The page token does not belong to this list and filter. Start from the first page."


def size(asked: int) -> int:
    """The page size to use for what was asked: 0 means 50, above 200 means 200."""
    return min(asked or DEFAULT_SIZE, LARGEST_SIZE)


class Pages:
    """Makes and reads page tokens under a 32-byte key.

    A token is base64url of a 12-byte nonce and the AES-256-GCM of a JSON array of strings, the position; its
    associated data is the SHA-256 of the filters, so a token opens only for the list it was made for.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def encode(self, filters: object, *position: str) -> str:
        """A token for the page after `position`. `filters` is anything with a stable repr."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, orjson.dumps(position), digest(filters))
        return base64.urlsafe_b64encode(nonce + sealed).decode().rstrip("=")

    def decode(self, token: str, filters: object) -> tuple[str, ...]:
        """The position in `token`; () for an empty token. Raises InvalidPageTokenError."""
        if not token:
            return ()
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            opened = self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], digest(filters))
        except (InvalidTag, ValueError):
            raise InvalidPageTokenError(field="page_token") from None
        return tuple(orjson.loads(opened))


def digest(filters: object) -> bytes:
    return hashlib.sha256(repr(filters).encode()).digest()
