"""Azure Key Vault, against a simulator written from the documented REST behaviour.

Get Secret, version 7.x: `GET /secrets/{name}/{version?}?api-version=...`. A request without a token is answered
401 with a Bearer challenge naming the authority and the resource; errors are `{"error": {"code", "message"}}`.
"""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from azure.core.credentials import AccessToken
from azure.keyvault.secrets import SecretClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from phi_crypto import KeySizeError, KeySourceError, load_key
from phi_crypto.key_sources import SOURCES, Source, azure

pytestmark = pytest.mark.enable_socket

KEY = bytes(range(32))
TEXT = base64.b64encode(KEY).decode()
TOKEN = "token-of-the-test"
SECRETS = {"crm-data-key": TEXT, "short": "c2hvcnQ=", "disabled": None}
CHALLENGE = 'Bearer authorization="https://login.microsoftonline.com/tenant", resource="https://vault.azure.net"'


class Vault(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        authorization = self.headers.get("Authorization")
        secret = url.path.removeprefix("/secrets/").strip("/")
        if authorization is None:
            self._answer(401, _error("Unauthorized"), {"WWW-Authenticate": CHALLENGE})
        elif authorization != f"Bearer {TOKEN}":
            self._answer(401, _error("Unauthorized"))
        elif not parse_qs(url.query).get("api-version"):
            self._answer(400, _error("BadParameter"))
        elif secret not in SECRETS:
            self._answer(404, _error("SecretNotFound"))
        elif SECRETS[secret] is None:
            self._answer(403, _error("Forbidden"))
        else:
            identifier = f"https://{self.headers['Host']}/secrets/{secret}/0123456789abcdef0123456789abcdef"
            self._answer(200, {"value": SECRETS[secret], "id": identifier, "attributes": {"enabled": True}})

    def _answer(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


class Credential:
    """Hands out one fixed token and remembers what it was asked for."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.scopes: list[str] = []

    def get_token(self, *scopes: str, **_options: object) -> AccessToken:
        self.scopes.extend(scopes)
        return AccessToken(self.token, int(datetime.now(UTC).timestamp()) + 3600)


def _error(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "told by the vault"}}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "vault")])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    )
    path = tmp_path_factory.mktemp("vault") / "vault.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def vault(certificate: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Vault)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def credential() -> Credential:
    return Credential(TOKEN)


def load(uri: str, certificate: Path, credential: Credential, verify_challenge: bool = False) -> bytes:
    def client(vault_url: str) -> AbstractContextManager[SecretClient]:
        # The challenge names Azure's domain and the simulator is on loopback, so that one check is off here.
        return SecretClient(
            vault_url,
            credential,
            verify_challenge_resource=verify_challenge,
            connection_verify=str(certificate),
            retry_total=0,
        )

    sources: dict[str, Source] = {**SOURCES, "azure-key-vault": partial(azure.read, open_client=client)}
    return load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": f"azure-key-vault:{uri}"}, sources)


def test_a_secret_after_the_challenge(vault: str, certificate: Path, credential: Credential) -> None:
    assert load(f"{vault}/crm-data-key", certificate, credential) == KEY
    assert credential.scopes == ["https://vault.azure.net/.default"]


@pytest.mark.parametrize(
    ("secret", "problem"),
    [("absent", "ResourceNotFoundError"), ("disabled", "HttpResponseError")],
)
def test_refusals_are_told_by_kind(
    vault: str, certificate: Path, credential: Credential, secret: str, problem: str
) -> None:
    with pytest.raises(KeySourceError, match=f"CRM_DATA_KEY: Azure Key Vault: {problem}$"):
        load(f"{vault}/{secret}", certificate, credential)


def test_a_refused_token_is_told(vault: str, certificate: Path) -> None:
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: Azure Key Vault: ClientAuthenticationError"):
        load(f"{vault}/crm-data-key", certificate, Credential("revoked"))


def test_a_challenge_of_another_domain_gets_no_token(vault: str, certificate: Path, credential: Credential) -> None:
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: what answers there is not an Azure Key Vault"):
        load(f"{vault}/crm-data-key", certificate, credential, verify_challenge=True)
    assert credential.scopes == []


def test_a_short_key_is_refused_and_not_quoted(vault: str, certificate: Path, credential: Credential) -> None:
    with pytest.raises(KeySizeError, match="CRM_DATA_KEY") as caught:
        load(f"{vault}/short", certificate, credential)
    assert "c2hvcnQ" not in str(caught.value)


def test_a_vault_that_does_not_answer_is_told(certificate: Path, credential: Credential) -> None:
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: Azure Key Vault: ServiceRequestError"):
        load("https://127.0.0.1:1/crm-data-key", certificate, credential)


def test_the_default_client_checks_the_certificate(vault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: Azure Key Vault: ServiceRequestError"):
        load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": f"azure-key-vault:{vault}/crm-data-key"})
