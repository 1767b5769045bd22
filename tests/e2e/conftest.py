from collections.abc import Iterator

import pytest
from running_suite import RunningSuite, running_suite


@pytest.fixture(scope="session")
def suite() -> Iterator[RunningSuite]:
    # One address asks for every route there is; how rates are held is tried at the edge's own tests.
    with running_suite(CFU_RATE_LIMIT_ADDRESS="1000/2000") as running:
        yield running
