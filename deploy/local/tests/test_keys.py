import base64
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from local_suite import keys


def test_keys_are_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    first = keys.load(path)
    assert keys.load(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.load(tmp_path / "other.json")["CRM_DATA_KEY"] != first["CRM_DATA_KEY"]


def test_no_two_secrets_are_the_same(tmp_path: Path) -> None:
    made = keys.load(tmp_path / "keys.json")
    assert len(set(made.values())) == len(made)
    assert len(base64.b64decode(made["CRM_INDEX_KEY"], validate=True)) == 32


def test_public_keys_belong_to_their_seeds(tmp_path: Path) -> None:
    made = keys.load(tmp_path / "keys.json")
    for public, seed in keys.PUBLIC_KEYS.items():
        private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(made[seed]))
        assert private.public_key().public_bytes_raw() == base64.b64decode(made[public])


def test_a_key_that_a_later_version_needs_is_added(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text('{"CRM_DATA_KEY": "kept"}')
    made = keys.load(path)
    assert made["CRM_DATA_KEY"] == "kept"
    assert made["NATS_PASSWORD"]
