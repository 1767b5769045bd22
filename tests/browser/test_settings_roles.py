"""Roles of a workspace's own, from the page to what they keep people from."""

from uuid import uuid4

from browser.people import sign_in, someone
from playwright.sync_api import Page, expect
from running_suite import RunningSuite


def test_a_role_is_made_given_held_and_removed(office: Page, other: Page, suite: RunningSuite) -> None:
    name = f"Front desk {uuid4().hex[:8]}"
    office.goto("/app/settings/roles")
    office.get_by_role("link", name="Create a role").click()
    office.get_by_role("textbox", name="Name").fill("Staff")
    office.get_by_label("Sees").select_option(label="Their own records")
    office.get_by_label("See contacts and search for them").check()
    office.locator("summary", has_text="Contact").first.click()
    office.get_by_label("Phone PHI").select_option(label="Hidden")
    office.get_by_role("button", name="Create the role").click()
    expect(office.get_by_role("textbox", name="Name")).to_have_attribute("aria-invalid", "true")
    office.get_by_role("textbox", name="Name").fill(name)
    office.get_by_role("button", name="Create the role").click()
    expect(office.get_by_role("heading", name=name)).to_be_visible()
    role_id = office.url.rpartition("/")[2]

    person = someone(suite, role_id)
    sign_in(other, person)
    session = other.request.get("/api/v1/session").json()
    assert session["permissions"] == ["contacts.read"]
    other.goto("/app/settings/users")
    expect(other.get_by_text("users.read")).to_be_visible()

    office.reload()
    expect(office.get_by_role("link", name="Grace Okafor")).to_be_visible()
    expect(office.get_by_label("See contacts and search for them")).to_be_checked()
    expect(office.get_by_label("Phone PHI")).to_have_value("HIDDEN")
    office.get_by_label("See people, roles and teams").check()
    office.get_by_role("button", name="Save the role").click()
    expect(office.get_by_text("Saved: in force within five seconds")).to_be_visible()

    def seen() -> bool:
        return other.request.get("/api/v1/users").status == 200

    suite.wait_until(seen, seconds=10)
    office.get_by_role("button", name="Remove the role").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("button", name="Remove").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Somebody has this role")


def test_every_permission_is_explained(office: Page) -> None:
    office.goto("/app/settings/roles/ADMIN")
    granted = office.locator(".roles-permission")
    expect(granted.first).to_be_visible()
    for text in granted.all_inner_texts():
        assert len(text.split()) > 2, f"nothing explains {text}"


def test_a_role_that_every_workspace_has_is_read_and_begun_from(office: Page) -> None:
    office.goto("/app/settings/roles")
    office.get_by_role("link", name="Security officer").click()
    expect(office.get_by_text("Export the audit log")).to_be_visible()
    expect(office.get_by_role("button", name="Remove the role")).to_have_count(0)
    office.get_by_role("link", name="Make one like it").click()
    expect(office.get_by_label("Export the audit log")).to_be_checked()
    expect(office.get_by_role("textbox", name="Name")).to_have_value("")
