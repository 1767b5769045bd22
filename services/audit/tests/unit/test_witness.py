"""The witness answers as C2SP tlog-witness says, and never cosigns what does not continue what it remembers."""

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import pytest_asyncio

from audit.checkpoints import note
from audit.checkpoints.note import COSIGNATURE, Checkpoint, Signer
from audit.log import merkle
from audit.log.merkle import Frontier, Node, hash_leaf
from audit.witness.http import MAX_BODY, make_app
from audit.witness.service import Witness
from audit.witness.settings import WITNESS_NAME, parse_address, parse_log_keys
from audit.witness.store import WitnessStore

ORIGIN = f"contactfollowup/audit/{UUID(int=5)}"
LOG = Signer(ORIGIN, b"l" * 32)
STRANGER = Signer(ORIGIN, b"s" * 32)
SIGNER = Signer(WITNESS_NAME, b"w" * 32, COSIGNATURE)
LEAVES = [hash_leaf(bytes([number])) for number in range(40)]
FORKED = [*LEAVES[:5], hash_leaf(b"forged"), *LEAVES[6:]]


def read(leaves: list[bytes], node: Node) -> bytes:
    return Frontier().extend(leaves[node.index << node.level : (node.index + 1) << node.level]).root()


def body(old: int, new: int, leaves: list[bytes] = LEAVES, signer: Signer = LOG, origin: str = ORIGIN) -> bytes:
    text = Checkpoint(origin, new, Frontier().extend(leaves[:new]).root()).text()
    plan = merkle.consistency_plan(old, new) if old <= new else []
    proof = merkle.assemble(plan, lambda node: read(leaves, node))
    lines = [f"old {old}", *(b64encode(value).decode() for value in proof), ""]
    return ("\n".join(lines) + "\n" + note.join(text, [signer.sign(text)])).encode()


@pytest_asyncio.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(tmp_path) as client:
        yield client


@asynccontextmanager
async def serve(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    store = WitnessStore(folder)
    keys = parse_log_keys(b64encode(LOG.verifier.public_key).decode())
    app = make_app(Witness(store, keys, SIGNER, lambda: 1_700_000_000.9))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://witness") as client:
        yield client
    store.close()


async def post(client: httpx.AsyncClient, content: bytes) -> tuple[int, str]:
    answer = await client.post("/add-checkpoint", content=content)
    return answer.status_code, answer.text


async def test_it_cosigns_what_continues(client: httpx.AsyncClient) -> None:
    for old, new in [(0, 3), (3, 8), (8, 8), (8, 33)]:
        status, line = await post(client, body(old, new))
        assert status == 200
        text = Checkpoint(ORIGIN, new, Frontier().extend(LEAVES[:new]).root()).text()
        assert SIGNER.verifier.verifies(text, [note.parse_signature(line)])
    remembered = (await client.get(f"/checkpoint/{ORIGIN}")).text
    text, signatures = note.split(remembered)
    assert note.parse_checkpoint(text).size == 33
    assert LOG.verifier.verifies(text, signatures)
    assert SIGNER.verifier.verifies(text, signatures)


async def test_a_log_rolled_back_or_forked_is_seen(client: httpx.AsyncClient) -> None:
    await post(client, body(0, 20))
    assert await post(client, body(0, 10)) == (409, "20\n")
    assert await post(client, body(10, 12)) == (409, "20\n")
    assert await post(client, body(20, 20, FORKED)) == (409, "20\n")
    assert (await post(client, body(20, 30, FORKED)))[0] == 422
    answer = await client.post("/add-checkpoint", content=body(0, 10))
    assert answer.headers["content-type"] == "text/x.tlog.size"
    assert "\n20\n" in (await client.get(f"/checkpoint/{ORIGIN}")).text
    assert (await post(client, body(20, 30)))[0] == 200


async def test_whom_it_does_not_believe(client: httpx.AsyncClient) -> None:
    assert (await post(client, body(0, 3, signer=STRANGER)))[0] == 403
    assert (await post(client, body(0, 3, origin="example.org/log")))[0] == 404
    assert (await post(client, body(5, 3)))[0] == 400
    assert (await client.get(f"/checkpoint/{ORIGIN}")).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"old 0\n",
        body(0, 3).replace(b"old 0", b"old 00"),
        body(0, 3).replace(b"old 0", b"new 0"),
        body(3, 8).replace(b"old 3\n", b"old 3\nAAAA\n"),
        body(0, 3).replace(b"old 0\n", b"old 0\n" + (b64encode(bytes(32)) + b"\n") * 64),
    ],
)
async def test_what_is_no_request(client: httpx.AsyncClient, content: bytes) -> None:
    assert (await post(client, content))[0] == 400


async def test_too_much_is_not_read(client: httpx.AsyncClient) -> None:
    assert (await post(client, b"x" * (MAX_BODY + 1)))[0] == 413


async def test_a_proof_with_size_zero_must_be_empty(client: httpx.AsyncClient) -> None:
    padded = body(0, 3).replace(b"old 0\n", b"old 0\n" + b64encode(bytes(32)) + b"\n")
    assert (await post(client, padded))[0] == 422


async def test_it_remembers_after_a_restart(tmp_path: Path) -> None:
    async with serve(tmp_path) as client:
        await post(client, body(0, 20))
    async with serve(tmp_path) as client:
        assert await post(client, body(0, 10)) == (409, "20\n")


def test_addresses() -> None:
    assert parse_address("127.0.0.1:80") == ("127.0.0.1", 80)
    with pytest.raises(ValueError, match="host:port"):
        parse_address("80")
