"""The whole service as a process: entries come in over NATS, are asked for over mTLS gRPC, and it drains on SIGTERM."""

import asyncio
import os
import signal
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import grpc
import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.entries.events import to_message
from audit.entries.model import Entry, LoggedEntry
from cfu.verify import verify_file
from contactfollowup.audit.v1 import entries_pb2 as pb
from contactfollowup.contract.v1.principal_pb2 import REALM_STAFF, Principal
from kit.bus import Bus
from kit.caller import Caller
from kit.client import Client
from kit.errors import Forbidden, InvalidInput, NotFound, RuleBroken
from kit.ids import new_id
from kit.principal import METADATA_KEY, Signer
from kit.testing.plugin import ServiceDatabase
from kit.testing.servers import free_port

SERVICE = "contactfollowup.audit.v1.AuditService"
PRINCIPAL_SEED = b"p" * 32
MakeEntries = Callable[[int], list[Entry]]


@dataclass(frozen=True)
class Running:
    client: Client
    process: asyncio.subprocess.Process

    async def call(self, method: str, request: Any, workspace_id: UUID, *permissions: str) -> Any:
        return await self.client.call(f"{SERVICE}/{method}", request, metadata(workspace_id, permissions))


def metadata(workspace_id: UUID, permissions: tuple[str, ...]) -> list[tuple[str, str | bytes]]:
    principal = Principal(
        realm=REALM_STAFF,
        subject_id="officer-1",
        actor_kind="user",
        workspace_id=str(workspace_id),
        session_id=str(new_id()),
        permissions=permissions or ("audit.read", "audit.export"),
    )
    principal.issue_time.FromDatetime(datetime.now(UTC))
    principal.expire_time.FromDatetime(datetime.now(UTC) + timedelta(minutes=1))
    return [(METADATA_KEY, Signer("k1", PRINCIPAL_SEED).sign(principal)), ("cfu-source", "test")]


@asynccontextmanager
async def process_of(environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "audit", env=environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.fixture(scope="module")
def environment(urls: ServiceDatabase, nats_url: str, tls_dirs: Callable[[str], Path]) -> dict[str, str]:
    public = Ed25519PrivateKey.from_private_bytes(PRINCIPAL_SEED).public_key().public_bytes_raw()
    return {
        "PATH": os.environ["PATH"],
        "CFU_ENVIRONMENT": "production",
        "CFU_LISTEN": f"127.0.0.1:{free_port()}",
        "CFU_HEALTH_LISTEN": f"127.0.0.1:{free_port()}",
        "CFU_TLS_DIR": str(tls_dirs("audit")),
        "CFU_DATABASE_URL": urls.application,
        "CFU_NATS_URL": nats_url,
        "CFU_PRINCIPAL_PUBLIC_KEYS": f"k1:{b64encode(public).decode()}",
        "CFU_PAGE_KEY": b64encode(b"g" * 32).decode(),
        "AUDIT_SIGNING_KEY": b64encode(b"l" * 32).decode(),
    }


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def running(environment: dict[str, str], tls_dirs: Callable[[str], Path]) -> AsyncIterator[Running]:
    async with process_of(environment) as process:
        client = Client("audit", environment["CFU_LISTEN"], tls_dirs("gateway"))
        while not client.is_connected():
            await asyncio.sleep(0.02)
        yield Running(client, process)
        await client.close()
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 30) == 0


async def wait_until(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await condition():
            await asyncio.sleep(0.02)


async def publish(bus: Bus, entries: list[Entry]) -> str:
    messages = [to_message(LoggedEntry(0, entry.time, entry, "")) for entry in entries]
    payload = pb.EntryBatch(entries=messages).SerializeToString()
    event_id = str(new_id())
    await bus.publish("cfu.audit.v1.entry.recorded", payload, event_id, str(entries[0].workspace_id), "")
    return event_id


async def arrived(running: Running, workspace_id: UUID, size: int) -> None:
    """A checkpoint of the log is no PHI read, so asking for it leaves no entry of its own."""

    async def reached() -> bool:
        try:
            reply = await running.call("GetCheckpoint", pb.GetCheckpointRequest(), workspace_id)
        except RuleBroken:
            return False
        return bool(reply.checkpoint.tree_size >= size)

    await wait_until(reached)


async def test_from_nats_to_pages(running: Running, bus: Bus, caller: Caller, make: MakeEntries) -> None:
    entries = make(25)
    await publish(bus, entries[:10])
    await publish(bus, entries)
    await arrived(running, caller.workspace_id, 25)
    seen, token = [], ""
    while True:
        request = pb.ListEntriesRequest(page_size=10, page_token=token, record_id="contact-all")
        page = await running.call("ListEntries", request, caller.workspace_id)
        seen.extend(page.entries)
        token = page.next_page_token
        if not token:
            break
    assert [entry.sequence for entry in seen] == list(range(24, -1, -1))
    assert {entry.entry_id for entry in seen} == {str(entry.entry_id) for entry in entries}


async def test_filters(running: Running, bus: Bus, caller: Caller, make: MakeEntries) -> None:
    entries = make(30)
    await publish(bus, entries)
    await arrived(running, caller.workspace_id, 30)

    async def found(**filters: Any) -> list[int]:
        request = pb.ListEntriesRequest(page_size=200, **filters)
        reply = await running.call("ListEntries", request, caller.workspace_id)
        return [entry.sequence for entry in reply.entries if entry.actor_id != "officer-1"]

    assert await found(actor_id="user-1") == [seq for seq in range(29, -1, -1) if seq % 3 == 1]
    assert await found(action="contact.read") == [seq for seq in range(29, -1, -1) if seq % 2]
    assert await found(record_id="contact-7", action="contact.read") == [27, 17, 7]
    assert await found(record_id="nobody") == []
    assert await found(from_time=entries[20].time) == list(range(29, 19, -1))
    assert await found(from_time=datetime.min.replace(tzinfo=UTC)) == list(range(29, -1, -1))
    assert await found(to_time=entries[20].time) == list(range(19, -1, -1))


async def test_reads_of_the_log_are_in_the_log(running: Running, caller: Caller) -> None:
    await running.call("ListEntries", pb.ListEntriesRequest(), caller.workspace_id)
    page = await running.call("ListEntries", pb.ListEntriesRequest(), caller.workspace_id)
    assert [(entry.action, entry.actor_id) for entry in page.entries] == [("audit.listed", "officer-1")]


@pytest.mark.parametrize("form", ["json", "csv"])
async def test_export_streams_a_file_that_verifies(running: Running, caller: Caller, tmp_path: Path, form: str) -> None:
    path = tmp_path / "export"
    request = pb.ExportEntriesRequest(format=form)
    with path.open("wb") as file:
        async for piece in running.client.download(
            f"{SERVICE}/ExportEntries", request, metadata(caller.workspace_id, ()), timeout=30
        ):
            file.write(piece.content)
    report = verify_file(path)
    assert report.ok, report.text
    assert report.entries == 1, "the export itself"


async def test_proofs(running: Running, bus: Bus, caller: Caller, make: MakeEntries) -> None:
    entries = make(9)
    await publish(bus, entries)
    await arrived(running, caller.workspace_id, 9)
    request = pb.GetInclusionProofRequest(entry_id=str(entries[4].entry_id))
    proof = (await running.call("GetInclusionProof", request, caller.workspace_id)).proof
    assert (proof.sequence, proof.tree_size, len(proof.hashes)) == (4, 9, 4)
    reply = await running.call("GetConsistencyProof", pb.GetConsistencyProofRequest(from_size=4), caller.workspace_id)
    assert (reply.proof.sequence, reply.proof.tree_size) == (4, 9)


async def test_who_may_not(running: Running, caller: Caller, bus: Bus, make: MakeEntries) -> None:
    entries = make(1)
    await publish(bus, entries)
    await arrived(running, caller.workspace_id, 1)
    request = pb.GetInclusionProofRequest(entry_id=str(entries[0].entry_id))
    with pytest.raises(NotFound):
        await running.call("GetInclusionProof", request, await other_log(bus, running))
    with pytest.raises(Forbidden):
        await running.call("GetInclusionProof", request, caller.workspace_id, "contacts.read")
    with pytest.raises(InvalidInput):
        bad = pb.ListEntriesRequest(page_token="nonsense")
        await running.call("ListEntries", bad, caller.workspace_id)


async def other_log(bus: Bus, running: Running) -> UUID:
    workspace_id = new_id()
    await publish(bus, [Entry(new_id(), workspace_id, datetime.now(UTC), "user", "u", "contact.read")])
    await arrived(running, workspace_id, 1)
    return workspace_id


async def test_a_message_that_makes_no_sense_does_not_hold_up_others(
    running: Running, bus: Bus, caller: Caller, make: MakeEntries
) -> None:
    await bus.publish("cfu.audit.v1.entry.recorded", b"\xff\xff", str(new_id()), str(caller.workspace_id), "")
    await publish(bus, make(3))
    await arrived(running, caller.workspace_id, 3)


async def test_entries_survive_a_kill(
    environment: dict[str, str], running: Running, bus: Bus, caller: Caller, make: MakeEntries
) -> None:
    """A second process takes part and is killed at its work; nothing is lost, nothing is there twice."""
    second = environment | {name: f"127.0.0.1:{free_port()}" for name in ("CFU_LISTEN", "CFU_HEALTH_LISTEN")}
    batches = [make(20) for _ in range(60)]
    async with process_of(second) as process:
        probe = grpc.aio.insecure_channel(second["CFU_HEALTH_LISTEN"])
        await asyncio.wait_for(probe.channel_ready(), 30)
        await probe.close()
        for number, batch in enumerate(batches):
            await publish(bus, batch)
            if number == 40:
                process.kill()
    # What the killed process had taken and not acknowledged is handed out again after the acknowledgement time.
    for batch in batches:
        await publish(bus, batch)
    await arrived(running, caller.workspace_id, 1200)
    reply = await running.call("GetCheckpoint", pb.GetCheckpointRequest(), caller.workspace_id)
    assert reply.checkpoint.tree_size == 1200


async def test_it_refuses_to_start_and_names_what_is_missing() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "audit", env={"PATH": os.defpath}, stderr=asyncio.subprocess.PIPE
    )
    _, error = await process.communicate()
    assert process.returncode == 2
    for name in ("AUDIT_SIGNING_KEY", "CFU_DATABASE_URL", "CFU_TLS_DIR", "CFU_PAGE_KEY"):
        assert name in error.decode()
