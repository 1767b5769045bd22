"""Exact-match search over sealed values: a keyed fingerprint stored beside them, in `_bidx` columns.

Index: the first 16 bytes of HMAC-SHA256 over the normalised value as UTF-8. The HMAC key, 32 bytes, is
HKDF-SHA256 (RFC 5869, no salt) of `CRM_INDEX_KEY` with info joined("contactfollowup blind index",
normalisation version, workspace id, field) (`encoding.joined`).

Equal values of one field and workspace have equal indexes: that, and how often each occurs, is what an index
leaks. Across fields, workspaces and normalisation versions nothing matches.
"""

from collections.abc import Iterable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from phi_crypto.encoding import joined
from phi_crypto.errors import KeySizeError
from phi_crypto.normalise import NORMALISATION_VERSION

INDEX_BYTES = 16
_KEY_BYTES = 32


class BlindIndex:
    """The index of one field in one workspace. Deriving its key costs several indexes: keep it in a loop."""

    __slots__ = ("_keyed",)

    def __init__(self, index_key: bytes, field: str, workspace_id: str) -> None:
        """`index_key`: `CRM_INDEX_KEY`, 32 bytes, else KeySizeError; the names not empty, else ValueError."""
        if len(index_key) != _KEY_BYTES:
            raise KeySizeError("index key")
        info = joined("contactfollowup blind index", NORMALISATION_VERSION, workspace_id, field)
        key = HKDF(SHA256(), _KEY_BYTES, salt=None, info=info).derive(index_key)
        # Hashing the key block once and copying the state costs a third of keying an HMAC per value.
        self._keyed = HMAC(key, SHA256())

    def of(self, normalised: str) -> bytes:
        """The 16 bytes of a value from `normalise`. Index no empty value: store NULL, or all blanks match."""
        mac = self._keyed.copy()
        mac.update(normalised.encode())
        return mac.finalize()[:INDEX_BYTES]

    def of_many(self, normalised: Iterable[str]) -> list[bytes]:
        """The indexes of several values, in their order."""
        return [self.of(value) for value in normalised]
