"""Settings of the edge."""

import pytest

from gateway.settings import origin, size


def test_an_origin_is_read() -> None:
    assert origin("https://CRM.example.com:8443/") == "https://crm.example.com:8443"
    assert origin("https://crm.example.com:443") == "https://crm.example.com"


@pytest.mark.parametrize(
    "url", ["crm.example.com", "ftp://a", "https://a/path", "https://a/?q", "https://b@a", "https://"]
)
def test_what_is_no_origin(url: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        origin(url)


@pytest.mark.parametrize("text", ["0", "-1", "2G", ""])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match="bytes"):
        size(text)
