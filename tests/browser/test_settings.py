"""The settings as a whole, a person's profile, and the practice's own pages."""

import re

from browser.people import Person, address, give_password, open_letter, sign_in, sign_out, someone
from browser.test_pages import NAMELESS
from playwright.sync_api import Page, expect
from running_suite import RunningSuite

OWN = ("profile", "security", "sessions", "sign-ins", "subprocessors")
OF_ACCESS = (
    *("users", "roles", "roles/new", "roles/ADMIN", "teams", "single-sign-on", "single-sign-on/new"),
    *("service-accounts", "break-glass"),
)
OF_THE_PRACTICE = ("practice", "security-policy", "subscription", "subscription/change", "agreements", "vendors")


def test_every_page_is_titled_labelled_and_fits_a_phone(page: Page, administrator: Person) -> None:
    page.set_viewport_size({"width": 360, "height": 720})
    sign_in(page, administrator)
    for path in (*OWN, *OF_THE_PRACTICE, *OF_ACCESS):
        page.goto(f"/app/settings/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.get_by_text("Loading …")).to_have_count(0)
        assert page.evaluate(NAMELESS) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_what_a_role_does_not_include_is_not_shown_and_says_so(page: Page, suite: RunningSuite) -> None:
    sign_in(page, someone(suite))
    page.goto("/app/settings")
    page.wait_for_url("**/app/settings/profile")
    settings = page.get_by_role("navigation", name="Settings")
    assert settings.get_by_role("link").all_inner_texts()[:4] == ["Profile", "Security", "Sessions", "Sign-ins"]
    expect(settings.get_by_role("link", name="Subscription")).to_have_count(0)
    for path, permission in (("practice", "practice.write"), ("subscription/change", "subscription.read")):
        page.goto(f"/app/settings/{path}")
        expect(page.get_by_role("status").filter(has_text=permission)).to_be_visible()


def test_a_new_name_stands_in_the_frame_at_once(page: Page, suite: RunningSuite) -> None:
    sign_in(page, someone(suite))
    page.goto("/app/settings/profile")
    page.get_by_label("Name").fill("Ada Lovelace")
    page.get_by_label("Job title").fill("Care coordinator")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text("Ada Lovelace")
    page.reload()
    expect(page.get_by_label("Job title")).to_have_value("Care coordinator")


def test_a_new_address_counts_once_its_letter_is_answered(page: Page, suite: RunningSuite) -> None:
    person, wished = someone(suite), address()
    sign_in(page, person)
    page.goto("/app/settings/profile")
    page.get_by_role("button", name="Change").click()
    page.get_by_label("New e-mail address").fill(wished)
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_text(f"Look into the mail of {wished}")).to_be_visible()
    sign_out(page)
    open_letter(page, suite, wished, "/app/email")
    give_password(page, person)
    expect(page.get_by_text(f"You sign in with {person.email} now")).to_be_visible()
    page.get_by_role("button", name="Use the new address").click()
    expect(page.get_by_text(f"From now on you sign in with {wished}")).to_be_visible()
    sign_out(page)
    sign_in(page, Person(wished))


def test_what_is_wrong_with_the_practice_stands_at_its_field(page: Page, administrator: Person) -> None:
    sign_in(page, administrator)
    page.goto("/app/settings/practice")
    npi = page.get_by_label("NPI")
    npi.fill("1234567890")
    page.get_by_role("button", name="Save").click()
    expect(npi).to_be_focused()
    expect(npi).to_have_attribute("aria-invalid", "true")
    expect(npi).to_have_accessible_description(re.compile("Ten digits. This is no National Provider Identifier"))
    npi.fill("1234567893")
    page.get_by_label("Country").fill("u1")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Country")).to_be_focused()
    page.get_by_label("Country").fill("us")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved")).to_be_visible()
    page.reload()
    expect(npi).to_have_value("1234567893")
    expect(page.get_by_label("Country")).to_have_value("US")


def test_a_second_factor_is_asked_of_everyone_after_days_of_grace(page: Page, administrator: Person) -> None:
    sign_in(page, administrator)
    page.goto("/app/settings/security-policy")
    page.get_by_label("Everyone needs a second factor").check()
    page.get_by_label("Days to set it up").fill("91")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Days to set it up")).to_be_focused()
    page.get_by_label("Days to set it up").fill("30")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("everyone here needs a second factor")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Your practice asks for a second factor by")).to_be_visible()
    page.get_by_label("Everyone needs a second factor").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Everyone may choose")).to_be_visible()
