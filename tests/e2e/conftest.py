from collections.abc import Iterator

import pytest
from running_suite import RunningSuite, running_suite


@pytest.fixture(scope="session")
def suite() -> Iterator[RunningSuite]:
    with running_suite() as running:
        yield running
