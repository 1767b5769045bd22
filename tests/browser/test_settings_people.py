"""People and their access, from the pages of an administrator."""

from browser.people import PASSWORD, address, give_password, of_own_practice, open_letter, sign_in, someone
from playwright.sync_api import Page, expect
from running_suite import RunningSuite


def test_someone_is_invited_comes_and_gets_another_role(office: Page, other: Page, suite: RunningSuite) -> None:
    email = address()
    office.goto("/app/settings/users")
    office.get_by_role("button", name="Invite someone").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("no address")
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(dialog.get_by_label("E-mail")).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("E-mail").fill(email)
    dialog.get_by_label("Role").select_option(label="Provider")
    dialog.get_by_role("button", name="Send the invitation").click()
    expect(office.get_by_text(f"An invitation is on its way to {email}")).to_be_visible()
    invitations = office.get_by_role("table", name="Invitations")
    expect(invitations.get_by_role("row", name=email)).to_contain_text("Provider")

    open_letter(other, suite, email, "/app/invitation")
    other.get_by_label("Full name").fill("Ada Fine")
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_label("I agree").check()
    other.get_by_role("button", name="Join").click()
    expect(other.get_by_role("heading", name="Overview")).to_be_visible()

    office.reload()
    office.get_by_role("row", name=email).get_by_role("link", name="Ada Fine").click()
    office.get_by_role("combobox", name="Role").select_option(label="Manager")
    office.get_by_role("button", name="Change the role").click()
    expect(office.get_by_text("In force everywhere within five seconds")).to_be_visible()
    assert role_of(suite, email) == "MANAGER"


def role_of(suite: RunningSuite, email: str) -> str:
    users = suite.call("GET", "/api/v1/users?pageSize=200").json["users"]
    (role,) = (str(user["role"]) for user in users if user["email"] == email)
    return role


def test_an_invitation_is_sent_again_and_withdrawn(office: Page, suite: RunningSuite) -> None:
    email = address()
    assert suite.call("POST", "/api/v1/invitations", {"email": email, "role": "STAFF"}).status == 201
    office.goto("/app/settings/users")
    office.get_by_role("button", name=f"Send again to {email}").click()
    expect(office.get_by_text(f"A new letter is on its way to {email}")).to_be_visible()
    office.get_by_role("button", name=f"Withdraw the invitation of {email}").click()
    office.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(office.get_by_role("row", name=email)).to_have_count(0)
    office.get_by_role("button", name="Show accepted and withdrawn").click()
    expect(office.get_by_role("row", name=email)).to_contain_text("Withdrawn")


def test_whoever_is_disabled_is_led_out_and_comes_back_when_enabled(
    office: Page, other: Page, suite: RunningSuite
) -> None:
    person = someone(suite)
    sign_in(other, person)
    office.goto("/app/settings/users")
    office.get_by_role("row", name=person.email).get_by_role("link").click()
    office.get_by_role("button", name="Show sign-ins").click()
    expect(office.get_by_role("table", name="Sign-ins").get_by_role("row").nth(1)).to_contain_text("Password")
    office.get_by_role("button", name="Disable").click()
    dialog = office.get_by_role("dialog")
    expect(dialog.get_by_label("Leave those tokens in force")).not_to_be_checked()
    dialog.get_by_role("button", name="Disable").click()
    expect(office.get_by_text("Disabled", exact=True)).to_be_visible()

    suite.wait_until(lambda: other.request.get("/api/v1/session").status == 401, seconds=10)
    other.get_by_role("link", name="Settings").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
    give_password(other, person)
    expect(other.get_by_role("alert")).to_be_visible()

    office.get_by_role("button", name="Enable").click()
    expect(office.get_by_text("Active", exact=True)).to_be_visible()
    give_password(other, person)
    expect(other.get_by_role("button", name="Sign out")).to_be_visible()


def test_the_last_administrator_stays_one_and_the_page_says_why(page: Page, suite: RunningSuite) -> None:
    sign_in(page, of_own_practice(suite))
    page.goto("/app/settings/users")
    page.get_by_role("table", name="People").get_by_role("link").click()
    page.get_by_role("button", name="Disable").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Disable").click()
    expect(dialog.get_by_role("alert")).to_contain_text("administrator")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name="Disable")).to_be_focused()


def test_who_may_only_look_finds_no_button_and_is_told(other: Page, suite: RunningSuite) -> None:
    sign_in(other, someone(suite))
    other.goto("/app/settings/users")
    expect(other.get_by_role("table", name="People")).to_be_visible()
    expect(other.get_by_role("button", name="Invite someone")).to_have_count(0)
    other.goto("/app/settings/service-accounts")
    expect(other.get_by_text("service_accounts.write")).to_be_visible()
