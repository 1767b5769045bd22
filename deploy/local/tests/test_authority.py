import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from local_suite import authority

NOW = datetime.now(UTC)


def context(folder: Path, purpose: ssl.Purpose) -> ssl.SSLContext:
    made = ssl.create_default_context(purpose, cafile=str(folder / "ca.pem"))
    made.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    made.verify_mode = ssl.CERT_REQUIRED
    return made


def shake_hands(server: Path, client: Path, name: str) -> str:
    """The common name that the server sees, after both sides verified each other."""
    ours, theirs = socket.socketpair()
    seen: list[str] = []

    def serve() -> None:
        with context(server, ssl.Purpose.CLIENT_AUTH).wrap_socket(theirs, server_side=True) as connection:
            certificate = connection.getpeercert()
            assert certificate
            seen.append(dict(pair[0] for pair in certificate["subject"])["commonName"])  # type: ignore[misc]

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with context(client, ssl.Purpose.SERVER_AUTH).wrap_socket(ours, server_hostname=name) as connection:
            connection.recv(1)
    finally:
        ours.close()
        thread.join()
    return seen[0]


@pytest.mark.parametrize("name", ["crm", "localhost", "127.0.0.1"])
def test_services_recognise_each_other(tmp_path: Path, name: str) -> None:
    authority.ensure(tmp_path, ["crm", "gateway"], NOW)
    assert shake_hands(tmp_path / "crm", tmp_path / "gateway", name) == "gateway"


def test_only_the_owner_reads_a_key_and_the_authority_key_is_kept_nowhere(tmp_path: Path) -> None:
    authority.ensure(tmp_path, ["crm"], NOW)
    keys = [file for file in tmp_path.rglob("*") if file.is_file() and "PRIVATE KEY" in file.read_text()]
    assert keys == [tmp_path / "crm" / "key.pem"]
    assert stat.S_IMODE(keys[0].stat().st_mode) == 0o600


def test_certificates_are_kept_until_they_are_due_or_a_service_is_added(tmp_path: Path) -> None:
    authority.ensure(tmp_path, ["crm"], NOW)
    first = (tmp_path / "crm" / "cert.pem").read_text()
    authority.ensure(tmp_path, ["crm"], NOW + timedelta(days=300))
    assert (tmp_path / "crm" / "cert.pem").read_text() == first
    authority.ensure(tmp_path, ["crm"], NOW + authority.RENEWED_AFTER)
    second = (tmp_path / "crm" / "cert.pem").read_text()
    assert second != first
    authority.ensure(tmp_path, ["crm", "audit"], NOW)
    assert (tmp_path / "audit" / "cert.pem").exists()
