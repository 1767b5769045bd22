"""The secrets of one suite: made once, at random, and kept in one private file."""

import base64
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from local_suite.paths import read_json, write_json

SIGN_IN_EMAIL = "admin@sandbox.example"
PRINCIPAL_KEY_ID = "local-1"
DATABASES = ("identity", "crm", "audit")

Keys = Mapping[str, str]


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _password() -> str:
    """URL-safe, as some end up in connection URLs."""
    return secrets.token_urlsafe(24)


def _makers() -> dict[str, Callable[[], str]]:
    random_keys = (
        "CRM_DATA_KEY",
        "CRM_INDEX_KEY",
        "AUDIT_SIGNING_KEY",
        "WITNESS_SIGNING_KEY",
        "PRINCIPAL_SEED",
        *(f"PAGE_KEY_{name.upper()}" for name in DATABASES),
    )
    passwords = (
        "POSTGRES_PASSWORD",
        "NATS_PASSWORD",
        "SIGN_IN_PASSWORD",
        *(f"POSTGRES_PASSWORD_{name.upper()}_{role}" for name in DATABASES for role in ("OWNER", "APP")),
    )
    return {**dict.fromkeys(random_keys, _random_key), **dict.fromkeys(passwords, _password)}


def _public_of(seed: str) -> str:
    # Imported here: a start that finds every key made has no use for it.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed))
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


PUBLIC_KEYS = {
    "PRINCIPAL_PUBLIC": "PRINCIPAL_SEED",
    "AUDIT_PUBLIC": "AUDIT_SIGNING_KEY",
    "WITNESS_PUBLIC": "WITNESS_SIGNING_KEY",
}


def load(path: Path) -> Keys:
    """The suite's keys; those that are missing are made and kept."""
    kept: dict[str, str] = read_json(path)
    found = len(kept)
    for name, make in _makers().items():
        if name not in kept:
            kept[name] = make()
    for public, seed in PUBLIC_KEYS.items():
        if public not in kept:
            kept[public] = _public_of(kept[seed])
    if len(kept) != found:
        write_json(path, kept)
    return kept
