"""Stored values keep opening and matching for ever: add vectors, never change one.

They were made from hashlib, hmac and bare AESGCM, not by this library.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from phi_crypto import (
    Binding,
    BlindIndex,
    DataKey,
    MasterKeys,
    nonces,
    normalise_date_of_birth,
    normalise_email,
    normalise_name,
    prefix_tokens,
    query_tokens,
)


def vectors(name: str) -> Any:
    return json.loads((Path(__file__).parent / "vectors" / f"{name}.json").read_text("utf-8"))


def binding(vector: dict[str, str]) -> bytes:
    return Binding(vector["workspace_id"], vector["table"], vector["column"]).row(vector["row_id"])


@pytest.mark.parametrize("vector", vectors("sealing"))
def test_sealing(vector: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    key = DataKey(bytes.fromhex(vector["data_key"]))
    assert key.key_id == vector["data_key_id"]
    assert binding(vector).hex() == vector["associated_data"]
    assert key.open(vector["sealed"], binding(vector)) == vector["plaintext"]
    blob = bytes.fromhex(vector["sealed_blob"])
    assert key.open_bytes(blob, binding(vector)) == vector["plaintext"].encode()

    monkeypatch.setattr(nonces, "_pool", [bytes.fromhex(vector["nonce"])] * 2)
    assert key.seal(vector["plaintext"], binding(vector)) == vector["sealed"]
    assert key.seal_bytes(vector["plaintext"].encode(), binding(vector)) == blob


@pytest.mark.parametrize("vector", vectors("wrapping"))
def test_wrapping(vector: dict[str, str]) -> None:
    keys = MasterKeys(bytes.fromhex(vector["master_key"]))
    assert keys.key_id == vector["master_key_id"]
    assert keys.is_current(vector["wrapped"])
    assert keys.unwrap(vector["wrapped"], vector["owner"]).key_id == vector["data_key_id"]


@pytest.mark.parametrize("vector", vectors("blind_index"))
def test_blind_index(vector: dict[str, str]) -> None:
    index = BlindIndex(bytes.fromhex(vector["index_key"]), vector["field"], vector["workspace_id"])
    assert index.of(vector["normalised"]).hex() == vector["index"]


@pytest.mark.parametrize("vector", vectors("prefix_tokens"))
def test_prefix_tokens(vector: dict[str, Any]) -> None:
    index = BlindIndex(bytes.fromhex(vector["index_key"]), vector["field"], vector["workspace_id"])
    assert [token.hex() for token in prefix_tokens(index, *vector["names"])] == vector["tokens"]
    assert [token.hex() for token in query_tokens(index, vector["query"])] == vector["query_tokens"]


def test_normalise() -> None:
    table = vectors("normalise")
    assert [normalise_name(text) for text, _ in table["name"]] == [want for _, want in table["name"]]
    assert [normalise_email(text) for text, _ in table["email"]] == [want for _, want in table["email"]]
    days = [(date.fromisoformat(text), want) for text, want in table["date_of_birth"]]
    assert [normalise_date_of_birth(day) for day, _ in days] == [want for _, want in days]
