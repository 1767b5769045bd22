"""Settings of the edge."""

import pytest

from gateway.settings import size


@pytest.mark.parametrize("text", ["0", "-1", "2G", ""])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        size(text)
