import pytest
from hypothesis import given
from hypothesis import strategies as st

from phi_crypto import INDEX_BYTES, BlindIndex, KeySizeError

KEY = bytes(range(32))
INDEX = BlindIndex(KEY, "email", "workspace")


@given(st.text(), st.text())
def test_indexes_match_exactly_when_values_do(left: str, right: str) -> None:
    assert (INDEX.of(left) == INDEX.of(right)) == (left == right)
    assert len(INDEX.of(left)) == INDEX_BYTES


@pytest.mark.parametrize(
    "other",
    [
        BlindIndex(KEY, "email", "workspace2"),
        BlindIndex(KEY, "phone", "workspace"),
        BlindIndex(KEY, "workspace", "email"),
        BlindIndex(KEY[::-1], "email", "workspace"),
    ],
)
def test_equal_values_do_not_match_across_fields_workspaces_and_keys(other: BlindIndex) -> None:
    assert INDEX.of("jo@example.org") != other.of("jo@example.org")


def test_of_many_keeps_the_order() -> None:
    values = ["b", "a", "b"]
    assert INDEX.of_many(values) == [INDEX.of(value) for value in values]


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(KeySizeError):
        BlindIndex(bytes(size), "email", "workspace")


@pytest.mark.parametrize("names", [("", "workspace"), ("email", "")])
def test_empty_names_are_refused(names: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="empty"):
        BlindIndex(KEY, *names)
