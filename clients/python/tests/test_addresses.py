import pytest

from cfu.addresses import origin
from cfu.client import Client
from cfu.errors import UnsafeAddressError


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://localhost:8080/", "http://localhost:8080"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://CRM.Example.org:443", "https://crm.example.org"),
    ],
)
def test_addresses_of_one_server_are_one(given: str, expected: str) -> None:
    assert origin(given) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example.org",
        "http://10.0.0.7:8080",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://0.0.0.0:8080",
        "ftp://localhost",
        "localhost:8080",
        "https://ana:secret@crm.example.org",
        "https://crm.example.org/tenant",
        "https://crm.example.org:notaport",
        "",
    ],
)
def test_addresses_that_would_expose_a_session_are_refused(url: str) -> None:
    with pytest.raises(UnsafeAddressError) as refusal:
        Client(url)
    assert "secret" not in str(refusal.value)
