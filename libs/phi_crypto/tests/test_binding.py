import pytest
from hypothesis import given
from hypothesis import strategies as st

from phi_crypto import Binding

PARTS = st.tuples(*[st.text(alphabet="ab\0é", min_size=1, max_size=3)] * 3, st.text(alphabet="ab\0é", max_size=3))


@given(PARTS, PARTS)
def test_no_two_places_share_a_binding(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    bindings = [Binding(workspace, table, column).row(row) for workspace, table, column, row in (left, right)]
    assert (bindings[0] == bindings[1]) == (left == right)


@pytest.mark.parametrize("parts", [("", "table", "column"), ("workspace", "", "column"), ("workspace", "table", "")])
def test_an_empty_part_is_refused(parts: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="empty"):
        Binding(*parts)


def test_a_part_too_long_for_its_length_is_refused() -> None:
    assert Binding("w" * 65_535, "table", "column")
    with pytest.raises(ValueError, match="longer"):
        Binding("w" * 65_536, "table", "column")
