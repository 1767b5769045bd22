"""What providers say of themselves: fetched, checked, and kept for a while."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from identity.sso.errors import SsoIssuerInvalidError, SsoProviderUnavailableError
from identity.sso.fetching import Fetcher
from identity.sso.model import Provider
from identity.sso.tokens import ALGORITHMS, Head, RefusedToken, SigningKey, choose, read_keys
from kit.clock import Clock

KEEP_METADATA = timedelta(hours=1)
# So long a key that the provider withdrew is still believed.
KEEP_KEYS = timedelta(minutes=15)
# A token can name any key, so that one is unknown must not make us ask more often than this.
REFETCH = timedelta(minutes=1)
MOST_KEPT = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The parts of a provider's metadata that we use."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    secret_in_body: bool
    names_issuer: bool


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    value: T
    time: datetime


class Cache(Generic[T]):
    """Answers by address; however many ask at once, the provider is asked once."""

    def __init__(self, ask: Callable[[str], Awaitable[T]], keep: timedelta, clock: Clock) -> None:
        self._ask = ask
        self._keep = keep
        self._clock = clock
        self._kept: OrderedDict[str, Kept[T]] = OrderedDict()
        self._locks: dict[str, asyncio.Lock] = {}

    async def get(self, url: str, *, not_older_than: timedelta | None = None) -> T:
        """What was answered within the time given, or is answered now."""
        longest = self._keep if not_older_than is None else not_older_than
        lock = self._locks.setdefault(url, asyncio.Lock())
        async with lock:
            kept = self._kept.get(url)
            if kept is not None and self._clock.now() - kept.time < longest:
                return kept.value
            try:
                value = await self._ask(url)
            except BaseException:
                self._locks.pop(url, None)
                raise
            self._kept[url] = Kept(value, self._clock.now())
        self._forget()
        return value

    def _forget(self) -> None:
        while len(self._kept) > MOST_KEPT:
            url, _ = self._kept.popitem(last=False)
            self._locks.pop(url, None)


class Directory:
    """Metadata and keys of providers."""

    def __init__(self, fetcher: Fetcher, clock: Clock) -> None:
        self._fetcher = fetcher
        self._metadata: Cache[Mapping[str, Any]] = Cache(fetcher.get, KEEP_METADATA, clock)
        self._keys: Cache[tuple[SigningKey, ...]] = Cache(self._fetch_keys, KEEP_KEYS, clock)

    async def metadata(self, provider: Provider) -> Metadata:
        """Raises SsoProviderUnavailableError, also when what it says of itself cannot be relied on."""
        document = await self._metadata.get(provider.discovery_url)
        found = read_metadata(document, provider.terms.issuer)
        try:
            for url in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
                self._fetcher.check(url)
        except SsoIssuerInvalidError:
            raise SsoProviderUnavailableError from None
        return found

    async def key(self, jwks_uri: str, head: Head) -> SigningKey:
        """The key that a token names. One that is unknown may be new: then the keys are fetched again."""
        known = choose(await self._keys.get(jwks_uri), head)
        if known is None:
            known = choose(await self._keys.get(jwks_uri, not_older_than=REFETCH), head)
        if known is None:
            raise RefusedToken("key")
        return known

    async def _fetch_keys(self, url: str) -> tuple[SigningKey, ...]:
        return read_keys(await self._fetcher.get(url))


def read_metadata(document: Mapping[str, Any], issuer: str) -> Metadata:
    """Raises SsoProviderUnavailableError unless it is this issuer's and speaks what we speak."""
    names = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    found = {name: document.get(name) for name in names}
    texts = {name: value for name, value in found.items() if isinstance(value, str)}
    methods = document.get("code_challenge_methods_supported")
    algorithms = document.get("id_token_signing_alg_values_supported", [])
    # Microsoft supports S256 and does not say so; a provider that lists methods without it does not.
    speaks = methods is None or "S256" in _list(methods)
    if len(texts) < len(names) or texts["issuer"] != issuer or not speaks or not ALGORITHMS & set(_list(algorithms)):
        raise SsoProviderUnavailableError
    userinfo = document.get("userinfo_endpoint")
    secret_methods = _list(document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]))
    return Metadata(
        **texts,
        userinfo_endpoint=userinfo if isinstance(userinfo, str) else "",
        secret_in_body="client_secret_basic" not in secret_methods,
        names_issuer=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _list(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
