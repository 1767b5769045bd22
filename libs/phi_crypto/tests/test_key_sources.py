import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from phi_crypto import KeySizeError, KeySourceError, MissingKeyError, load_key, load_keys

KEY = bytes(range(191, 223))  # its base64 has characters that differ between the two alphabets
STANDARD, URL_SAFE = base64.b64encode(KEY).decode(), base64.urlsafe_b64encode(KEY).decode()


def test_the_two_alphabets_differ_here() -> None:
    assert STANDARD != URL_SAFE


@pytest.mark.parametrize("text", [STANDARD, STANDARD.rstrip("="), URL_SAFE, URL_SAFE.rstrip("="), f" {STANDARD}\n"])
def test_base64_in_the_variable(text: str) -> None:
    assert load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": text}) == KEY


@pytest.mark.parametrize("environ", [{}, {"CRM_DATA_KEY": ""}, {"CRM_DATA_KEY": " \n"}])
def test_a_missing_key_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(MissingKeyError, match="CRM_DATA_KEY") as caught:
        load_key("CRM_DATA_KEY", environ)
    assert caught.value.variable == "CRM_DATA_KEY"


@pytest.mark.parametrize(
    "text",
    [
        base64.b64encode(KEY[:31]).decode(),
        base64.b64encode(KEY + b"x").decode(),
        KEY.hex(),
        "correct horse battery staple",
        "====",
        STANDARD[:20] + "\n" + STANDARD[20:],
        "é" * 43,
    ],
)
def test_what_is_not_a_key_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(KeySizeError, match="CRM_INDEX_KEY") as caught:
        load_key("CRM_INDEX_KEY", {"CRM_INDEX_KEY": text})
    assert text not in str(caught.value)


@pytest.mark.parametrize("value", ["vault:secret-name", "https://example.org/key", ":x", "FILE:/key"])
def test_an_unknown_source_is_refused_and_not_quoted(value: str) -> None:
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: neither base64 nor a URI of a known source") as caught:
        load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": value})
    assert value not in str(caught.value)


def test_several_keys_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(STANDARD)
    other = base64.b64encode(KEY[::-1]).decode()
    environ = {"CRM_DATA_KEY_PREVIOUS": f"{other}, file:{tmp_path}/key,"}
    assert load_keys("CRM_DATA_KEY_PREVIOUS", environ) == [KEY[::-1], KEY]


@pytest.mark.parametrize("environ", [{}, {"CRM_DATA_KEY_PREVIOUS": " "}])
def test_no_previous_keys(environ: dict[str, str]) -> None:
    assert load_keys("CRM_DATA_KEY_PREVIOUS", environ) == []


def test_one_bad_key_among_several_is_refused() -> None:
    with pytest.raises(KeySizeError, match="CRM_DATA_KEY_PREVIOUS"):
        load_keys("CRM_DATA_KEY_PREVIOUS", {"CRM_DATA_KEY_PREVIOUS": f"{STANDARD},short"})


@pytest.mark.parametrize("mode", [0o400, 0o444, 0o440, 0o600, 0o644])
def test_a_mounted_secret(tmp_path: Path, mode: int) -> None:
    # As the kubelet lays it out: key -> ..data/key, ..data -> a folder of this version.
    version = tmp_path / "..2026_01_01"
    version.mkdir()
    (version / "key").write_text(STANDARD + "\n")
    (version / "key").chmod(mode)
    (tmp_path / "..data").symlink_to(version.name)
    (tmp_path / "key").symlink_to("..data/key")
    assert load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": f"file:{tmp_path}/key"}) == KEY


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666, 0o664])
def test_a_file_that_others_may_write_is_refused(tmp_path: Path, mode: int) -> None:
    (tmp_path / "key").write_text(STANDARD)
    (tmp_path / "key").chmod(mode)
    with pytest.raises(KeySourceError, match=r"CRM_DATA_KEY: .* may write the file"):
        load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": f"file:{tmp_path}/key"})


def test_what_is_not_a_readable_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "binary").write_bytes(b"\xff" * 32)
    for location, problem in [
        (f"{tmp_path}/absent", "No such file"),
        (f"{tmp_path}", "Is a directory"),
        (f"{tmp_path}/pipe", "not a regular file"),
        (f"{tmp_path}/binary", "does not hold base64 text"),
        ("relative/key", "must be absolute"),
        ("", "must be absolute"),
        ("/a\0b", "does not hold base64 text"),
    ]:
        with pytest.raises(KeySourceError, match=f"CRM_DATA_KEY: .*{problem}"):
            load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": f"file:{location}"})


def test_a_short_key_in_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("c2hvcnQ=")
    with pytest.raises(KeySizeError, match="CRM_DATA_KEY"):
        load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": f"file:{tmp_path}/key"})


@pytest.mark.parametrize(
    "location",
    [
        "",
        "?region=eu-west-1",
        "name?regoin=eu-west-1",
        "name?region",
        "name?region=a&region=b&endpoint=c",
        "name?endpoint=http://secrets.example.org",
        "name?endpoint=ftp://127.0.0.1",
        "name?endpoint=secrets.example.org",
        "name?endpoint=https://[",
    ],
)
def test_aws_locations_that_are_refused(location: str) -> None:
    with pytest.raises(KeySourceError, match=r"CRM_DATA_KEY: (write|the endpoint)"):
        load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": f"aws-secrets-manager:{location}"})


@pytest.mark.parametrize(
    "location",
    [
        "",
        "vault/secret",
        "http://vault.example.org/secret",
        "https://vault.example.org",
        "https://vault.example.org/",
        "https:///secret",
        "https://vault.example.org/secrets/name",
        "https://vault.example.org/name?version=1",
        "https://user@vault.example.org/name",
        "https://[",
    ],
)
def test_azure_locations_that_are_refused(location: str) -> None:
    with pytest.raises(KeySourceError, match="CRM_DATA_KEY: write azure-key-vault:https://VAULT/SECRET"):
        load_key("CRM_DATA_KEY", {"CRM_DATA_KEY": f"azure-key-vault:{location}"})


def test_cloud_sdks_are_not_imported_before_they_are_needed() -> None:
    program = "import sys, phi_crypto; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert "phi_crypto" in loaded
    assert not {"boto3", "botocore", "azure"} & set(loaded)
