"""The cookie of an attempt to sign in through a provider: it lives as long as the attempt, and only here."""

from gateway.exchange import Exchange
from gateway.sessions.cookies import cookie

NAME = "hn_sso"
SECONDS = 600

# Lax, because the browser comes back from another site; Strict would leave the cookie behind.
_ATTRIBUTES = "HttpOnly; Secure; SameSite=Lax; Path=/api/v1/sso"


def attempt_cookie(token: str) -> tuple[bytes, bytes]:
    return b"set-cookie", f"{NAME}={token}; {_ATTRIBUTES}; Max-Age={SECONDS}".encode("ascii")


def cleared_attempt_cookie() -> tuple[bytes, bytes]:
    return b"set-cookie", f"{NAME}=; {_ATTRIBUTES}; Max-Age=0".encode("ascii")


def attempt_token(exchange: Exchange) -> str:
    return cookie(exchange.headers.get(b"cookie", b""), NAME)
