"""Sealing one patient's values under the data key of that patient.

Text (`seal`, columns ending in `_enc`):

    v1.<data key id>.<base64url without padding of nonce (12 bytes), ciphertext, tag (16 bytes)>

Blob (`seal_bytes`, for import chunks): the same 20 bytes of header in ASCII, then nonce, ciphertext and tag
as raw bytes. Cipher: AES-256-GCM; the plaintext of a text is its UTF-8; the associated data says where the
value belongs (`binding.Binding`).

The data key id is the first 16 hex characters of SHA-256 over a domain prefix and the key. It is checked on
every opening because AES-GCM alone does not commit to its key: someone can make one ciphertext that opens to
two different plaintexts under two keys. With the id, both keys of such a pair would need the same 64 bits of
SHA-256. `MasterKeys` draws data keys at random, so an outsider faces a second preimage (2^64 work); choosing
both keys would take 2^32, but needs the master key to get them wrapped.
"""

import re
from binascii import a2b_base64, b2a_base64
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from phi_crypto.encoding import FROM_URL_SAFE, PADDING, TO_URL_SAFE
from phi_crypto.errors import KeySizeError, OpenError, UnknownKeyError
from phi_crypto.nonces import next_nonce

KEY_BYTES = 32
NONCE_BYTES = 12
_HEADER_LENGTH = len("v1.0123456789abcdef.")
_HEADER = re.compile(r"v1\.([0-9a-f]{16})\.")
_ID_DOMAIN = b"contactfollowup data key id v1\0"


class DataKey:
    """Seals and opens the values of one patient; shows nothing of its key.

    Preparing one costs several seals: keep it while a use case runs. Drop it on erasure: an object still in
    memory goes on opening values.
    """

    __slots__ = ("_blob_header", "_decrypt", "_encrypt", "_header", "key_id")

    def __init__(self, key: bytes) -> None:
        """`key`: 32 bytes, else KeySizeError."""
        if len(key) != KEY_BYTES:
            raise KeySizeError("data key")
        cipher = AESGCM(key)
        self._encrypt = cipher.encrypt
        self._decrypt = cipher.decrypt
        self.key_id = sha256(_ID_DOMAIN + key).hexdigest()[:16]
        self._header = f"v1.{self.key_id}."
        self._blob_header = self._header.encode()

    def __repr__(self) -> str:
        return "DataKey()"

    def seal(self, plaintext: str, binding: bytes) -> str:
        """The sealed text of `plaintext`, which opens only with the same `binding` (from `Binding.row`)."""
        nonce = next_nonce()
        raw = nonce + self._encrypt(nonce, plaintext.encode(), binding)
        return self._header + b2a_base64(raw, newline=False).rstrip(b"=").translate(TO_URL_SAFE).decode()

    def open(self, sealed: str, binding: bytes) -> str:
        """The plaintext. Raises UnknownKeyError for a value of another data key, OpenError for all else.

        The decoding is `encoding.decode` written out, because the call would cost a tenth of the opening.
        """
        body = sealed.removeprefix(self._header)
        if len(body) == len(sealed):
            raise _foreign(sealed)
        try:
            text = body.encode().translate(FROM_URL_SAFE)
            if partial := len(body) & 3:
                text += PADDING[partial][body[-1]]
            raw = a2b_base64(text, strict_mode=True)
            return self._decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], binding).decode()
        except (ValueError, KeyError, InvalidTag):
            raise OpenError from None

    def seal_bytes(self, plaintext: bytes, binding: bytes) -> bytes:
        """The sealed blob of `plaintext`: 48 bytes longer."""
        nonce = next_nonce()
        return b"".join((self._blob_header, nonce, self._encrypt(nonce, plaintext, binding)))

    def open_bytes(self, sealed: bytes, binding: bytes) -> bytes:
        """The plaintext of a blob; errors as `open`."""
        if not sealed.startswith(self._blob_header):
            raise _foreign(sealed[:_HEADER_LENGTH].decode("ascii", "replace"))
        body = memoryview(sealed)[_HEADER_LENGTH:]
        try:
            return self._decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], binding)
        except (ValueError, InvalidTag):
            raise OpenError from None


def _foreign(sealed: str) -> OpenError | UnknownKeyError:
    # Only a well-formed header is quoted: a column that wrongly holds plaintext must not reach an error text.
    header = _HEADER.match(sealed)
    return UnknownKeyError(header[1], "open the value with its own data key") if header else OpenError()
