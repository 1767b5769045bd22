"""`Authorization: Bearer`: what machines prove themselves with."""

import hashlib
import re

# RFC 6750, and no longer than identity takes.
_BEARER = re.compile(rb"bearer +([A-Za-z0-9._~+/-]{1,128}=*)", re.ASCII | re.IGNORECASE)
LONGEST = 128


def bearer_token(header: bytes) -> str:
    """The token in the header; nothing when it holds none that could be ours."""
    match = _BEARER.fullmatch(header)
    token = match.group(1).decode("ascii") if match else ""
    return token if len(token) <= LONGEST else ""


def bearer_key(token: str) -> bytes:
    """What caches and limits know the token by: never what they know a cookie of the same text by."""
    return hashlib.sha256(b"bearer\0" + token.encode("ascii")).digest()
