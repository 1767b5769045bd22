import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.paging import InvalidPageTokenError, Pages, size

PAGES = Pages(bytes(32))


@given(st.lists(st.text()), st.text())
def test_a_token_gives_back_its_position(position: list[str], filters: str) -> None:
    assert PAGES.decode(PAGES.encode(filters, *position), filters) == tuple(position)


def test_an_empty_token_is_the_first_page() -> None:
    assert PAGES.decode("", "anything") == ()


@pytest.mark.parametrize(
    "token",
    ["x", "AAAA", "é", PAGES.encode("other", "a"), PAGES.encode("mine", "a")[:-2]],
    ids=["short", "empty", "not ascii", "other filters", "cut"],
)
def test_a_token_of_another_list_is_refused(token: str) -> None:
    with pytest.raises(InvalidPageTokenError):
        PAGES.decode(token, "mine")


def test_a_token_of_another_key_is_refused() -> None:
    with pytest.raises(InvalidPageTokenError):
        Pages(b"k" * 32).decode(PAGES.encode("mine", "a"), "mine")


@pytest.mark.parametrize(("asked", "given"), [(0, 50), (1, 1), (200, 200), (9999, 200)])
def test_page_sizes(asked: int, given: int) -> None:
    assert size(asked) == given
