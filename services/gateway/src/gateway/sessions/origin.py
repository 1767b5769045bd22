"""The same-origin check: a page of another origin must not write with the cookie of a signed-in person."""

from collections.abc import Mapping

from gateway.errors import CrossOrigin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITES = {b"same-origin", b"none"}


def check_origin(method: str, headers: Mapping[bytes, bytes], scheme: str, public_origin: bytes) -> None:
    """Raises CrossOrigin. Browsers tell by `Sec-Fetch-Site`, old ones by `Origin`; other programs send neither."""
    if method in SAFE_METHODS:
        return
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        if site not in _OWN_SITES:
            raise CrossOrigin
        return
    origin = headers.get(b"origin")
    if origin is not None and origin not in (public_origin, _own(scheme, headers.get(b"host", b""))):
        raise CrossOrigin


def _own(scheme: str, host: bytes) -> bytes:
    return scheme.encode("ascii") + b"://" + host
