import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import grpc
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contactfollowup.audit.v1.entries_pb2 import Entry
from contactfollowup.contract.v1.principal_pb2 import REALM_PORTAL, REALM_STAFF, Principal
from contactfollowup.crm.v1 import contacts_pb2 as contacts
from contactfollowup.crm.v1 import imports_pb2 as imports
from contactfollowup.identity.v1 import sessions_pb2 as sessions
from kit import status
from kit.caller import Caller
from kit.client import Client, credentials
from kit.contract import ContractError
from kit.errors import Forbidden, InvalidInput, NotFound, Stale, Unauthenticated, Unavailable
from kit.ids import new_id
from kit.principal import METADATA_KEY, Signer, Verifier
from kit.server import Server
from kit.settings import ServiceSettings
from kit.testing.servers import free_port

SEED = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
CONTACTS = "contactfollowup.crm.v1.ContactService"
IMPORTS = "contactfollowup.crm.v1.ContactImportService"
SESSIONS = "contactfollowup.identity.v1.SessionService"
CONTACT_ID = str(new_id())


class Contacts:
    """A peer that answers from what it is told, to try the frame around it."""

    async def GetContact(self, request: contacts.GetContactRequest, caller: Caller) -> contacts.GetContactResponse:
        if request.contact_id != CONTACT_ID:
            raise NotFound
        contact = contacts.Contact(contact_id=CONTACT_ID, first_name="Ann", phone="+12025550101", lifecycle="lead")
        return contacts.GetContactResponse(contact=contact)

    async def UpdateContact(self, request: contacts.UpdateContactRequest, caller: Caller) -> None:
        raise Stale(field="etag")

    async def CreateContact(self, request: contacts.CreateContactRequest, caller: Caller) -> None:
        raise RuntimeError(f"secret {request.contact.first_name}")

    async def ListContacts(self, request: contacts.ListContactsRequest, caller: Caller) -> Any:
        await asyncio.sleep(0.3)
        return contacts.ListContactsResponse()

    async def refuse(self, request: Any, caller: Caller) -> None:
        raise NotFound

    SearchContacts = ArchiveContact = RestoreContact = SetLegalHold = EraseContact = GetContactUsage = refuse


class Imports:
    async def UploadContactImport(
        self, requests: AsyncIterator[imports.UploadContactImportRequest], caller: Caller
    ) -> imports.UploadContactImportResponse:
        size = 0
        async for request in requests:
            size += len(request.content)
        return imports.UploadContactImportResponse(contact_import=imports.ContactImport(size_bytes=size))

    async def DownloadRejectedRows(
        self, request: imports.DownloadRejectedRowsRequest, caller: Caller
    ) -> AsyncIterator[imports.DownloadRejectedRowsResponse]:
        yield imports.DownloadRejectedRowsResponse(content=b"line\n")
        raise NotFound

    async def refuse(self, request: Any, caller: Caller) -> None:
        raise NotFound

    GetContactImport = ListContactImports = ListContactImportErrors = refuse


class Sessions:
    async def ExchangeSession(self, request: Any, caller: Caller) -> sessions.ExchangeSessionResponse:
        return sessions.ExchangeSessionResponse(session_id=caller.actor_id)

    async def refuse(self, request: Any, caller: Caller) -> None:
        raise NotFound

    CreateSession = GetSession = DeleteSession = ListSessions = RevokeSession = refuse


@dataclass
class Trail:
    """Keeps the entries it is given, or fails like a database that is gone."""

    entries: list[Entry] = field(default_factory=list)
    broken: bool = False

    def begin(self) -> None: ...

    def end(self) -> None: ...

    async def record(self, made: Entry) -> None:
        if self.broken:
            raise Unavailable
        self.entries.append(made)


@dataclass
class Running:
    trail: Trail
    connect: Callable[[str], Client]
    address: str
    health_address: str
    stop: asyncio.Event
    task: "asyncio.Task[None]"


@pytest_asyncio.fixture(loop_scope="session")
async def running(tls_dirs: Callable[[str], Path]) -> AsyncIterator[Running]:
    address, health_address = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    settings = ServiceSettings(
        environment="production",
        metrics_listen="",
        tls_dir=tls_dirs("crm"),
        nats_url="",
        nats_credentials="",
        listen=address,
        health_listen=health_address,
        database_url="",
        database_connections=1,
        principal_keys={},
        page_key=b"",
    )
    trail, stop, clients = Trail(), asyncio.Event(), []

    def connect(name: str) -> Client:
        clients.append(Client("crm", address, tls_dirs(name)))
        return clients[-1]

    server = Server("crm", settings, Verifier({"staff-1": PUBLIC}), trail)
    server.add(contacts.DESCRIPTOR.services_by_name["ContactService"], Contacts())
    server.add(imports.DESCRIPTOR.services_by_name["ContactImportService"], Imports())
    server.add(sessions.DESCRIPTOR.services_by_name["SessionService"], Sessions())
    task = asyncio.create_task(server.serve(stop))
    await wait_until_open(address)
    yield Running(trail, connect, address, health_address, stop, task)
    for client in clients:
        await client.close()
    stop.set()
    await task


async def wait_until_open(address: str) -> None:
    host, _, port = address.rpartition(":")
    while True:
        try:
            _, writer = await asyncio.open_connection(host, int(port))
            writer.close()
            return
        except OSError:
            await asyncio.sleep(0.01)


def signed(*permissions: str, key_id: str = "staff-1", seed: bytes = SEED, lifetime: float = 60, **facts: Any) -> Any:
    principal = Principal(
        realm=facts.pop("realm", REALM_STAFF),
        subject_id="someone",
        actor_kind=facts.pop("actor_kind", "user"),
        workspace_id=str(new_id()),
        session_id="s1",
        permissions=permissions,
        features=facts.pop("features", ["phi", "writes"]),
        **facts,
    )
    principal.issue_time.FromMicroseconds(int(time.time() * 1e6) - 1_000_000)
    principal.expire_time.FromMicroseconds(int((time.time() + lifetime) * 1e6))
    return [(METADATA_KEY, Signer(key_id, seed).sign(principal))]


def get(contact_id: str = CONTACT_ID) -> contacts.GetContactRequest:
    return contacts.GetContactRequest(contact_id=contact_id)


async def test_a_read_is_answered_and_recorded_with_record_and_filled_fields(running: Running) -> None:
    reply = await running.connect("gateway").call(f"{CONTACTS}/GetContact", get(), signed("contacts.read"))
    assert reply.contact.first_name == "Ann"
    (made,) = running.trail.entries
    assert made.action == "contact.read"
    assert list(made.record_ids) == [CONTACT_ID]
    assert list(made.fields) == ["first_name", "phone"]


async def test_phi_is_refused_with_the_way_to_it_while_the_workspace_may_hold_none(running: Running) -> None:
    edge = running.connect("gateway")
    request = contacts.CreateContactRequest(contact=contacts.Contact(first_name="Ann"))
    with pytest.raises(Forbidden) as refused:
        await edge.call(f"{CONTACTS}/CreateContact", request, signed("contacts.write", features=["writes"]))
    assert refused.value.reason == "FEATURE_UNAVAILABLE"
    assert refused.value.metadata == {"feature": "phi"}
    assert "agreements:signBaa" in refused.value.message
    await edge.call(f"{CONTACTS}/GetContact", get(), signed("contacts.read", features=[]))


async def test_a_read_that_cannot_be_recorded_is_not_answered(running: Running) -> None:
    running.trail.broken = True
    with pytest.raises(Unavailable):
        await running.connect("gateway").call(f"{CONTACTS}/GetContact", get(), signed("contacts.read"))


async def test_a_principal_of_the_largest_size_travels_with_every_call(running: Running) -> None:
    everything: dict[str, Any] = {
        "owner_ids": [new_id().bytes for _ in range(1_000)],
        "hidden_fields": [f"contact.{'field' * 4}_{number}" for number in range(500)],
        "read_only_fields": [],
    }
    metadata = signed("contacts.read", *(f"permissions.number_{n}" for n in range(200)), **everything)
    assert len(metadata[0][1]) > 32 * 1024
    edge = running.connect("gateway")
    for _ in range(3):
        assert (await edge.call(f"{CONTACTS}/GetContact", get(), metadata)).contact.first_name == "Ann"


@pytest.mark.parametrize(
    "metadata",
    [
        [],
        [(METADATA_KEY, b"garbage")],
        signed("contacts.read", key_id="unknown"),
        signed("contacts.read", seed=bytes(32)),
        signed("contacts.read", lifetime=-1),
        signed("contacts.read", realm=REALM_PORTAL),
    ],
    ids=["none", "garbage", "unknown key", "forged", "expired", "other realm"],
)
async def test_without_a_valid_principal_nothing_is_answered(running: Running, metadata: Any) -> None:
    with pytest.raises(Unauthenticated):
        await running.connect("gateway").call(f"{CONTACTS}/GetContact", get(), metadata)
    assert running.trail.entries == []


async def test_the_permission_of_the_contract_is_needed_and_its_lack_recorded(running: Running) -> None:
    with pytest.raises(Forbidden) as refused:
        await running.connect("gateway").call(f"{CONTACTS}/GetContact", get(), signed("contacts.write"))
    assert refused.value.metadata == {"permission": "contacts.read"}
    (made,) = running.trail.entries
    assert (made.action, made.outcome) == ("contact.read", "PERMISSION_MISSING")


async def test_a_patient_is_refused_on_methods_of_staff(running: Running) -> None:
    with pytest.raises(Forbidden):
        metadata = signed("contacts.read", actor_kind="patient")
        await running.connect("gateway").call(f"{CONTACTS}/GetContact", get(), metadata)


async def test_a_rule_of_the_contract_names_field_and_rule_and_no_value(running: Running) -> None:
    with pytest.raises(InvalidInput) as refused:
        await running.connect("gateway").call(f"{CONTACTS}/GetContact", get("Ann Smith"), signed("contacts.read"))
    assert refused.value.violations == (("contact_id", "string.uuid"),)
    assert "Ann" not in str(refused.value)


@pytest.mark.parametrize(
    "wire", [b"\x0a\x7f", b"\x0a\x03\xed\xa0\x80", b"\x0b" * 200], ids=["cut off", "text", "nested"]
)
async def test_what_cannot_be_read_is_refused_after_everything_else(
    running: Running, tls_dirs: Callable[[str], Path], wire: bytes
) -> None:
    options = [("grpc.ssl_target_name_override", "crm")]
    async with grpc.aio.secure_channel(running.address, credentials(tls_dirs("gateway")), options=options) as channel:
        read, upload = (
            channel.unary_unary(f"/{CONTACTS}/GetContact"),
            channel.stream_unary(f"/{IMPORTS}/UploadContactImport"),
        )
        for call, sent, permission in ((read, wire, "contacts.read"), (upload, iter([wire]), "contacts.import")):
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await call(sent, metadata=signed(permission))
            assert status.from_rpc_error(refused.value).reason == "INVALID_FIELD"
        with pytest.raises(grpc.aio.AioRpcError) as stranger:
            await read(wire)
        assert stranger.value.code() is grpc.StatusCode.UNAUTHENTICATED


async def test_an_error_of_the_service_crosses_the_hop_whole(running: Running) -> None:
    request = contacts.UpdateContactRequest(contact_id=CONTACT_ID, contact=contacts.Contact())
    with pytest.raises(Stale) as refused:
        await running.connect("gateway").call(f"{CONTACTS}/UpdateContact", request, signed("contacts.write"))
    assert (refused.value.reason, refused.value.field) == ("STALE_ETAG", "etag")


async def test_a_fault_of_ours_says_nothing_of_what_was_sent(running: Running) -> None:
    request = contacts.CreateContactRequest(contact=contacts.Contact(first_name="Zebediah"))
    with pytest.raises(Exception, match="fault of ours") as refused:
        await running.connect("gateway").call(f"{CONTACTS}/CreateContact", request, signed("contacts.write"))
    assert "Zebediah" not in repr(refused.value)


async def test_only_the_service_named_in_the_contract_may_call(running: Running) -> None:
    request = sessions.ExchangeSessionRequest(session_token="t")
    reply = await running.connect("gateway").call(f"{SESSIONS}/ExchangeSession", request)
    assert reply.session_id == "gateway"
    with pytest.raises(Forbidden):
        await running.connect("scheduling").call(f"{SESSIONS}/ExchangeSession", request)


async def test_a_peer_without_a_certificate_is_refused(running: Running, tls_dirs: Callable[[str], Path]) -> None:
    authority = (tls_dirs("crm") / "ca.pem").read_bytes()
    channel = grpc.aio.secure_channel(running.address, grpc.ssl_channel_credentials(authority))
    call = channel.unary_unary(f"/{SESSIONS}/ExchangeSession")
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await call(b"", timeout=2)
    assert refused.value.code() in {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED}
    await channel.close()


async def test_an_upload_is_validated_message_by_message(running: Running) -> None:
    async def pieces(*contents: bytes) -> AsyncIterator[imports.UploadContactImportRequest]:
        for content in contents:
            yield imports.UploadContactImportRequest(content=content)

    client, metadata = running.connect("gateway"), signed("contacts.import")
    reply = await client.upload(f"{IMPORTS}/UploadContactImport", pieces(b"ab", b"c"), metadata, timeout=5)
    assert reply.contact_import.size_bytes == 3
    with pytest.raises(InvalidInput):
        big = pieces(b"a", b"x" * 1_100_000)
        await client.upload(f"{IMPORTS}/UploadContactImport", big, metadata, timeout=5)


async def test_a_download_ends_with_the_error_of_the_service(running: Running) -> None:
    request = imports.DownloadRejectedRowsRequest(import_id=CONTACT_ID)
    received = []
    with pytest.raises(NotFound):
        async for reply in running.connect("gateway").download(
            f"{IMPORTS}/DownloadRejectedRows", request, signed("contacts.import"), timeout=5
        ):
            received.append(reply.content)
    assert received == [b"line\n"]
    assert list(running.trail.entries[0].record_ids) == [CONTACT_ID]


async def test_a_call_in_flight_is_answered_while_the_server_drains(running: Running) -> None:
    request = contacts.ListContactsRequest()
    client = running.connect("gateway")
    call = asyncio.create_task(client.call(f"{CONTACTS}/ListContacts", request, signed("contacts.read")))
    await asyncio.sleep(0.15)
    running.stop.set()
    assert await call == contacts.ListContactsResponse()
    await asyncio.wait_for(running.task, 5)


def test_a_servicer_that_lacks_a_method_stops_the_start() -> None:
    from kit.handlers import HandlerMaker

    maker = HandlerMaker("crm", Verifier({}), Trail())
    with pytest.raises(ContractError, match="CreateContact"):
        maker.handlers(contacts.DESCRIPTOR.services_by_name["ContactService"], object())
