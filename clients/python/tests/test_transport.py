import io
import os
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from cfu.client import Client
from cfu.errors import ProblemError, UnreachableError
from cfu.jar import MemoryJar
from cfu.transport import LONGEST_PAUSE, RETRY_PAUSES, Transport

MIB = 1024 * 1024
SESSION_COOKIE = "hn_session=s3cret; Path=/; Secure; HttpOnly; SameSite=Lax"
DEVICE_COOKIE = "hn_device=d3vice; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax"


@pytest.fixture
def jar() -> MemoryJar:
    return MemoryJar()


@pytest.fixture
def client(server: Any, jar: MemoryJar) -> Iterator[Client]:
    with Client(server.url, jar=jar) as opened:
        yield opened


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def transport(server: Any, slept: list[float]) -> Iterator[Transport]:
    opened = Transport(server.url, MemoryJar(), sleep=slept.append)
    yield opened
    opened.close()


def test_secure_cookies_are_kept_and_sent_back_to_loopback(server: Any, client: Client, jar: MemoryJar) -> None:
    server.on("POST", "/api/v1/session", {"sessionId": "x"}, cookies=(SESSION_COOKIE, DEVICE_COOKIE, "other=1"))
    server.on("GET", "/api/v1/session", {"user": {"displayName": "Ana"}})
    session = client.sessions.sign_in("ana@example.org", "correct horse")
    assert "s3cret" not in repr(session)
    assert client.sessions.current().user.display_name == "Ana"
    assert server.asked[0].headers["Cookie"] is None
    assert server.asked[0].json == {"email": "ana@example.org", "password": "correct horse"}
    assert server.asked[1].headers["Cookie"] == "hn_session=s3cret"
    assert jar.site(server.url).hn_device == "d3vice"


def test_signing_in_again_shows_the_device_but_not_the_old_session(server: Any, client: Client, jar: MemoryJar) -> None:
    jar.keep(server.url, hn_session="old", hn_device="d3vice")
    server.on("POST", "/api/v1/session", {})
    client.sessions.sign_in("ana@example.org", "correct horse")
    assert server.asked[0].headers["Cookie"] == "hn_device=d3vice"


def test_a_cookie_the_server_ends_is_dropped(server: Any, client: Client, jar: MemoryJar) -> None:
    jar.keep(server.url, hn_session="s3cret", hn_device="d3vice")
    server.on("GET", "/api/v1/session", {}, cookies=("hn_session=gone; Max-Age=0; Path=/",))
    client.sessions.current()
    assert (jar.site(server.url).hn_session, jar.site(server.url).hn_device) == ("", "d3vice")


def test_a_session_that_has_ended_can_be_signed_out_of(server: Any, client: Client, jar: MemoryJar) -> None:
    jar.keep(server.url, hn_session="s3cret")
    server.refuse("DELETE", "/api/v1/session", 401, "SESSION_ENDED")
    client.sessions.sign_out()
    assert jar.site(server.url).hn_session == ""


def test_a_session_is_not_forgotten_while_it_goes_on(server: Any, client: Client, jar: MemoryJar) -> None:
    jar.keep(server.url, hn_session="s3cret")
    server.refuse("DELETE", "/api/v1/session", 500, "INTERNAL")
    with pytest.raises(ProblemError):
        client.sessions.sign_out()
    assert jar.site(server.url).hn_session == "s3cret"


def test_a_redirect_is_not_followed(server: Any, client: Client, jar: MemoryJar) -> None:
    jar.keep(server.url, hn_session="s3cret")
    server.on("GET", "/api/v1/session", status=302, headers={"Location": "/elsewhere"})
    with pytest.raises(ProblemError) as refusal:
        client.sessions.current()
    assert refusal.value.status == 302
    assert [asked.path for asked in server.asked] == ["/api/v1/session"]


def test_no_proxy_is_asked_for_loopback(server: Any, monkeypatch: pytest.MonkeyPatch, jar: MemoryJar) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    server.on("GET", "/healthz", {})
    with Client(server.url, jar=jar) as client:
        client.check_health()
    assert server.asked[0].path == "/healthz"


def test_a_problem_names_its_fields_and_its_request(server: Any, client: Client) -> None:
    server.refuse(
        "GET",
        "/api/v1/contacts/c1",
        400,
        "INVALID_FIELD",
        detail="A field breaks a rule.",
        requestId="r1",
        errors=[{"field": "contact_id", "rule": "string.uuid"}],
    )
    with pytest.raises(ProblemError) as refusal:
        client.contacts.get("c1")
    problem = refusal.value
    assert (problem.status, problem.reason, problem.request_id) == (400, "INVALID_FIELD", "r1")
    assert (problem.title, problem.detail) == ("Refused", "A field breaks a rule.")
    assert [(error.field, error.rule) for error in problem.errors] == [("contact_id", "string.uuid")]
    assert str(problem) == "A field breaks a rule: contact_id (string.uuid) [INVALID_FIELD, request r1]."


def test_a_refusal_that_is_no_problem_document_is_still_an_error(server: Any, client: Client) -> None:
    server.on("GET", "/api/v1/contacts/c1", b"<h1>Bad gateway</h1>", status=502)
    with pytest.raises(ProblemError, match=r"Bad Gateway \(HTTP 502\)"):
        client.contacts.get("c1")


def test_a_success_that_is_not_json_is_no_server_of_ours(server: Any, client: Client) -> None:
    server.on("GET", "/api/v1/contacts/c1", b"<h1>Welcome</h1>")
    with pytest.raises(UnreachableError, match="not a ContactFollowUp server"):
        client.contacts.get("c1")


def test_an_id_cannot_name_another_route(server: Any, client: Client) -> None:
    with pytest.raises(ProblemError):
        client.contacts.get("../users?x=")
    assert server.asked[0].path == "/api/v1/contacts/..%2Fusers%3Fx%3D"


@pytest.mark.parametrize("status", [429, 503])
def test_a_read_waits_as_long_as_it_is_told(server: Any, transport: Transport, slept: list[float], status: int) -> None:
    server.refuse("GET", "/x", status, "TOO_MANY_REQUESTS", retry_after="7")
    server.refuse("GET", "/x", status, "TOO_MANY_REQUESTS")
    server.on("GET", "/x", {"fine": True})
    assert transport.call("GET", "/x") == {"fine": True}
    assert slept == [7.0, RETRY_PAUSES[1]]


def test_retries_come_to_an_end(server: Any, transport: Transport, slept: list[float]) -> None:
    server.refuse("GET", "/x", 503, "UNAVAILABLE")
    with pytest.raises(ProblemError):
        transport.call("GET", "/x")
    assert slept == list(RETRY_PAUSES)
    assert len(server.asked) == len(RETRY_PAUSES) + 1


def test_a_longer_wait_than_anyone_has_is_left_to_the_caller(
    server: Any, transport: Transport, slept: list[float]
) -> None:
    server.refuse("GET", "/x", 429, "TOO_MANY_REQUESTS", retry_after=str(int(LONGEST_PAUSE) + 1))
    with pytest.raises(ProblemError) as refusal:
        transport.call("GET", "/x")
    assert refusal.value.retry_after == LONGEST_PAUSE + 1
    assert slept == []


def test_a_date_in_the_past_means_now(server: Any, transport: Transport, slept: list[float]) -> None:
    server.refuse("GET", "/x", 503, "UNAVAILABLE", retry_after="Sat, 01 Nov 2025 00:00:00 GMT")
    server.on("GET", "/x", {})
    transport.call("GET", "/x")
    assert slept == [0.0]


@pytest.mark.parametrize("status", [400, 409, 500, 504])
def test_other_refusals_are_final(server: Any, transport: Transport, slept: list[float], status: int) -> None:
    server.refuse("GET", "/x", status, "INTERNAL")
    with pytest.raises(ProblemError):
        transport.call("GET", "/x")
    assert len(server.asked) == 1


def test_signing_in_is_never_repeated(server: Any, client: Client) -> None:
    server.refuse("POST", "/api/v1/session", 429, "TOO_MANY_ATTEMPTS", retry_after="0")
    with pytest.raises(ProblemError):
        client.sessions.sign_in("ana@example.org", "wrong")
    assert len(server.asked) == 1


def test_no_server_and_a_lost_answer_are_told_apart(server: Any, client: Client) -> None:
    with Client("http://127.0.0.1:1") as nobody, pytest.raises(UnreachableError, match="No server answers"):
        nobody.check_health()
    server.on("GET", "/api/v1/audit/export", [b"half", None])
    target = io.BytesIO()
    with pytest.raises(UnreachableError, match="was lost"):
        client.audit.export(target)


class Zeros(io.RawIOBase):
    """A large file that nobody stores."""

    def __init__(self, size: int) -> None:
        self.size, self.at = size, 0

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self.at = offset + (self.size if whence == os.SEEK_END else 0)
        return self.at

    def read(self, size: int = -1) -> bytes:
        piece = bytes(min(size, self.size - self.at))
        self.at += len(piece)
        return piece


def test_a_large_upload_takes_little_memory(server: Any, client: Client) -> None:
    server.on("POST", "/api/v1/contacts:import", {"importId": "i1"}, status=202)
    sent: list[int] = []
    tracemalloc.start()
    try:
        client.imports.upload(Zeros(32 * MIB), on_sent=sent.append)  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert server.asked[0].size > 32 * MIB
    assert int(server.asked[0].headers["Content-Length"]) == server.asked[0].size
    assert sent[-1] == 32 * MIB
    assert peak < 8 * MIB


def test_a_large_download_takes_little_memory(server: Any, client: Client) -> None:
    server.on("GET", "/api/v1/audit/export", (bytes(64 * 1024) for _ in range(512)))
    target = _Counter()
    tracemalloc.start()
    try:
        client.audit.export(target)  # type: ignore[arg-type]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert target.size == 32 * MIB
    assert peak < 8 * MIB


class _Counter:
    size = 0

    def write(self, piece: bytes) -> None:
        self.size += len(piece)


def test_each_secret_goes_only_where_it_is_needed(server: Any, client: Client, jar: MemoryJar) -> None:
    jar.keep(server.url, hn_session="s3cret", hn_device="d3vice")
    server.on("GET", "/healthz", {"status": "unavailable"}, status=503)
    with pytest.raises(ProblemError):
        client.check_health()
    assert [asked.headers["Cookie"] for asked in server.asked] == [None]
