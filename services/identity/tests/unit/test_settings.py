"""The settings of sessions."""

from datetime import timedelta

import pytest

from identity.settings import positive_seconds


def test_seconds() -> None:
    assert positive_seconds("28800") == timedelta(hours=8)


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "8h", "", "²", "99999999999"])
def test_refused(text: str) -> None:
    with pytest.raises(ValueError, match="seconds"):
        positive_seconds(text)
