"""Recovery codes: ten of 120 random bits, each good once, for when nothing else is at hand. Pure."""

import base64
import hashlib
import secrets

COUNT = 10
_BYTES = 15
_GROUP = 4


def new_codes() -> list[str]:
    """Codes as people copy them: six groups of four."""
    return [_grouped(base64.b32encode(secrets.token_bytes(_BYTES)).decode()) for _ in range(COUNT)]


def hash_of(code: str) -> bytes:
    """However the code was typed: case, spaces and hyphens do not matter. It is random enough for one plain hash."""
    plain = "".join(code.split()).replace("-", "").upper()
    return hashlib.sha256(plain.encode()).digest()


def _grouped(text: str) -> str:
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP)).lower()
