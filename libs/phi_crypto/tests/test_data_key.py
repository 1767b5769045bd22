import os
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phi_crypto import Binding, DataKey, KeySizeError, OpenError, UnknownKeyError
from phi_crypto.encoding import encode
from phi_crypto.errors import PhiCryptoError

KEY = DataKey(bytes(range(32)))
PLACE = Binding("workspace", "contacts", "email_enc").row("row")
TEXTS = ["", "a", "ab", "jo@example.org"]  # every length modulo 3, so every kind of last character
ANY_CHARACTER = string.ascii_letters + string.digits + "-_+/=.\n \0é"


@given(st.text(), st.binary())
def test_text_round_trip(text: str, binding: bytes) -> None:
    sealed = KEY.seal(text, binding)
    assert KEY.open(sealed, binding) == text
    assert sealed.isascii()
    assert sealed.startswith(f"v1.{KEY.key_id}.")


@given(st.binary(max_size=5000), st.binary())
def test_blob_round_trip(content: bytes, binding: bytes) -> None:
    sealed = KEY.seal_bytes(content, binding)
    assert KEY.open_bytes(sealed, binding) == content
    assert len(sealed) == len(content) + 48


def test_equal_values_are_sealed_differently() -> None:
    assert len({KEY.seal("same", PLACE) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("text", TEXTS)
def test_any_other_character_anywhere_is_refused(text: str) -> None:
    sealed = KEY.seal(text, PLACE)
    for position, right in enumerate(sealed):
        for wrong in set(ANY_CHARACTER) - {right}:
            with pytest.raises(PhiCryptoError) as caught:
                KEY.open(sealed[:position] + wrong + sealed[position + 1 :], PLACE)
            in_id = 3 <= position < 19 and wrong in "0123456789abcdef"
            assert type(caught.value) is (UnknownKeyError if in_id else OpenError)


@pytest.mark.parametrize("text", TEXTS)
def test_any_cut_or_addition_is_refused(text: str) -> None:
    sealed = KEY.seal(text, PLACE)
    for length in range(len(sealed)):
        with pytest.raises(OpenError):
            KEY.open(sealed[:length], PLACE)
    for more in ANY_CHARACTER:
        with pytest.raises(OpenError):
            KEY.open(sealed + more, PLACE)
        with pytest.raises(OpenError):
            KEY.open(more + sealed, PLACE)


@pytest.mark.parametrize("foreign", ["\0", "\n", " ", ".", "=", "+", "/", "é"])
@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_foreign_characters_are_not_skipped(foreign: str, count: int) -> None:
    sealed = KEY.seal("jo@example.org", PLACE)
    for position in range(20, len(sealed) + 1):
        with pytest.raises(OpenError):
            KEY.open(sealed[:position] + foreign * count + sealed[position:], PLACE)


def test_every_bit_of_a_blob_counts() -> None:
    sealed = KEY.seal_bytes(b"content", PLACE)
    for position in range(len(sealed)):
        for bit in range(8):
            altered = bytearray(sealed)
            altered[position] ^= 1 << bit
            with pytest.raises((OpenError, UnknownKeyError)):
                KEY.open_bytes(bytes(altered), PLACE)
    for length in range(len(sealed)):
        with pytest.raises(OpenError):
            KEY.open_bytes(sealed[:length], PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Binding("other", "contacts", "email_enc").row("row"),
        Binding("workspace", "activities", "email_enc").row("row"),
        Binding("workspace", "contacts", "phone_enc").row("row"),
        Binding("workspace", "contacts", "email_enc").row("row2"),
        Binding("workspace", "contacts", "email_enc").row(""),
        b"",
    ],
)
def test_a_value_opens_only_in_its_place(elsewhere: bytes) -> None:
    with pytest.raises(OpenError):
        KEY.open(KEY.seal("jo@example.org", PLACE), elsewhere)
    with pytest.raises(OpenError):
        KEY.open_bytes(KEY.seal_bytes(b"jo@example.org", PLACE), elsewhere)


def test_another_data_key_is_named() -> None:
    other = DataKey(os.urandom(32))
    with pytest.raises(UnknownKeyError, match=other.key_id) as caught:
        KEY.open(other.seal("text", PLACE), PLACE)
    assert caught.value.key_id == other.key_id
    with pytest.raises(UnknownKeyError, match=other.key_id):
        KEY.open_bytes(other.seal_bytes(b"blob", PLACE), PLACE)


def test_a_forged_key_id_does_not_open() -> None:
    other = DataKey(os.urandom(32))
    relabelled = other.seal("text", PLACE).replace(other.key_id, KEY.key_id)
    with pytest.raises(OpenError):
        KEY.open(relabelled, PLACE)


def test_text_that_is_not_utf8_is_refused() -> None:
    nonce_onwards = KEY.seal_bytes(b"\xff", PLACE)[20:]
    with pytest.raises(OpenError):
        KEY.open(f"v1.{KEY.key_id}.{encode(nonce_onwards)}", PLACE)


@pytest.mark.parametrize("value", ["", "Jane Roe", "v1.", "v1.Jane Roe born 1980.x", "v2.0123456789abcdef.AAAA"])
def test_what_was_never_sealed_is_refused_and_not_quoted(value: str) -> None:
    with pytest.raises(OpenError) as caught:
        KEY.open(value, PLACE)
    assert str(caught.value) == "the sealed value does not open"
    with pytest.raises(OpenError):
        KEY.open_bytes(value.encode(), PLACE)


@pytest.mark.parametrize("size", [0, 16, 31, 33, 64])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(KeySizeError):
        DataKey(bytes(size))


def test_repr_shows_nothing() -> None:
    assert repr(KEY) == "DataKey()"
