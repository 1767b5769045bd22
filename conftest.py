"""Unit tests open no socket; what they need of the network is a loop's own socket pair."""

import pytest
import pytest_socket


@pytest.fixture(autouse=True)
def _no_sockets_in_unit_tests(request: pytest.FixtureRequest) -> object:
    if "unit" in request.path.parts:
        pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()
