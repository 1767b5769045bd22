"""Data keys, wrapped under the customer's master key (`CRM_DATA_KEY`).

Wrapped data key (92 characters):

    w1.<master key id>.<base64url without padding of nonce (12 bytes), encrypted data key (32), tag (16)>

Cipher: AES-256-GCM; associated data: joined("w1", owner) (`encoding.joined`). The owner, "workspace
id/patient id", keeps a wrapped key from being moved to another patient. The master key id is the first 8 hex
characters of SHA-256 over a domain prefix and the key; it says which key to try and proves nothing.

Rotation re-wraps; sealed values stay as they are. A data key that is deleted in wrapped form is gone: nothing
that was sealed under it opens again, here or in a backup.
"""

import os
import re
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from phi_crypto.data_key import KEY_BYTES, NONCE_BYTES, DataKey
from phi_crypto.encoding import decode, encode, joined
from phi_crypto.errors import KeySizeError, OpenError, UnknownKeyError
from phi_crypto.nonces import next_nonce

_WRAPPED = re.compile(r"w1\.([0-9a-f]{8})\.([A-Za-z0-9_-]{80})")
_ID_DOMAIN = b"contactfollowup master key id v1\0"


class MasterKeys:
    """The current master key, which wraps, and its predecessors, which only unwrap while a rotation runs."""

    __slots__ = ("_ciphers", "key_id")

    def __init__(self, current: bytes, previous: Sequence[bytes] = ()) -> None:
        """Keys of 32 bytes each, else KeySizeError. `key_id` is the current key's."""
        self.key_id = _key_id(current)
        self._ciphers = {_key_id(key): AESGCM(key) for key in (*previous, current)}

    def __repr__(self) -> str:
        return f"MasterKeys(key_id={self.key_id!r})"

    def new_data_key(self, owner: str) -> tuple[DataKey, str]:
        """A fresh random data key and its wrapped text to store. `owner`: "workspace id/patient id"."""
        key = os.urandom(KEY_BYTES)
        return DataKey(key), self._wrap(key, owner)

    def unwrap(self, wrapped: str, owner: str) -> DataKey:
        """The data key.

        Raises UnknownKeyError when its master key is not here, OpenError for altered text or another owner.
        """
        return DataKey(self._unwrap(wrapped, owner))

    def rewrap(self, wrapped: str, owner: str) -> str:
        """The same data key under the current master key; `wrapped` itself when it is there already.

        Errors as `unwrap`: a current text is opened too, so a re-wrapping run checks the whole key table.
        """
        key = self._unwrap(wrapped, owner)
        return wrapped if self.is_current(wrapped) else self._wrap(key, owner)

    def is_current(self, wrapped: str) -> bool:
        """Whether the text names the current master key. Opens nothing."""
        return wrapped.startswith(f"w1.{self.key_id}.")

    def _wrap(self, key: bytes, owner: str) -> str:
        nonce = next_nonce()
        encrypted = self._ciphers[self.key_id].encrypt(nonce, key, joined("w1", owner))
        return f"w1.{self.key_id}.{encode(nonce + encrypted)}"

    def _unwrap(self, wrapped: str, owner: str) -> bytes:
        match = _WRAPPED.fullmatch(wrapped)
        if match is None:
            raise OpenError
        cipher = self._ciphers.get(match[1])
        if cipher is None:
            raise UnknownKeyError(match[1], "add that master key to CRM_DATA_KEY_PREVIOUS until all is re-wrapped")
        raw = decode(match[2])
        try:
            return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], joined("w1", owner))
        except InvalidTag:
            raise OpenError from None


def _key_id(key: bytes) -> str:
    if len(key) != KEY_BYTES:
        raise KeySizeError("master key")
    return sha256(_ID_DOMAIN + key).hexdigest()[:8]
