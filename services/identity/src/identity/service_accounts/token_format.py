"""What a token looks like: `cfu_`, its id, `_`, 256 random bits and a checksum, so that scanners recognise one.

    cfu_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}

The id names the token to whoever has to revoke one that was found; the checksum tells a token from what only looks
like one. Neither proves anything: that does the hash of the whole.
"""

import re
import secrets
import zlib
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH, SECRET_LENGTH, CHECKSUM_LENGTH = 22, 43, 6
TOKEN = re.compile(rf"cfu_([0-9A-Za-z]{{{ID_LENGTH}}})_[0-9A-Za-z]{{{SECRET_LENGTH + CHECKSUM_LENGTH}}}", re.ASCII)


def new_token(token_id: UUID) -> str:
    """A token for this id, with a secret of its own."""
    text = f"cfu_{_base62(token_id.int, ID_LENGTH)}_{_base62(secrets.randbits(256), SECRET_LENGTH)}"
    return text + _checksum(text)


def token_id_of(token: str) -> UUID | None:
    """Which token this is, as far as it is one; its secret is not looked at."""
    match = TOKEN.fullmatch(token)
    if match is None or _checksum(token[:-CHECKSUM_LENGTH]) != token[-CHECKSUM_LENGTH:]:
        return None
    number = _number(match.group(1))
    return UUID(int=number) if number < 2**128 else None


def _checksum(text: str) -> str:
    return _base62(zlib.crc32(text.encode("ascii")), CHECKSUM_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * len(ALPHABET) + ALPHABET.index(digit)
    return number
