"""Machines and their tokens: a secret is seen once, works at once, and ends when it is revoked."""

from uuid import uuid4

from playwright.sync_api import Locator, Page, expect
from running_suite import RunningSuite


def works(suite: RunningSuite, token: str, path: str = "/api/v1/contacts") -> bool:
    return suite.call("GET", path, cookie="", headers={"Authorization": f"Bearer {token}"}).status == 200


def taken(office: Page, act: Locator) -> str:
    """The secret that follows; nothing of it is left on the page."""
    act.click()
    dialog = office.get_by_role("dialog", name="Copy the token now")
    secret = dialog.locator("code").first.inner_text()
    dialog.get_by_role("button", name="I have kept it").click()
    expect(dialog).to_have_count(0)
    assert secret not in office.content()
    return secret


def test_a_token_is_made_rotated_and_revoked(office: Page, suite: RunningSuite) -> None:
    name = f"Report server {uuid4().hex[:8]}"
    office.goto("/app/settings/service-accounts")
    office.get_by_role("button", name="Create a service account").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Role").select_option(label="Staff")
    dialog.get_by_role("button", name="Create", exact=True).click()
    expect(office.get_by_role("heading", name=name)).to_be_visible()

    office.get_by_role("button", name="Create a token").click()
    dialog.get_by_label("Name").fill("Nightly")
    dialog.get_by_label("See contacts and search for them").check()
    first = taken(office, dialog.get_by_role("button", name="Create the token"))
    assert works(suite, first)
    assert not works(suite, first, "/api/v1/users")
    office.reload()
    row = office.get_by_role("row", name="Nightly")
    expect(row).to_contain_text("contacts.read")
    expect(row).not_to_contain_text("users.read")
    expect(row).not_to_contain_text("Never")

    office.get_by_role("button", name="Rotate Nightly").click()
    second = taken(office, dialog.get_by_role("button", name="Rotate"))
    assert works(suite, first)
    assert works(suite, second)
    expect(office.get_by_text("Rotated", exact=True)).to_be_visible()

    office.get_by_role("row", name="Rotated").get_by_role("button", name="Revoke Nightly").click()
    dialog.get_by_role("button", name="Revoke").click()
    expect(office.get_by_text("Revoked", exact=True)).to_be_visible()
    suite.wait_until(lambda: not works(suite, first), seconds=10)

    office.get_by_role("button", name="Disable").click()
    expect(office.get_by_text("Disabled", exact=True)).to_be_visible()
    suite.wait_until(lambda: not works(suite, second), seconds=10)
    office.get_by_role("button", name="Remove").click()
    dialog.get_by_role("button", name="Remove").click()
    expect(office.get_by_role("heading", name="Service accounts")).to_be_visible()
    expect(office.get_by_role("link", name=name)).to_have_count(0)
