"""The two cookies of staff: the session, and the device that signed in before."""

SESSION = "hn_session"
DEVICE = "hn_device"
DEVICE_SECONDS = 365 * 24 * 3600
# Identity takes secrets up to this long; a longer cookie is none of ours.
LONGEST = 128

_SESSION_ATTRIBUTES = "HttpOnly; Secure; SameSite=Lax; Path=/"
# Sign-ins come back from a provider, too, by a link of another site to another path.
_DEVICE_ATTRIBUTES = "HttpOnly; Secure; SameSite=Lax; Path=/api/v1"


def cookie(header: bytes, name: str) -> str:
    """The cookie's value; nothing when it is absent, or cannot be one of ours."""
    for part in header.decode("latin-1").split(";"):
        key, equals, value = part.strip().partition("=")
        if key == name and equals and value.isascii() and len(value) <= LONGEST:
            return value
    return ""


def session_cookie(token: str) -> tuple[bytes, bytes]:
    """Lives as long as the browser; how long the session itself lives is decided by identity."""
    return _set(f"{SESSION}={token}; {_SESSION_ATTRIBUTES}")


def cleared_session_cookie() -> tuple[bytes, bytes]:
    return _set(f"{SESSION}=; {_SESSION_ATTRIBUTES}; Max-Age=0")


def device_cookie(token: str) -> tuple[bytes, bytes]:
    return _set(f"{DEVICE}={token}; {_DEVICE_ATTRIBUTES}; Max-Age={DEVICE_SECONDS}")


def _set(text: str) -> tuple[bytes, bytes]:
    return b"set-cookie", text.encode("ascii")
