"""Identity's use cases on a real database, with a clock of our own and a cheap Argon2id."""

import base64
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pyotp
import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from simulators.dns_server import DnsServer, dns_server
from simulators.hostile_provider import HostileProvider, hostile_provider
from simulators.sso_world import DOMAIN, World, administrator, terms

from contactfollowup.audit.v1.entries_pb2 import Entry, EntryBatch
from identity.app import UseCases, use_cases
from identity.credentials.hashing import Hashing
from identity.errors import MfaRequiredError
from identity.factors.model import Given
from identity.factors.sign_in import Answer
from identity.mail.model import Letter, QueuedLetter
from identity.mail.notices import Notice
from identity.mail.store import LetterStore
from identity.roles.model import Role
from identity.sessions.model import Opened, Origin, Secret, SignIn, Vouched
from identity.settings import Settings
from identity.users.model import NewUser
from identity.workspaces.model import WorkspaceKind
from kit.caller import Caller, for_service
from kit.db import DEPLOYMENT, Database
from kit.settings import load
from kit.testing.plugin import ServiceDatabase

PASSWORD = "quartz-lamp-7"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class TestClock:
    __test__ = False
    time: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.time

    def pass_by(self, **duration: float) -> None:
        self.time += timedelta(**duration)


@dataclass
class House:
    """The use cases, and what tests do with them all the time."""

    cases: UseCases
    clock: TestClock
    workspaces: dict[WorkspaceKind, UUID]
    superuser: asyncpg.Connection
    database: Database
    letter_store: LetterStore

    async def add_user(
        self, kind: WorkspaceKind = WorkspaceKind.PRODUCTION, role: str = Role.STAFF, name: str = "Ada Lovelace"
    ) -> tuple[UUID, str]:
        email = f"{uuid4().hex}@practice.example"
        caller = for_service("identity", self.workspaces[kind], "user.created")
        return await self.cases.users.create(caller, NewUser(email, name, role, PASSWORD)), email

    async def sign_in(
        self, email: str, password: str = PASSWORD, *, device: str = "", source: str | None = None
    ) -> Opened:
        """From a source of its own unless named, so that tests do not throttle each other."""
        source = source or f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1"
        return await self.cases.sign_ins.create(gateway(), SignIn(email, password, Origin(device, source, "Firefox")))

    def edge(self) -> Caller:
        """The edge, for a client at an address of its own, so that tests do not ration each other's letters."""
        return replace(gateway(), source=f"{somewhere()} Firefox")

    def origin(self) -> Origin:
        return Origin("", somewhere(), "Firefox")

    async def letters(self, to: str) -> list[Letter]:
        """What waits to be sent to this address, oldest first; without what `warnings` are."""
        return [letter for letter in await self._queued(to) if Notice.NEW_DEVICE.value not in letter.text]

    async def warnings(self, to: str) -> list[str]:
        """Letters about sign-ins from new places: tests sign in from a new one each time."""
        return [letter.text for letter in await self._queued(to) if Notice.NEW_DEVICE.value in letter.text]

    async def _queued(self, to: str) -> list[Letter]:
        async with self.database.transaction(DEPLOYMENT) as tx:
            due = await self.letter_store.due(tx, self.clock.now() + timedelta(days=1), 10_000)
        return [each.letter for each in due if isinstance(each, QueuedLetter) and each.letter.to == to]

    async def token(self, to: str) -> Secret:
        """The secret in the link of the newest letter to this address."""
        found = re.search(r"#token=(\S+)", (await self.letters(to))[-1].text)
        assert found
        return Secret(found[1])

    async def signed_in_as(self, opened: Opened) -> Caller:
        return replace(
            self.caller_of(await self.cases.sessions.exchange(opened.session)), source=f"{somewhere()} Firefox"
        )

    async def member(self, role: Role = Role.STAFF, kind: WorkspaceKind = WorkspaceKind.SANDBOX) -> Caller:
        """Someone of this role who is signed in."""
        _, email = await self.add_user(kind, role)
        return await self.signed_in_as(await self.sign_in(email))

    async def signed_up(self) -> tuple[Caller, str]:
        """The administrator of a new practice, and the address."""
        email = f"{uuid4().hex}@practice.example"
        await self.cases.people.sign_ups.request(self.edge(), email, PASSWORD)
        token = await self.token(email)
        opened = await self.cases.people.sign_ups.confirm(self.edge(), token, PASSWORD, self.origin())
        return await self.signed_in_as(opened), email

    def caller_of(self, vouched: Vouched) -> Caller:
        return Caller(
            workspace_id=vouched.session.workspace_id,
            actor_kind="user",
            actor_id=str(vouched.user.user_id),
            permissions=vouched.grants.permissions,
            session_id=str(vouched.session.session_id),
            deadline=time.monotonic() + 60,
        )

    async def account(self, **details: Any) -> "Account":
        """A new person, signed in."""
        user_id, email = await self.add_user(**details)
        opened = await self.sign_in(email)
        return Account(self, user_id, email, self.caller_of(await self.cases.sessions.exchange(opened.session)))

    async def with_totp(self, **details: Any) -> "Account":
        """A new person with an authenticator app, signed in."""
        account = await self.account(**details)
        account.secret, _ = await self.cases.factors.factors.begin_totp(account.caller)
        account.recovery_codes = await self.cases.factors.factors.confirm_totp(account.caller, account.code())
        self.clock.pass_by(seconds=30)
        return account

    async def challenged(self, email: str, **details: Any) -> MfaRequiredError:
        """What signing in with the right password answers to someone with a factor."""
        with pytest.raises(MfaRequiredError) as demanded:
            await self.sign_in(email, **details)
        return demanded.value

    async def answer(
        self, demanded: MfaRequiredError, code: str = "", credential_json: str = "", **where: str
    ) -> Opened:
        challenge = Secret(demanded.metadata["challengeId"])
        origin = Origin(where.get("device", ""), "192.0.2.1", where.get("browser", "Firefox"))
        return await self.cases.factors.sign_ins.answer(
            gateway(), Answer(challenge, Given(code, credential_json), origin)
        )

    async def told(self, email: str) -> list[str]:
        """The texts of all letters to this address, oldest first."""
        return [letter.text for letter in await self.letters(email)]

    async def entries(self, action: str, actor_id: str) -> list[Entry]:
        """Audit entries in the outbox."""
        rows = await self.superuser.fetch(
            "SELECT payload FROM outbox WHERE subject = 'cfu.audit.v1.entry.recorded' ORDER BY position"
        )
        entries = (entry for row in rows for entry in EntryBatch.FromString(row["payload"]).entries)
        return [entry for entry in entries if entry.action == action and entry.actor_id == actor_id]

    async def events(self, subject: str, record_id: UUID) -> list[asyncpg.Record]:
        return await self.superuser.fetch(
            "SELECT * FROM outbox WHERE subject = $1 AND record_id = $2", subject, str(record_id)
        )


@dataclass
class Account:
    """A person of the house, with what they keep to prove who they are."""

    house: House
    user_id: UUID
    email: str
    caller: Caller
    secret: str = ""
    recovery_codes: list[str] = field(default_factory=list)

    def code(self, steps: int = 0) -> str:
        """What the authenticator app shows, or will show in so many steps of thirty seconds."""
        return pyotp.TOTP(self.secret).at(self.house.clock.now() + timedelta(seconds=30 * steps))


def somewhere() -> str:
    return f"2001:db8:{uuid4().hex[:4]}:{uuid4().hex[:4]}::1"


def gateway() -> Caller:
    return Caller(UUID(int=0), "service", "gateway", source="192.0.2.1 Firefox", deadline=time.monotonic() + 60)


@pytest.fixture(scope="session")
def keys() -> dict[str, str]:
    """Every variable of identity that holds a key, and where its letters go: to a port where nobody listens."""

    def text(raw: bytes) -> str:
        return base64.b64encode(raw).decode()

    seed = bytes(range(32))
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return {
        "CFU_PRINCIPAL_SIGNING_KEY": f"test:{text(seed)}",
        "CFU_PRINCIPAL_PUBLIC_KEYS": f"test:{text(public)}",
        "CFU_PAGE_KEY": text(b"p" * 32),
        "CRM_DATA_KEY": text(b"d" * 32),
        "CRM_INDEX_KEY": text(b"i" * 32),
        "CFU_ENVIRONMENT": "development",
        "CFU_PUBLIC_URL": "https://crm.practice.example",
        "CFU_SIGN_UP": "open",
        "CFU_SMTP_URL": "smtp://127.0.0.1:9",
        "CFU_MAIL_FROM": "no-reply@practice.example",
    }


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def urls(service_database: Callable[[str], Any]) -> ServiceDatabase:
    made: ServiceDatabase = await service_database("identity")
    return made


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def database(urls: ServiceDatabase) -> AsyncIterator[Database]:
    connected = await Database.connect(urls.application, max_size=8)
    yield connected
    await connected.close()


@pytest.fixture(scope="session")
def dns() -> Iterator[DnsServer]:
    with dns_server() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def house(
    urls: ServiceDatabase, database: Database, keys: dict[str, str], dns: DnsServer
) -> AsyncIterator[House]:
    settings = load(
        Settings,
        {
            **keys,
            "CFU_TLS_DIR": "unused",
            "CFU_NATS_URL": "unused",
            "CFU_LISTEN": "unused",
            "CFU_HEALTH_LISTEN": "unused",
            "CFU_DATABASE_URL": urls.application,
            "CFU_DNS_RESOLVER": dns.address,
        },
    )
    clock = TestClock()
    hashing = Hashing(CHEAP)
    cases = use_cases(settings, database, hashing, clock)
    superuser = await asyncpg.connect(urls.superuser)
    yield House(cases, clock, await cases.workspaces.bootstrap(), superuser, database, cases.delivery._store)
    await superuser.close()
    hashing.close()


@pytest.fixture(scope="session")
def provider() -> Iterator[HostileProvider]:
    with hostile_provider() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def world(house: House, provider: HostileProvider, dns: DnsServer) -> AsyncIterator[World]:
    """The production workspace with one provider, honest until a test says otherwise, and with a domain of its own."""
    provider.become_honest()
    caller = administrator(house.workspaces[WorkspaceKind.PRODUCTION])
    registered = await house.cases.sso.providers.create(caller, terms(provider), "")
    domains = house.cases.sso_domains
    claimed = await domains.claim(caller, DOMAIN)
    dns.texts[DOMAIN] = [claimed.record_value]
    await domains.verify(caller, claimed.domain_id)
    yield World(house.cases.sso, gateway(), provider, registered)
    await house.superuser.execute("DELETE FROM sso_domains")
    await house.superuser.execute("DELETE FROM sso_policies")
    await house.superuser.execute("DELETE FROM sso_providers")
