"""From nothing to signed in, by the letters."""

from browser.people import (
    NEW_PASSWORD,
    PASSWORD,
    Person,
    address,
    enrol_app,
    give_password,
    open_letter,
    sign_in,
    someone,
)
from playwright.sync_api import Page, expect
from running_suite import RunningSuite


def overview(page: Page) -> None:
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def test_a_practice_signs_up_and_is_opened_by_the_letter(page: Page, suite: RunningSuite) -> None:
    email = address()
    page.goto("/app/sign-up")
    page.get_by_label("E-mail at work").fill(email)
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text(f"A letter is on its way to {email}")).to_be_visible()

    open_letter(page, suite, email, "/app/confirm")
    page.get_by_label("Password").fill(NEW_PASSWORD)
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Open my practice").click()
    expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open my practice").click()
    overview(page)
    expect(page.get_by_role("button", name="I agree")).to_have_count(0)
    page.reload()
    overview(page)


def test_an_invitation_is_accepted_with_name_password_and_policies(page: Page, suite: RunningSuite) -> None:
    email = address()
    assert suite.call("POST", "/api/v1/invitations", {"email": email, "role": "STAFF"}).status == 201
    open_letter(page, suite, email, "/app/invitation")
    page.get_by_label("Full name").fill("Grace Okafor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_label("I agree")).to_be_focused()
    expect(page.get_by_role("link", name="terms of service")).to_have_attribute(
        "href", "https://practice.example/terms"
    )
    expect(page.get_by_role("link", name="privacy policy")).to_have_count(0)
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Join").click()
    overview(page)
    expect(page.get_by_text("Welcome, Grace Okafor")).to_be_visible()


def test_a_forgotten_password_is_set_anew_and_the_factor_is_still_asked_for(page: Page, suite: RunningSuite) -> None:
    person = someone(suite)
    sign_in(page, person)
    _, codes = enrol_app(page)
    page.context.clear_cookies()
    page.goto("/app/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("A letter is on its way")).to_be_visible()
    open_letter(page, suite, person.email, "/app/password")
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("link", name="Sign in").click()
    give_password(page, Person(person.email, NEW_PASSWORD))
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Continue").click()
    overview(page)


def test_a_used_link_says_so(page: Page, suite: RunningSuite) -> None:
    page.goto("/app/password#token=" + "A" * 43)
    page.get_by_label("New password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("alert")).to_contain_text("Ask for a new one")
    page.goto("/app/confirm")
    expect(page.get_by_text("This page needs the link from your letter")).to_be_visible()
