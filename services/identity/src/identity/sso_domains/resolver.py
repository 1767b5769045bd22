"""The domain name system: what the owner of a domain says in its TXT records."""

from collections.abc import Set as AbstractSet

import dns.asyncresolver
import dns.exception
import dns.name
import dns.resolver
from dns.rdatatype import TXT

from identity.sso_domains.errors import DnsUnavailableError

WHOLE_SECONDS = 4.0
MOST_RECORDS = 200


class Resolver:
    """Asks the resolver at the address given, or those of the machine."""

    def __init__(self, address: tuple[str, int] | None) -> None:
        self._address = address

    async def texts(self, domain: str) -> AbstractSet[str]:
        """The TXT records of the name itself; empty when it has none. Raises DnsUnavailableError."""
        name = dns.name.from_text(domain)
        try:
            answer = await self._asked().resolve(name, TXT, lifetime=WHOLE_SECONDS, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return frozenset()
        except (dns.exception.DNSException, OSError):
            raise DnsUnavailableError from None
        # Behind an alias somebody else speaks, who may have come by the alias's end and never by the domain.
        if answer.canonical_name != name:
            return frozenset()
        return {b"".join(record.strings).decode("latin-1") for record in list(answer)[:MOST_RECORDS]}

    def _asked(self) -> dns.asyncresolver.Resolver:
        asked = dns.asyncresolver.Resolver(configure=self._address is None)
        if self._address is not None:
            host, port = self._address
            asked.nameservers, asked.port = [host], port
        return asked
