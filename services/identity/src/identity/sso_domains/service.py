"""The domains of a workspace: claimed by an administrator, proved by the domain name system."""

import secrets
from collections.abc import Set as AbstractSet
from typing import Protocol
from uuid import UUID

from identity.sso_domains import store
from identity.sso_domains.errors import SsoDomainNotProvedError, SsoTooManyDomainsError
from identity.sso_domains.model import MOST_DOMAINS, Domain
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database
from kit.errors import InvalidInput, NotFound
from kit.ids import new_id

DOMAIN = "sso_domain"


class DomainRecords(Protocol):
    async def texts(self, domain: str) -> AbstractSet[str]:
        """What the owner of the domain says in its TXT records. Raises DnsUnavailableError."""


class SsoDomains:
    def __init__(self, db: Database, records: DomainRecords, clock: Clock) -> None:
        self._db = db
        self._records = records
        self._clock = clock

    async def list(self, caller: Caller) -> list[Domain]:
        async with self._db.transaction(caller) as tx:
            return await store.all_of(tx)

    async def claim(self, caller: Caller, name: str) -> Domain:
        """The claim, with what has to stand in a record to prove it. Claimed again it stays the claim it is."""
        name = name.lower().rstrip(".")
        if "." not in name:
            raise InvalidInput("Give a whole domain, such as practice.example.", field="domain")
        new = Domain(new_id(), caller.workspace_id, name, secrets.token_urlsafe(24), self._clock.now())
        async with self._db.transaction(caller) as tx:
            await tx.alone_with("sso_domains")
            if len(await store.all_of(tx)) >= MOST_DOMAINS:
                raise SsoTooManyDomainsError
            claimed = await store.add(tx, new)
            tx.audit(DOMAIN, [str(claimed.domain_id)], after=_codes(claimed))
        return claimed

    async def verify(self, caller: Caller, domain_id: UUID) -> Domain:
        """Raises SsoDomainNotProvedError, SsoDomainTakenError, DnsUnavailableError."""
        async with self._db.transaction(caller) as tx:
            claimed = _existing(await store.lock(tx, domain_id))
        if claimed.record_value not in await self._records.texts(claimed.name):
            raise SsoDomainNotProvedError
        async with self._db.transaction(caller) as tx:
            old = _existing(await store.lock(tx, domain_id))
            new = await store.verify(tx, old, self._clock.now())
            tx.audit(DOMAIN, [str(domain_id)], before=_codes(old), after=_codes(new))
        return new

    async def delete(self, caller: Caller, domain_id: UUID) -> None:
        async with self._db.transaction(caller) as tx:
            old = _existing(await store.lock(tx, domain_id))
            await store.delete(tx, domain_id)
            tx.audit(DOMAIN, [str(domain_id)], before=_codes(old))


def _codes(domain: Domain) -> list[str]:
    return [f"verified:{domain.verify_time is not None}"]


def _existing(domain: Domain | None) -> Domain:
    if domain is None:
        raise NotFound
    return domain
