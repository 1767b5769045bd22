"""Two encodings shared by every format here.

**base64url without padding, canonical**: decoding accepts exactly the texts that encoding makes. Foreign
characters, padding, and unused bits of the last character that are not zero are refused, so one sealed value
has one text, and any altered character is seen.

**joined**: parts of text as UTF-8, each after its length (2 bytes, big-endian). No two lists of parts share
an encoding, so ("ab", "c") and ("a", "bc") never bind or derive the same.
"""

from binascii import a2b_base64, b2a_base64

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

# bytes.translate tables. The way back sends "+", "/" and "=" to NUL, which the strict decoder refuses.
TO_URL_SAFE = bytes.maketrans(b"+/", b"-_")
FROM_URL_SAFE = bytes.maketrans(b"+/=-_", b"\0\0\0+/")

# For a last group of 2 or 3 characters, by its last character: the padding to restore. The look-up fails with
# KeyError for a last character with stray bits and for a group of 1, which no encoding has.
PADDING = {2: dict.fromkeys(_ALPHABET[::16], b"=="), 3: dict.fromkeys(_ALPHABET[::4], b"=")}


def encode(raw: bytes) -> str:
    """base64url of `raw` without padding."""
    return b2a_base64(raw, newline=False).rstrip(b"=").translate(TO_URL_SAFE).decode()


def decode(text: str) -> bytes:
    """Inverse of `encode`. Raises ValueError or KeyError for what `encode` does not make."""
    partial = len(text) & 3
    padding = PADDING[partial][text[-1]] if partial else b""
    return a2b_base64(text.encode().translate(FROM_URL_SAFE) + padding, strict_mode=True)


def joined(*parts: str) -> bytes:
    """The parts behind one another, each after its length.

    Raises ValueError for a part that is empty or over 65,535 bytes.
    """
    encoded = [part.encode() for part in parts]
    if not all(0 < len(part) <= 0xFFFF for part in encoded):
        raise ValueError("a part is empty or longer than 65,535 bytes")
    return b"".join(len(part).to_bytes(2, "big") + part for part in encoded)
