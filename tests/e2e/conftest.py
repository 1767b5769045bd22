from collections.abc import Iterator

import pytest
from running_suite import RunningSuite, running_suite
from simulators.dns_server import DnsServer, dns_server


@pytest.fixture(scope="session")
def dns() -> Iterator[DnsServer]:
    with dns_server() as running:
        yield running


@pytest.fixture(scope="session")
def suite(dns: DnsServer) -> Iterator[RunningSuite]:
    # One address asks for every route there is; how rates are held is tried at the edge's own tests.
    settings = {"CFU_RATE_LIMIT_ADDRESS": "1000/2000", "CFU_DNS_RESOLVER": dns.address, "CFU_PRO_CONTACT_LIMIT": "3"}
    with running_suite(**settings) as running:
        yield running
