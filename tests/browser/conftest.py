"""Pages in a real browser: Debian's chromium, without a screen and without a network of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from browser.people import Person, of_production
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, expect, sync_playwright
from running_suite import RunningSuite, running_suite
from simulators.dns_server import DnsServer, dns_server

CHROMIUM = shutil.which("chromium")
PATIENCE_MILLISECONDS = 20_000
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# The browser's own line about an answer that refuses, which pages are asked to provoke.
REFUSED = "Failed to load resource: the server responded with a status of 4"

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="session")
def dns() -> Iterator[DnsServer]:
    with dns_server() as running:
        yield running


@pytest.fixture(scope="session")
def suite(dns: DnsServer) -> Iterator[RunningSuite]:
    if CHROMIUM is None:
        pytest.skip("there is no chromium here (Debian, Ubuntu: apt install chromium)")
    # One address does what many people do.
    rates = {"CFU_RATE_LIMIT_ADDRESS": "1000/2000", "CFU_RATE_LIMIT_SIGN_IN": "100/200"}
    policies = {"CFU_TERMS_URL": "https://practice.example/terms"}
    with running_suite(**rates, **policies, CFU_DNS_RESOLVER=dns.address) as running:
        yield running


# Playwright keeps an event loop running in the thread of the tests, where those of others need theirs: so it ends with
# each file.
@pytest.fixture(scope="module")
def chromium(suite: RunningSuite) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def administrator(suite: RunningSuite) -> Person:
    """Of the practice with real patients, where things are billed and signed."""
    return of_production(suite)


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains of; a test that provokes something takes it out again."""
    return []


@contextmanager
def visitor(chromium: Browser, suite: RunningSuite, complaints: list[str]) -> Iterator[Page]:
    """A page of a browser that has never been here. What it complains of fails the test: refusals of the policy too."""
    context = chromium.new_context(base_url=suite.base_url, service_workers="block")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)

    def listen(message: ConsoleMessage) -> None:
        ours = message.page is not None and message.page.url.startswith(suite.base_url)
        if ours and message.type in {"error", "warning"} and not message.text.startswith(REFUSED):
            complaints.append(message.text)

    context.on("console", listen)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield context.new_page()
    context.close()
    assert complaints == []


@pytest.fixture
def page(chromium: Browser, suite: RunningSuite, complaints: list[str]) -> Iterator[Page]:
    with visitor(chromium, suite, complaints) as page:
        yield page


@pytest.fixture
def other(chromium: Browser, suite: RunningSuite, complaints: list[str]) -> Iterator[Page]:
    """Somebody else's browser."""
    with visitor(chromium, suite, complaints) as page:
        yield page


@pytest.fixture
def office(page: Page, suite: RunningSuite) -> Page:
    """The page of an administrator who has signed in just now: what asks for a fresh proof has one."""
    name, _, value = suite.sign_in().partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": suite.base_url}])
    return page


@pytest.fixture
def authenticator(page: Page) -> Iterator[CDPSession]:
    """Chromium's own virtual authenticator, in place of a finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield devtools
    devtools.detach()
