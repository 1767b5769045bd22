"""The process as it is deployed: commands, mTLS, principals, events, drain."""

import asyncio
import base64
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import grpc
import pytest
import pytest_asyncio

from contactfollowup.identity.v1 import sessions_pb2, users_pb2, vendors_pb2
from contactfollowup.identity.v1.events_pb2 import SessionRevoked
from kit.bus import Bus, Message
from kit.client import Client
from kit.errors import Forbidden, Unauthenticated
from kit.principal import METADATA_KEY, Verifier
from kit.settings import named_keys
from kit.testing.plugin import ServiceDatabase
from kit.testing.servers import free_port

PASSWORD = "quartz-lamp-7"
SESSIONS = "contactfollowup.identity.v1.SessionService"


@pytest.fixture(scope="session")
def environment(
    urls: ServiceDatabase, keys: dict[str, str], nats_url: str, tls_dirs: Callable[[str], Path]
) -> dict[str, str]:
    return {
        "PATH": os.defpath,
        **keys,
        "CFU_ENVIRONMENT": "production",
        "CFU_LISTEN": f"127.0.0.1:{free_port()}",
        "CFU_HEALTH_LISTEN": f"127.0.0.1:{free_port()}",
        "CFU_TLS_DIR": str(tls_dirs("identity")),
        "CFU_NATS_URL": nats_url,
        "CFU_DATABASE_URL": urls.application,
    }


async def start(environment: dict[str, str], *arguments: str) -> Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "identity", *arguments, env=environment, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )


async def command(environment: dict[str, str], *arguments: str, stdin: str = "") -> tuple[int, str, str]:
    process = await start(environment, *arguments)
    output, errors = await process.communicate(stdin.encode())
    return process.returncode or 0, output.decode(), errors.decode()


async def add_user(environment: dict[str, str], email: str) -> tuple[int, str, str]:
    _, output, _ = await command(environment, "bootstrap")
    arguments = ("--workspace", json.loads(output)["sandbox"], "--email", email, "--role", "STAFF")
    return await command(environment, "create-user", *arguments, stdin=f"{PASSWORD}\n")


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def serving(environment: dict[str, str]) -> AsyncIterator[Process]:
    process = await start(environment)
    yield process
    if process.returncode is None:
        process.terminate()
    await process.communicate()


@pytest_asyncio.fixture(loop_scope="session")
async def edge(serving: Process, environment: dict[str, str], tls_dirs: Callable[[str], Path]) -> AsyncIterator[Client]:
    client = await connected(environment, tls_dirs("gateway"))
    yield client
    await client.close()


async def connected(environment: dict[str, str], tls_dir: Path) -> Client:
    async with grpc.aio.insecure_channel(environment["CFU_HEALTH_LISTEN"]) as channel:
        await asyncio.wait_for(channel.channel_ready(), 30)
    return Client("identity", environment["CFU_LISTEN"], tls_dir)


async def sign_in(edge: Client, email: str, password: str = PASSWORD) -> Any:
    request = sessions_pb2.CreateSessionRequest(email=email, password=password, source_address="192.0.2.9")
    return await edge.call(f"{SESSIONS}/CreateSession", request)


async def test_bootstrap_prints_the_same_workspaces_each_time(environment: dict[str, str]) -> None:
    one, other = await command(environment, "bootstrap"), await command(environment, "bootstrap")
    assert one == other
    assert one[0] == 0
    assert set(json.loads(one[1])) == {"production", "sandbox"}


async def test_create_user_once(environment: dict[str, str]) -> None:
    email = f"{uuid4().hex}@practice.example"
    code, output, _ = await add_user(environment, email)
    assert code == 0
    assert UUID(json.loads(output)["userId"])
    code, output, errors = await add_user(environment, email)
    assert (code, output) == (1, "")
    assert errors.startswith("EMAIL_TAKEN: ")
    assert email not in errors


async def test_an_operator_finds_what_is_unpaid_marks_it_paid_and_grants_the_discount(
    environment: dict[str, str], urls: ServiceDatabase
) -> None:
    production = json.loads((await command(environment, "bootstrap"))[1])["production"]
    superuser = await asyncpg.connect(urls.superuser)
    due = "UPDATE subscriptions SET term_start = $2, term_end = $2, settle_date = $2 WHERE workspace_id = $1"
    await superuser.execute(due, UUID(production), datetime.now(UTC).date())
    await superuser.close()
    email = f"{uuid4().hex}@practice.example"
    joining = ("create-user", "--workspace", production, "--email", email, "--role", "STAFF")
    assert (await command(environment, *joining, stdin=f"{PASSWORD}\n"))[0] == 0
    listed = json.loads((await command(environment, "open-invoices"))[1])["invoices"]
    owed = next(each for each in reversed(listed) if each["workspaceId"] == production)
    paying = ("mark-invoice-paid", "--invoice", owed["invoiceId"], "--reference", "WIRE-9")
    code, output, _ = await command(environment, *paying)
    told = json.loads(output)
    assert (code, told["state"], told["total"], told["reference"]) == (0, "PAID", owed["total"], "WIRE-9")
    code, _, errors = await command(environment, *paying)
    assert (code, errors.partition(":")[0]) == (1, "INVOICE_PAID")
    assert owed not in json.loads((await command(environment, "open-invoices"))[1])["invoices"]
    for flags, granted in (((), True), ((), True), (("--end",), False)):
        code, output, _ = await command(environment, "mission-discount", "--workspace", production, *flags)
        assert (code, json.loads(output)) == (0, {"missionDiscount": granted})


async def test_missing_settings_are_named_at_once_and_no_value_is_told(environment: dict[str, str]) -> None:
    incomplete = {name: value for name, value in environment.items() if name != "CRM_INDEX_KEY"}
    code, _, errors = await command({**incomplete, "CRM_DATA_KEY": "c2hvcnQ="})
    assert code == 2
    assert "CRM_INDEX_KEY" in errors
    assert "CRM_DATA_KEY" in errors
    assert "c2hvcnQ" not in errors


async def test_services_ask_whether_phi_may_flow_and_the_operator_keeps_the_list(
    serving: Process, environment: dict[str, str], tls_dirs: Callable[[str], Path]
) -> None:
    _, output, _ = await command(environment, "bootstrap")
    sandbox = json.loads(output)["sandbox"]
    request = vendors_pb2.CheckVendorRequest(vendor="azure", workspace_id=sandbox)
    client = await connected(environment, tls_dirs("crm"))
    asked = "contactfollowup.identity.v1.VendorService/CheckVendor"
    refused = await client.call(asked, request)
    assert (refused.phi_allowed, refused.standing) == (False, vendors_pb2.VENDOR_STANDING_NO_BAA)
    arguments = ("subprocessors", "record-baa", "azure")
    assert await command(environment, *arguments) == (0, '{"code": "azure", "baa": true}\n', "")
    assert (await client.call(asked, request)).phi_allowed
    assert (await command(environment, *arguments, "--ended"))[0] == 0
    assert not (await client.call(asked, request)).phi_allowed
    await client.close()
    soon = ("--effective-date", "2020-01-01", "--code", "x", "--name", "X", "--purpose", "X", "--region", "US")
    code, _, errors = await command(environment, "subprocessors", "announce", *soon)
    assert (code, errors.partition(":")[0]) == (1, "SUBPROCESSOR_NOTICE")
    stranger = await connected(environment, tls_dirs("audit"))
    with pytest.raises(Forbidden):
        await stranger.call(asked, request)
    await stranger.close()


async def test_a_rotated_data_key_replaces_the_old_one(environment: dict[str, str]) -> None:
    old, new = environment["CRM_DATA_KEY"], base64.b64encode(b"n" * 32).decode()
    rotating = {**environment, "CRM_DATA_KEY": new, "CRM_DATA_KEY_PREVIOUS": old}
    back = {**environment, "CRM_DATA_KEY": old, "CRM_DATA_KEY_PREVIOUS": new}
    try:
        code, output, _ = await command(rotating, "rewrap-keys")
        assert code == 0
        assert json.loads(output)["rewrapped"] >= 2
        assert await command(rotating, "rewrap-keys") == (0, '{"rewrapped": 0}\n', "")
        email = f"{uuid4().hex}@practice.example"
        assert (await add_user({**environment, "CRM_DATA_KEY": new}, email))[0] == 0
    finally:
        assert (await command(back, "rewrap-keys"))[0] == 0


async def test_from_sign_in_to_sign_out(environment: dict[str, str], edge: Client, bus: Bus) -> None:
    email = f"{uuid4().hex}@practice.example"
    assert (await add_user(environment, email))[0] == 0
    revoked: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
    await bus.listen("cfu.identity.v1.session.revoked", revoked.set_result)

    opened = await sign_in(edge, email)
    exchange = sessions_pb2.ExchangeSessionRequest(session_token=opened.session_token)
    exchanged = await edge.call(f"{SESSIONS}/ExchangeSession", exchange)
    caller = Verifier(named_keys(environment["CFU_PRINCIPAL_PUBLIC_KEYS"])).verify(exchanged.signed_principal)
    assert caller.permissions == set(opened.session.permissions)
    metadata = ((METADATA_KEY, exchanged.signed_principal),)

    shown = await edge.call(f"{SESSIONS}/GetSession", sessions_pb2.GetSessionRequest(), metadata)
    assert shown.session.user.email == email
    assert shown.session.workspace.kind == sessions_pb2.WORKSPACE_KIND_SANDBOX
    users = await edge.call(
        "contactfollowup.identity.v1.UserService/ListUsers", users_pb2.ListUsersRequest(page_size=200), metadata
    )
    assert email in [user.email for user in users.users]

    await edge.call(f"{SESSIONS}/DeleteSession", sessions_pb2.DeleteSessionRequest(), metadata)
    message = await asyncio.wait_for(revoked, 30)
    assert SessionRevoked.FromString(message.payload).session_id == exchanged.session_id
    with pytest.raises(Unauthenticated) as ended:
        await edge.call(f"{SESSIONS}/ExchangeSession", exchange)
    assert ended.value.reason == "SESSION_ENDED"


async def test_a_wrong_password_is_one_answer(edge: Client) -> None:
    with pytest.raises(Unauthenticated) as refused:
        await sign_in(edge, f"{uuid4().hex}@practice.example")
    assert refused.value.reason == "INVALID_CREDENTIALS"


async def test_only_the_gateway_opens_and_exchanges(
    edge: Client, environment: dict[str, str], tls_dirs: Callable[[str], Path]
) -> None:
    other = await connected(environment, tls_dirs("crm"))
    for method, request in (
        ("CreateSession", sessions_pb2.CreateSessionRequest(email="a@b.example", password=PASSWORD)),
        ("ExchangeSession", sessions_pb2.ExchangeSessionRequest(session_token="x")),
    ):
        with pytest.raises(Forbidden):
            await other.call(f"{SESSIONS}/{method}", request)
    await other.close()


async def test_own_methods_need_a_principal(edge: Client) -> None:
    for method, request in (
        ("GetSession", sessions_pb2.GetSessionRequest()),
        ("ListSessions", sessions_pb2.ListSessionsRequest()),
        ("RevokeSession", sessions_pb2.RevokeSessionRequest(session_id=str(uuid4()))),
    ):
        with pytest.raises(Unauthenticated):
            await edge.call(f"{SESSIONS}/{method}", request)


async def test_sigterm_drains_and_no_secret_was_logged(
    environment: dict[str, str], serving: Process, edge: Client
) -> None:
    email = f"{uuid4().hex}@practice.example"
    await add_user(environment, email)
    opened = await sign_in(edge, email)
    serving.send_signal(signal.SIGTERM)
    output, errors = await asyncio.wait_for(serving.communicate(), 30)
    assert serving.returncode == 0, errors
    logged = (output + errors).decode()
    assert "server.stopped" in logged
    assert not any(secret in logged for secret in (email, PASSWORD, opened.session_token, opened.device_token))
