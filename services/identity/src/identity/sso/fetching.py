"""HTTP to identity providers. Where it leads was typed by an administrator, so it must not lead into our own network.

A name is looked up once, every address it has must be public, and the connection goes to the address that was
checked. No redirect is followed, no proxy of the environment is used, time and size are bounded.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import httpx
import orjson

from identity.sso.errors import SsoIssuerInvalidError, SsoProviderUnavailableError

TIMEOUT = httpx.Timeout(4.0, connect=2.0)
WHOLE_SECONDS = 5.0
LARGEST_ANSWER = 256 * 1024
LONGEST_URL = 2048
MOST_ADDRESSES = 3
# Not compressed, so that a small answer cannot become a large one.
PLAIN_JSON = {"Accept": "application/json", "Accept-Encoding": "identity"}
# Addresses that stand for others: what is inside may be private.
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class Fetcher:
    """Asks providers. `loopback` admits providers on this machine, over plain HTTP too: for development only."""

    def __init__(self, *, loopback: bool) -> None:
        self._loopback = loopback

    def check(self, url: str) -> httpx.URL:
        """The address, when it is one that may be called. Raises SsoIssuerInvalidError."""
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL:
            raise SsoIssuerInvalidError from None
        plain = parsed.scheme == "http" and self._loopback and _is_loopback(parsed.host)
        # Also goes into a header, to send the browser there.
        written = url.isascii() and url.isprintable() and " " not in url
        strange = not written or parsed.userinfo or parsed.fragment or not parsed.host or len(url) > LONGEST_URL
        if strange or not (parsed.scheme == "https" or plain):
            raise SsoIssuerInvalidError
        return parsed

    def check_issuer(self, url: str) -> None:
        """Raises SsoIssuerInvalidError for what cannot be an issuer that we call."""
        try:
            if self.check(url).query:
                raise SsoIssuerInvalidError
        except SsoIssuerInvalidError:
            raise SsoIssuerInvalidError(field="provider.issuer") from None

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
        return await self._ask("GET", url, headers or {})

    async def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
        return await self._ask("POST", url, headers, form)

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The JSON object answered with 200. Raises SsoProviderUnavailableError for everything else."""
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                target = self.check(url)
                for address in await self._addresses(target):
                    try:
                        return await self._ask_at(address, method, target, headers, form)
                    except httpx.ConnectError:
                        continue
        except (httpx.HTTPError, TimeoutError, OSError, SsoIssuerInvalidError, ValueError):
            raise SsoProviderUnavailableError from None
        raise SsoProviderUnavailableError

    async def _addresses(self, target: httpx.URL) -> list[IPAddress]:
        port = target.port or (443 if target.scheme == "https" else 80)
        found = await asyncio.get_running_loop().getaddrinfo(target.host, port, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        if not all(self._allowed(address) for address in addresses):
            raise SsoProviderUnavailableError
        return list(dict.fromkeys(addresses))[:MOST_ADDRESSES]

    def _allowed(self, address: IPAddress) -> bool:
        return is_public(address) or (self._loopback and address.is_loopback)

    async def _ask_at(
        self,
        address: IPAddress,
        method: str,
        target: httpx.URL,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None,
    ) -> dict[str, Any]:
        """A connection of its own each time: one kept open would be taken for another name at the same address."""
        async with httpx.AsyncClient(verify=self._tls, trust_env=False, timeout=TIMEOUT, http2=False) as client:
            request = client.build_request(
                method,
                target.copy_with(host=str(address)),
                headers={**PLAIN_JSON, **headers, "Host": target.netloc.decode("ascii")},
                data=dict(form) if form is not None else None,
                extensions={"sni_hostname": target.host},
            )
            response = await client.send(request, stream=True, follow_redirects=False)
            try:
                return await _read(response)
            finally:
                await response.aclose()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()


async def _read(response: httpx.Response) -> dict[str, Any]:
    if response.status_code != 200:
        raise SsoProviderUnavailableError
    gathered = bytearray()
    async for chunk in response.aiter_raw():
        gathered += chunk
        if len(gathered) > LARGEST_ANSWER:
            raise SsoProviderUnavailableError
    content = orjson.loads(gathered)
    if not isinstance(content, dict):
        raise SsoProviderUnavailableError
    return content


def is_public(address: IPAddress) -> bool:
    """Whether the address, and any address inside it, is one of the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped
        if inner is not None:
            return is_public(inner)
        if address.sixtofour or address.teredo or address in TRANSLATED:
            return False
    return address.is_global and not address.is_multicast


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
