import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phi_crypto.encoding import decode, encode, joined


@given(st.binary())
def test_it_is_base64url_without_padding(raw: bytes) -> None:
    assert encode(raw) == base64.urlsafe_b64encode(raw).decode().rstrip("=")
    assert decode(encode(raw)) == raw


@given(st.text(alphabet="ABCQgw048-_+/=. \0é", max_size=9))
def test_what_decodes_is_what_encodes(text: str) -> None:
    try:
        raw = decode(text)
    except (ValueError, KeyError):
        return
    assert encode(raw) == text


@pytest.mark.parametrize("text", ["A", "AB", "AAB", "AA==", "AAA=", "A A", "AAA+", "AAA/", "AAAAA"])
def test_foreign_and_stray_characters_are_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        decode(text)


@given(st.lists(st.text(min_size=1)), st.lists(st.text(min_size=1)))
def test_no_two_lists_join_alike(left: list[str], right: list[str]) -> None:
    assert (joined(*left) == joined(*right)) == (left == right)
