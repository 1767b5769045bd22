"""The edge on a real port, before three small peers on real gRPC servers: the edge cannot tell them from the services.

What the peers answer is decided here; what they were asked is kept in `seen`, for tests to look at.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contactfollowup.audit.v1 import entries_pb2
from contactfollowup.contract.v1.principal_pb2 import REALM_STAFF, Principal
from contactfollowup.crm.v1 import contacts_pb2, imports_pb2, properties_pb2
from contactfollowup.identity.v1 import factors_pb2, service_accounts_pb2, sessions_pb2, sso_pb2, users_pb2
from gateway.app import Edge, serve
from gateway.clients import connect
from gateway.settings import Settings
from kit.caller import Caller
from kit.errors import Error, InvalidInput, NotFound, RuleBroken, Stale, TooMany, Unauthenticated, Unavailable
from kit.principal import Signer, Verifier
from kit.server import Server
from kit.settings import ServiceSettings, load
from kit.testing.servers import free_port

SEED = bytes(range(32))
WORKSPACE = "01968b2e-0000-7000-8000-000000000001"
SESSION_ID = "01968b2e-0000-7000-8000-0000000000aa"
CONTACT_ID = "01968b2e-7a4c-7c3e-9d51-3f2a6b8c4d10"
IMPORT_ID = "01968b2e-7a4c-7c3e-9d51-3f2a6b8c4d11"
TOKEN = "a-session-token"
BEARER = "cfu_a-token_of-a-machine"
TOKEN_ID = "01968b2e-0000-7000-8000-0000000000bb"
PUBLIC_URL = "https://crm.example.com"


@dataclass
class Seen:
    """What the peers were asked."""

    requests: list[Any] = field(default_factory=list)
    callers: list[Caller] = field(default_factory=list)
    exchanges: int = 0
    uploaded: bytearray = field(default_factory=bytearray)
    largest_piece: int = 0
    description: Any = None
    end: Any = None
    upload_finished: bool = False
    unavailable: int = 0
    revoked: bool = False
    away: bool = False
    stepped_up: bool = False
    must_enrol: bool = False

    def note(self, request: Any, caller: Caller) -> None:
        self.requests.append(request)
        self.callers.append(caller)


class Peer:
    """Methods that no test needs are not there."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        if not name[0].isupper():
            raise AttributeError(name)

        async def missing(request: Any, caller: Caller) -> Any:
            raise Error

        return missing


class Identity(Peer):
    async def CreateSession(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        if request.password != "right":
            raise Unauthenticated("Check address and password.", reason="INVALID_CREDENTIALS")
        opened = sessions_pb2.Session(session_id=SESSION_ID, permissions=["contacts.read"])
        return sessions_pb2.CreateSessionResponse(session=opened, session_token=TOKEN, device_token="a-device-token")

    async def ExchangeSession(self, request: Any, caller: Caller) -> Any:
        self.seen.exchanges += 1
        if self.seen.away:
            raise Unavailable
        if request.session_token != TOKEN or self.seen.revoked:
            raise Unauthenticated("The session was ended.", reason="SESSION_ENDED")
        signed = signed_principal(
            "user", SESSION_ID, stepped_up=self.seen.stepped_up, mfa_enrolment_required=self.seen.must_enrol
        )
        return sessions_pb2.ExchangeSessionResponse(signed_principal=signed, session_id=SESSION_ID)

    async def GetSession(self, request: Any, caller: Caller) -> Any:
        return sessions_pb2.GetSessionResponse(session=sessions_pb2.Session(session_id=caller.session_id, current=True))

    async def DeleteSession(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        return sessions_pb2.DeleteSessionResponse()


class Factors(Peer):
    async def DeleteTotp(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        return factors_pb2.DeleteTotpResponse()

    async def AnswerMfaChallenge(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        opened = sessions_pb2.Session(session_id=SESSION_ID)
        return factors_pb2.AnswerMfaChallengeResponse(
            session=opened, session_token=TOKEN, device_token="a-device-token"
        )


class SingleSignOn(Peer):
    async def StartSsoLink(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        start = sso_pb2.SsoStart(authorization_url="https://id.example/authorize")
        return sso_pb2.StartSsoLinkResponse(start=start, browser_token="a-browser-token")


class Machines(Peer):
    async def ExchangeToken(self, request: Any, caller: Caller) -> Any:
        self.seen.exchanges += 1
        if request.token != BEARER or self.seen.revoked:
            raise Unauthenticated("The token was revoked.", reason="INVALID_TOKEN")
        signed = signed_principal("agent", TOKEN_ID)
        return service_accounts_pb2.ExchangeTokenResponse(signed_principal=signed, session_id=TOKEN_ID)


def signed_principal(actor_kind: str, session_id: str, *, stepped_up: bool = False, **facts: Any) -> bytes:
    principal = Principal(
        realm=REALM_STAFF,
        subject_id="01968b2e-0000-7000-8000-000000000002",
        actor_kind=actor_kind,
        workspace_id=WORKSPACE,
        session_id=session_id,
        permissions=["contacts.read", "contacts.write", "contacts.erase", "contacts.import", "audit.export"],
        features=["phi", "writes"],
        **facts,
    )
    now = datetime.now(UTC)
    if stepped_up:
        principal.step_up_time.FromDatetime(now)
    principal.issue_time.FromDatetime(now)
    principal.expire_time.FromDatetime(now + timedelta(seconds=60))
    return Signer("k1", SEED).sign(principal)


def contact(**changed: Any) -> Any:
    made = contacts_pb2.Contact(contact_id=CONTACT_ID, first_name="Ana", etag="3", **changed)
    made.create_time.FromDatetime(datetime(2026, 1, 31, 9, tzinfo=UTC))
    return made


class Contacts(Peer):
    async def GetContact(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        if self.seen.unavailable:
            self.seen.unavailable -= 1
            raise Unavailable
        if request.contact_id != CONTACT_ID:
            raise NotFound
        return contacts_pb2.GetContactResponse(contact=contact())

    async def ListContacts(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        return contacts_pb2.ListContactsResponse(contacts=[contact(), contact()])

    async def SearchContacts(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        raise TooMany(retry_after=7)

    async def CreateContact(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        if request.request_id == "reused-key":
            raise InvalidInput("Use another request id.", reason="REQUEST_ID_REUSED")
        if request.contact.phone == "none":
            raise InvalidInput("Send it with its country code.", reason="INVALID_PHONE", field="contact.phone")
        return contacts_pb2.CreateContactResponse(contact=contact())

    async def UpdateContact(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        if request.etag == "2":
            raise Stale
        return contacts_pb2.UpdateContactResponse(contact=contact())

    async def EraseContact(self, request: Any, caller: Caller) -> Any:
        self.seen.note(request, caller)
        if request.reason == "held":
            raise RuleBroken("Release the hold first.", reason="LEGAL_HOLD")
        return contacts_pb2.EraseContactResponse()


class Imports(Peer):
    async def UploadContactImport(self, requests: Any, caller: Caller) -> Any:
        async for request in requests:
            if request.WhichOneof("piece") == "description":
                self.seen.description = request.description
                continue
            if request.WhichOneof("piece") == "end":
                self.seen.end = request.end
                self.seen.upload_finished = True
                continue
            self.seen.uploaded += request.content
            self.seen.largest_piece = max(self.seen.largest_piece, len(request.content))
        made = imports_pb2.ContactImport(import_id=IMPORT_ID, size_bytes=len(self.seen.uploaded))
        return imports_pb2.UploadContactImportResponse(contact_import=made)

    async def ListContactImportErrors(self, request: Any, caller: Caller) -> Any:
        wrong = imports_pb2.ContactImportError(line=7, reason="INVALID_EMAIL")
        return imports_pb2.ListContactImportErrorsResponse(errors=[wrong])

    async def DownloadRejectedRows(self, request: Any, caller: Caller) -> AsyncIterator[Any]:
        for piece in (b"line,reason\n", b"7,INVALID_EMAIL\n"):
            yield imports_pb2.DownloadRejectedRowsResponse(content=piece)


class Audit(Peer):
    async def ExportEntries(self, request: Any, caller: Caller) -> AsyncIterator[Any]:
        self.seen.note(request, caller)
        if request.HasField("to_time"):
            raise InvalidInput("End after the beginning.", reason="TIME_RANGE_REVERSED", field="to_time")
        yield entries_pb2.ExportEntriesResponse(content=b"one,")
        if request.HasField("from_time"):
            raise Unavailable
        while request.format == "json":
            await asyncio.sleep(0.01)
        yield entries_pb2.ExportEntriesResponse(content=b"two")


class NothingRecorded:
    def begin(self) -> None: ...

    def end(self) -> None: ...

    async def record(self, made: Any) -> None: ...


def services(seen: Seen) -> dict[str, list[tuple[Any, str, Peer]]]:
    return {
        "identity": [
            (sessions_pb2, "SessionService", Identity(seen)),
            (service_accounts_pb2, "ServiceAccountService", Machines(seen)),
            (users_pb2, "UserService", Peer(seen)),
            (sso_pb2, "SsoService", SingleSignOn(seen)),
            (factors_pb2, "FactorService", Factors(seen)),
            (factors_pb2, "FactorSignInService", Factors(seen)),
        ],
        "crm": [
            (contacts_pb2, "ContactService", Contacts(seen)),
            (imports_pb2, "ContactImportService", Imports(seen)),
            (properties_pb2, "PropertyService", Peer(seen)),
        ],
        "audit": [(entries_pb2, "AuditService", Audit(seen))],
    }


def peer_server(name: str, tls_dir: Path, seen: Seen) -> tuple[Server, str]:
    address = f"127.0.0.1:{free_port()}"
    keys = {"k1": public_key()}
    settings = load(
        ServiceSettings,
        {
            "CFU_LISTEN": address,
            "CFU_HEALTH_LISTEN": f"127.0.0.1:{free_port()}",
            "CFU_TLS_DIR": str(tls_dir),
            "CFU_NATS_URL": "none",
            "CFU_DATABASE_URL": "none",
            "CFU_PRINCIPAL_PUBLIC_KEYS": "k1:" + "A" * 43 + "=",
            "CFU_PAGE_KEY": "A" * 43 + "=",
        },
    )
    server = Server(name, settings, Verifier(keys), NothingRecorded())
    for module, service, servicer in services(seen)[name]:
        server.add(module.DESCRIPTOR.services_by_name[service], servicer)
    return server, address


def public_key() -> bytes:
    return Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()


@asynccontextmanager
async def running(*work: Any) -> AsyncIterator[None]:
    """Runs servers that take a stop event, and stops them in order."""
    started = [(asyncio.ensure_future(one(stop)), stop) for one in work for stop in [asyncio.Event()]]
    try:
        yield
    finally:
        for task, stop in reversed(started):
            stop.set()
            await task


@dataclass
class Suite:
    """A running edge."""

    client: httpx.AsyncClient
    edge: Edge
    seen: Seen
    settings: Settings

    @property
    def signed_in(self) -> dict[str, str]:
        return {"cookie": f"hn_session={TOKEN}"}

    @property
    def machine(self) -> dict[str, str]:
        return {"authorization": f"Bearer {BEARER}"}


@pytest.fixture(scope="session")
def seen() -> Seen:
    return Seen()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running_suite(tls_dirs: Callable[[str], Path], seen: Seen) -> AsyncIterator[Suite]:
    servers = {name: peer_server(name, tls_dirs(name), seen) for name in ("identity", "crm", "audit")}
    environment = {
        "CFU_HTTP_LISTEN": f"127.0.0.1:{free_port()}",
        "CFU_PUBLIC_URL": PUBLIC_URL,
        "CFU_TLS_DIR": str(tls_dirs("gateway")),
        "CFU_NATS_URL": "nats://127.0.0.1:1",
        "CFU_UPLOAD_LIMIT_BYTES": str(3 * 1024 * 1024),
        "CFU_RATE_LIMIT_ADDRESS": "10000/10000",
        "CFU_RATE_LIMIT_SIGN_IN": "10000/10000",
    } | {f"CFU_{name.upper()}_ADDRESS": address for name, (_, address) in servers.items()}
    settings = load(Settings, environment)
    peers = connect(settings)
    edge = Edge(settings, peers)
    url = f"http://{settings.listen}"

    async def edge_server(stop: asyncio.Event) -> None:
        await serve(settings, edge.asgi, stop)

    started = running(*(server.serve for server, _ in servers.values()), edge_server)
    async with started, httpx.AsyncClient(base_url=url) as client:
        await reachable(client)
        yield Suite(client, edge, seen, settings)
    for peer in peers.values():
        await peer.close()


async def reachable(client: httpx.AsyncClient) -> None:
    for _ in range(200):
        try:
            await client.get("/")
        except httpx.ConnectError:
            await asyncio.sleep(0.02)
        else:
            return
    raise AssertionError("the edge did not start")


@pytest.fixture
def suite(running_suite: Suite) -> Suite:
    """The running edge, with nothing seen yet and nobody's session cached."""
    running_suite.seen.__init__()  # type: ignore[misc]
    for session_id in (SESSION_ID, TOKEN_ID):
        running_suite.edge.authentication._principals.revoke(session_id)
    running_suite.client.cookies.clear()
    return running_suite
