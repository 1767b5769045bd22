"""Uploads and downloads, streamed."""

import asyncio
import contextlib
from typing import Any

import httpx
import pytest

from gateway.sessions import authentication

IMPORT_ID = "01968b2e-7a4c-7c3e-9d51-3f2a6b8c4d11"
IMPORT = "/api/v1/contacts:import"
MEGABYTE = 1024 * 1024


async def test_a_file_arrives_in_bounded_pieces(suite: Any) -> None:
    content = bytes(range(256)) * 8 * 1024
    headers = {**suite.signed_in, "idempotency-key": "upload-1"}
    form = {"data": {"dryRun": "true"}, "files": {"file": ("contacts.csv", content, "text/csv")}}
    response = await suite.client.post(IMPORT, headers=headers, **form)
    assert (response.status_code, response.headers["location"]) == (202, f"/api/v1/contact-imports/{IMPORT_ID}")
    assert response.json()["sizeBytes"] == len(content)
    assert bytes(suite.seen.uploaded) == content
    assert suite.seen.largest_piece <= 256 * 1024
    assert (suite.seen.end.dry_run, suite.seen.description.request_id) == (True, "upload-1")


async def test_dry_run_may_stand_in_the_query(suite: Any) -> None:
    files = {"file": ("contacts.csv", b"Email\n", "text/csv")}
    response = await suite.client.post(f"{IMPORT}?dryRun=true", headers=suite.signed_in, files=files)
    assert response.status_code == 202
    assert suite.seen.end.dry_run


async def test_dry_run_may_stand_behind_the_file(suite: Any) -> None:
    body = multipart(FILE, b'name="dryRun"\r\n\r\ntrue')
    headers = {**suite.signed_in, "content-type": "multipart/form-data; boundary=x"}
    assert (await suite.client.post(IMPORT, headers=headers, content=body)).status_code == 202
    assert suite.seen.end.dry_run


def multipart(*parts: bytes, end: bytes = b"--x--\r\n") -> bytes:
    return b"".join(b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + end


FILE = b'name="file"; filename="c.csv"\r\n\r\nEmail\nana@example.com'


@pytest.mark.parametrize(
    ("body", "reason", "field"),
    [
        (multipart(), "INVALID_FIELD", "file"),
        (multipart(b'name="dryRun"\r\n\r\ntrue'), "INVALID_FIELD", "file"),
        (multipart(b'name="dryRun"\r\n\r\nmaybe', FILE), "INVALID_FIELD", "dryRun"),
        (multipart(b'name="other"\r\n\r\n1', FILE), "INVALID_FIELD", "other"),
        (multipart(FILE, FILE), "INVALID_FIELD", "file"),
        (multipart(FILE, end=b""), "MALFORMED_REQUEST", None),
        (b"no form at all", "MALFORMED_REQUEST", None),
        (b"", "MALFORMED_REQUEST", None),
    ],
)
async def test_a_broken_form_leaves_nothing(suite: Any, body: bytes, reason: str, field: str | None) -> None:
    headers = {**suite.signed_in, "content-type": "multipart/form-data; boundary=x"}
    response = await suite.client.post(IMPORT, headers=headers, content=body)
    assert (response.status_code, response.json()["reason"]) == (400, reason)
    assert [error["field"] for error in response.json()["errors"]] == ([field] if field else [])
    assert not suite.seen.upload_finished
    assert "ana@" not in response.text


async def test_a_file_too_large_is_refused_before_it_is_read(suite: Any) -> None:
    files = {"file": ("contacts.csv", b"x" * 4 * MEGABYTE, "text/csv")}
    response = await suite.client.post(IMPORT, headers=suite.signed_in, files=files)
    assert (response.status_code, response.json()["reason"]) == (413, "BODY_TOO_LARGE")
    assert suite.seen.description is None


async def test_a_file_of_unknown_size_is_bounded_too(suite: Any) -> None:
    async def endless() -> Any:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="c.csv"\r\n\r\n'
        for _ in range(80):
            yield b"x" * 64 * 1024

    headers = {**suite.signed_in, "content-type": "multipart/form-data; boundary=x"}
    response = await suite.client.post(IMPORT, headers=headers, content=endless())
    assert response.status_code == 413
    assert not suite.seen.upload_finished


async def test_an_upload_that_is_broken_off_leaves_nothing(suite: Any) -> None:
    host, _, port = suite.settings.listen.rpartition(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /api/v1/contacts:import HTTP/1.1\r\nHost: edge\r\nCookie: hn_session=a-session-token\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n"
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="c.csv"\r\n\r\nEmail\n'
    )
    await writer.drain()
    while suite.seen.description is None:
        await asyncio.sleep(0.01)
    writer.close()
    await writer.wait_closed()
    await suite.client.get("/healthz")
    assert not suite.seen.upload_finished


async def test_another_media_type_is_415(suite: Any) -> None:
    response = await suite.client.post(IMPORT, headers=suite.signed_in, json={})
    assert (response.status_code, response.json()["metadata"]) == (415, {"expected": "multipart/form-data"})


async def test_an_upload_needs_a_session(suite: Any) -> None:
    response = await suite.client.post(IMPORT, files={"file": ("c.csv", b"x")})
    assert response.status_code == 401


async def test_the_audit_log_is_exported(suite: Any) -> None:
    response = await suite.client.get("/api/v1/audit/export?format=csv", headers=suite.signed_in)
    assert (response.status_code, response.text) == (200, "one,two")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="audit-export.csv"'


async def test_a_refused_export_is_a_problem(suite: Any) -> None:
    path = "/api/v1/audit/export?format=csv&toTime=2026-01-01T00:00:00Z"
    response = await suite.client.get(path, headers=suite.signed_in)
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "toTime")
    response = await suite.client.get("/api/v1/audit/export?format=xml", headers=suite.signed_in)
    assert response.json()["errors"] == [{"field": "format", "rule": "string.in"}]


async def test_an_export_that_fails_half_way_is_broken_not_short(suite: Any) -> None:
    path = "/api/v1/audit/export?format=csv&fromTime=2026-01-01T00:00:00Z"
    with pytest.raises(httpx.RemoteProtocolError):
        await suite.client.get(path, headers=suite.signed_in)


async def test_rejected_rows_come_as_json_or_as_the_file(suite: Any) -> None:
    path = f"/api/v1/contact-imports/{IMPORT_ID}/errors"
    as_json = await suite.client.get(path, headers=suite.signed_in)
    assert as_json.json()["errors"][0] == {"line": 7, "column": "", "reason": "INVALID_EMAIL", "message": ""}
    as_csv = await suite.client.get(path, headers={**suite.signed_in, "accept": "text/csv"})
    assert as_csv.text == "line,reason\n7,INVALID_EMAIL\n"


EXPORT = "/api/v1/audit/export?format=csv"
REJECTED = f"/api/v1/contact-imports/{IMPORT_ID}/errors"


async def export(suite: Any) -> Any:
    return await suite.client.get(EXPORT, headers=suite.signed_in)


async def rejected_rows(suite: Any) -> Any:
    return await suite.client.get(REJECTED, headers={**suite.signed_in, "accept": "text/csv"})


async def upload(suite: Any) -> Any:
    return await suite.client.post(IMPORT, headers=suite.signed_in, files={"file": ("c.csv", b"Email\n", "text/csv")})


@pytest.mark.parametrize("ask", [export, rejected_rows, upload])
async def test_files_too_believe_a_fresh_proof_at_once(suite: Any, ask: Any) -> None:
    suite.seen.must_enrol = True
    refused = await ask(suite)
    assert (refused.status_code, refused.json()["reason"]) == (403, "MFA_ENROLMENT_REQUIRED")
    suite.seen.must_enrol = False
    assert (await ask(suite)).status_code in (200, 202)


async def test_a_download_ends_soon_after_its_session(suite: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authentication, "WATCH_SECONDS", 0.05)
    path = "/api/v1/audit/export?format=json"
    with pytest.raises(httpx.RemoteProtocolError):
        async with suite.client.stream("GET", path, headers=suite.signed_in) as response:
            pieces = response.aiter_bytes()
            assert await anext(pieces) == b"one,"
            suite.seen.revoked = True
            async for _ in pieces:
                pass


async def test_a_download_ends_when_nobody_can_say_for_a_minute_whether_it_may_go_on(
    suite: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(authentication, "WATCH_SECONDS", 0.05)
    monkeypatch.setattr(authentication, "BELIEVED_SECONDS", 0.1)
    with pytest.raises(httpx.RemoteProtocolError):
        async with suite.client.stream("GET", "/api/v1/audit/export?format=json", headers=suite.signed_in) as response:
            pieces = response.aiter_bytes()
            assert await anext(pieces) == b"one,"
            suite.seen.away = True
            async for _ in pieces:
                pass


async def test_an_upload_ends_soon_after_its_session(suite: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authentication, "WATCH_SECONDS", 0.05)

    async def endless() -> Any:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="c.csv"\r\n\r\nEmail\n'
        while suite.seen.description is None:
            await asyncio.sleep(0.01)
        suite.seen.revoked = True
        while True:
            await asyncio.sleep(0.05)
            yield b"x"

    headers = {**suite.signed_in, "content-type": "multipart/form-data; boundary=x"}
    # Whether the client still reads the answer when its connection is closed is up to its system.
    with contextlib.suppress(httpx.TransportError):
        response = await suite.client.post(IMPORT, headers=headers, content=endless())
        assert (response.status_code, response.json()["reason"]) == (401, "SESSION_ENDED")
    assert not suite.seen.upload_finished
