"""Tokens that providers sign: which keys and algorithms count, and what a token has to say. Pure."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from joserfc import jwk, jws
from joserfc.errors import JoseError

from identity.sso.model import SKEW, Claims

OLDEST_ID_TOKEN = timedelta(minutes=15)
LONGEST_LOGOUT_TOKEN = timedelta(hours=24)
LONGEST_TOKEN = 16 * 1024
MOST_KEYS = 100
SMALLEST_RSA = 2048
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
# Public keys only: with `none` and the HS family anyone could sign.
RSA: Mapping[str, str] = {"RS256": "sha256", "RS384": "sha384", "RS512": "sha512", "PS256": "sha256"}
CURVES: Mapping[str, tuple[str, str]] = {"ES256": ("P-256", "sha256"), "ES384": ("P-384", "sha384")}
ALGORITHMS = frozenset(RSA) | frozenset(CURVES)
PUBLIC_MEMBERS = {"RSA": ("kty", "n", "e"), "EC": ("kty", "crv", "x", "y")}


class RefusedToken(Exception):  # noqa: N818  a verdict, which becomes an error of the use case
    """A token that proves nothing; `check` names what failed."""

    def __init__(self, check: str) -> None:
        super().__init__(check)
        self.check = check


@dataclass(frozen=True, slots=True)
class Head:
    """What a token says of how it is signed; not to be believed before it is verified."""

    algorithm: str
    key_id: str | None


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key of a provider."""

    key_id: str | None
    algorithm: str | None
    curve: str | None
    key: Any

    def fits(self, head: Head) -> bool:
        curve = CURVES[head.algorithm][0] if head.algorithm in CURVES else None
        return (
            self.curve == curve
            and self.algorithm in (None, head.algorithm)
            and (head.key_id is None or self.key_id == head.key_id)
        )


def head_of(token: str) -> Head:
    """Raises RefusedToken for what is no signed token under an algorithm of ours."""
    if len(token) > LONGEST_TOKEN or token.count(".") != 2:
        raise RefusedToken("form")
    header = _object(token.partition(".")[0])
    algorithm, key_id = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise RefusedToken("algorithm")
    if "crit" in header or "b64" in header or not isinstance(key_id, str | None):
        raise RefusedToken("header")
    return Head(algorithm, key_id)


def unverified(token: str) -> Claims:
    """What a token says, to find out who could have signed it. Raises RefusedToken."""
    head_of(token)
    return _object(token.split(".")[1])


def read_keys(document: Mapping[str, Any]) -> tuple[SigningKey, ...]:
    """The usable keys of a JWK set: public, for signatures, and strong. Others are passed over."""
    listed = document.get("keys")
    if not isinstance(listed, list) or len(listed) > MOST_KEYS:
        return ()
    return tuple(key for each in listed if isinstance(each, dict) for key in _read_key(each))


def _read_key(each: Mapping[str, Any]) -> tuple[SigningKey, ...]:
    members = PUBLIC_MEMBERS.get(str(each.get("kty")))
    if members is None or each.get("use", "sig") != "sig" or not all(isinstance(each.get(m), str) for m in members):
        return ()
    try:
        if each["kty"] == "RSA" and _bits(each["n"]) < SMALLEST_RSA:
            return ()
        # The public members only: what else the provider put there must not decide how we verify.
        key: Any = jwk.import_key({member: each[member] for member in members})
    except (JoseError, ValueError, TypeError):
        return ()
    return (SigningKey(_text(each, "kid"), _text(each, "alg"), _text(each, "crv"), key),)


def choose(keys: tuple[SigningKey, ...], head: Head) -> SigningKey | None:
    """The one key that fits; none when several do, for then the token does not say which."""
    fitting = [key for key in keys if key.fits(head)]
    return fitting[0] if len(fitting) == 1 else None


def verified(token: str, key: SigningKey, head: Head) -> Claims:
    """The claims of a token that this key signed. Raises RefusedToken."""
    try:
        signed = jws.deserialize_compact(token, key.key, algorithms=[head.algorithm])
    except (JoseError, ValueError, TypeError):
        raise RefusedToken("signature") from None
    return _parsed(signed.payload)


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token has to say. `issuer_of` gives the issuer for the claims of a token."""

    issuer_of: Callable[[Claims], str]
    client_id: str
    nonce: str
    access_token: str


def check_id_token(claims: Claims, head: Head, expected: Expected, now: datetime) -> None:
    """Raises RefusedToken."""
    _check_source(claims, expected.issuer_of(claims), expected.client_id)
    _check_times(claims, now, OLDEST_ID_TOKEN)
    if not _same(claims.get("nonce"), expected.nonce):
        raise RefusedToken("nonce")
    if "at_hash" in claims and not _same(claims["at_hash"], left_half(expected.access_token, head)):
        raise RefusedToken("at_hash")


def check_logout_token(claims: Claims, issuer: str, client_id: str, now: datetime) -> None:
    """Raises RefusedToken. That its `jti` was not seen before is checked where it is kept."""
    _check_source(claims, issuer, client_id)
    _check_times(claims, now, LONGEST_LOGOUT_TOKEN)
    if _time(claims, "exp") - now.timestamp() > LONGEST_LOGOUT_TOKEN.total_seconds():
        raise RefusedToken("exp")
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise RefusedToken("events")
    if "nonce" in claims:
        raise RefusedToken("nonce")
    if not _text(claims, "jti"):
        raise RefusedToken("jti")
    named = [name for name in ("sid", "sub") if name in claims]
    if not named or not all(_text(claims, name) for name in named):
        raise RefusedToken("sub")


def left_half(access_token: str, head: Head) -> str:
    name = RSA.get(head.algorithm) or CURVES[head.algorithm][1]
    digest = hashlib.new(name, access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).decode().rstrip("=")


def _check_source(claims: Claims, issuer: str, client_id: str) -> None:
    if not _same(claims.get("iss"), issuer):
        raise RefusedToken("issuer")
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if client_id not in audiences:
        raise RefusedToken("audience")
    if (len(audiences) > 1 or "azp" in claims) and claims.get("azp") != client_id:
        raise RefusedToken("authorized_party")


def _check_times(claims: Claims, now: datetime, oldest: timedelta) -> None:
    moment, skew = now.timestamp(), SKEW.total_seconds()
    if _time(claims, "exp") <= moment - skew:
        raise RefusedToken("exp")
    issued = _time(claims, "iat")
    if issued > moment + skew or issued < moment - oldest.total_seconds() - skew:
        raise RefusedToken("iat")
    if "nbf" in claims and _time(claims, "nbf") > moment + skew:
        raise RefusedToken("nbf")


def _time(claims: Claims, name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RefusedToken(name)
    return float(value)


def _same(given: object, wanted: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), wanted.encode())


def _text(members: Mapping[str, Any], name: str) -> str | None:
    value = members.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= 255 else None


def _bits(encoded: str) -> int:
    return int.from_bytes(_decoded(encoded)).bit_length()


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _object(part: str) -> dict[str, Any]:
    try:
        return _parsed(_decoded(part))
    except ValueError:
        raise RefusedToken("form") from None


def _parsed(content: bytes | None) -> dict[str, Any]:
    try:
        found = orjson.loads(content or b"")
    except orjson.JSONDecodeError:
        raise RefusedToken("form") from None
    if not isinstance(found, dict):
        raise RefusedToken("form")
    return found
