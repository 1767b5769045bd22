"""AWS Secrets Manager, against moto's server on loopback."""

import base64
from collections.abc import Iterator
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest
from moto.server import ThreadedMotoServer

from phi_crypto import KeySizeError, KeySourceError, load_key, load_keys

pytestmark = pytest.mark.enable_socket

KEY = bytes(range(32))
TEXT = base64.b64encode(KEY).decode()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    client = boto3.client("secretsmanager", region_name="eu-west-1", endpoint_url=endpoint)
    yield client
    client.close()


def load(endpoint: str, name: str, region: str = "region=eu-west-1&") -> bytes:
    return load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": f"aws-secrets-manager:{name}?{region}endpoint={endpoint}"})


def test_a_text_secret_by_name_and_by_arn(store: Any, endpoint: str) -> None:
    arn = store.create_secret(Name="crm/data-key", SecretString=TEXT)["ARN"]
    assert load(endpoint, "crm/data-key") == KEY
    assert load(endpoint, arn) == KEY


def test_a_binary_secret_holds_the_text_too(store: Any, endpoint: str) -> None:
    store.create_secret(Name="crm/binary", SecretBinary=TEXT.encode())
    assert load(endpoint, "crm/binary") == KEY
    store.create_secret(Name="crm/raw", SecretBinary=b"\xff" * 32)
    with pytest.raises(KeySourceError, match="does not hold base64 text"):
        load(endpoint, "crm/raw")


def test_the_newest_version_counts(store: Any, endpoint: str) -> None:
    store.create_secret(Name="crm/rotated", SecretString=TEXT)
    store.put_secret_value(SecretId="crm/rotated", SecretString=base64.b64encode(KEY[::-1]).decode())
    assert load(endpoint, "crm/rotated") == KEY[::-1]


def test_the_region_may_come_from_the_standard_chain(
    store: Any, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create_secret(Name="crm/regional", SecretString=TEXT)
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: AWS Secrets Manager: NoRegionError"):
        load(endpoint, "crm/regional", region="")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert load(endpoint, "crm/regional", region="") == KEY


def test_a_secret_of_another_region_is_not_found(store: Any, endpoint: str) -> None:
    store.create_secret(Name="crm/elsewhere", SecretString=TEXT)
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: AWS Secrets Manager: ResourceNotFoundException"):
        load(endpoint, "crm/elsewhere", region="region=us-east-1&")


def test_an_absent_secret_and_a_short_key_are_refused(store: Any, endpoint: str) -> None:
    with pytest.raises(KeySourceError, match="ResourceNotFoundException"):
        load(endpoint, "crm/absent")
    store.create_secret(Name="crm/short", SecretString="c2hvcnQ=")
    with pytest.raises(KeySizeError, match="CRM_DATA_KEY") as caught:
        load(endpoint, "crm/short")
    assert "c2hvcnQ" not in str(caught.value)


def test_missing_credentials_are_told(store: Any, endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: AWS Secrets Manager: NoCredentialsError"):
        load(endpoint, "crm/data-key")


def test_an_endpoint_that_does_not_answer_is_told(store: Any) -> None:
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: AWS Secrets Manager: EndpointConnectionError"):
        load("http://127.0.0.1:1", "crm/data-key")


def test_previous_keys_come_from_the_store_too(store: Any, endpoint: str) -> None:
    store.create_secret(Name="crm/previous", SecretString=TEXT)
    uri = f"aws-secrets-manager:crm/previous?region=eu-west-1&endpoint={endpoint}"
    previous = base64.b64encode(KEY[::-1]).decode()
    assert load_keys("CRM_DATA_KEY_PREVIOUS", {"CRM_DATA_KEY_PREVIOUS": f"{uri},{previous}"}) == [KEY, KEY[::-1]]
