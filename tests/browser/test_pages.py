"""What holds of every page that anyone can open."""

import pytest
from browser.people import sign_in, someone
from playwright.sync_api import Page, Request, expect
from running_suite import RunningSuite

OPEN = ("sign-in", "sign-in/sso", "sign-up", "confirm#token=x", "invitation#token=x", "password", "password#token=x")
# Width, and an input whose name nobody hears.
NAMELESS = """() => [...document.querySelectorAll('input, select, textarea, button, a')]
    .filter(element => !(element.labels?.length || element.textContent.trim() || element.ariaLabel))
    .map(element => element.outerHTML)"""


@pytest.fixture
def sent(page: Page) -> list[Request]:
    """What the page asks for, from now on."""
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.on("request", note)
    return requests


@pytest.mark.parametrize("path", OPEN)
def test_it_is_titled_labelled_and_fits_a_phone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 720})
    page.goto(f"/app/{path}")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("textbox").first).to_be_visible()
    assert page.title().endswith(" - ContactFollowUp")
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_theme_is_the_systems_until_chosen_and_never_sent(page: Page, sent: list[Request]) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/app/sign-in")
    root = page.locator("html")
    expect(root).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Light theme").click()
    expect(root).to_have_attribute("data-theme", "light")
    page.reload()
    expect(root).to_have_attribute("data-theme", "light")
    assert page.evaluate("({...localStorage})") == {"hn-theme": "light"}
    assert not any("theme" in request.url or "hn-theme" in str(request.all_headers()) for request in sent)


def test_nothing_is_loaded_from_anywhere_else(page: Page, sent: list[Request], suite: RunningSuite) -> None:
    sign_in(page, someone(suite))
    assert sent
    assert [request.url for request in sent if not request.url.startswith(suite.base_url)] == []


def test_the_policy_refuses_what_is_written_into_a_page(page: Page, complaints: list[str]) -> None:
    page.goto("/app/sign-in")
    refused = page.evaluate("""() => {
        try { document.body.innerHTML = '<img src=x onerror="window.ran = true">' } catch (error) { return error.name }
    }""")
    assert refused == "TypeError"
    assert len(complaints) == 1
    assert "TrustedHTML" in complaints.pop()


def test_another_name_of_this_machine_leads_to_the_public_one(page: Page, suite: RunningSuite) -> None:
    page.goto(f"http://127.0.0.1:{suite.port}/app/sign-up?x=1")
    assert page.url == f"{suite.base_url}/app/sign-up?x=1"
    page.goto(f"http://127.0.0.1:{suite.port}/")
    page.wait_for_url(f"{suite.base_url}/app/sign-in")
