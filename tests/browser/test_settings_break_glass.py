"""Emergency access: opened by one, seen on every page, ended, and reviewed by another."""

from uuid import uuid4

from browser.people import sign_in, someone
from playwright.sync_api import Page, expect
from running_suite import RunningSuite


def test_it_is_opened_ended_and_reviewed_by_someone_else(office: Page, other: Page, suite: RunningSuite) -> None:
    reason = f"Unconscious patient, unknown medication {uuid4().hex}"
    sign_in(other, someone(suite, "PROVIDER"))
    other.goto("/app/settings/break-glass")
    other.get_by_label("Reason").fill("short")
    other.get_by_role("button", name="Open for an hour").click()
    expect(other.get_by_label("Reason")).to_have_attribute("aria-invalid", "true")
    other.get_by_label("Reason").fill(reason)
    other.get_by_role("button", name="Open for an hour").click()
    banner = other.get_by_text("Emergency access is open.")
    expect(banner).to_be_visible()
    other.goto("/app")
    expect(banner).to_be_visible()
    expect(other.get_by_text("60 minutes left")).to_be_visible()
    other.get_by_role("button", name="End it now").click()
    expect(banner).to_have_count(0)

    office.goto("/app/settings/break-glass")
    grant = office.get_by_role("listitem").filter(has_text=reason)
    expect(grant).to_contain_text("To review")
    expect(grant.get_by_role("button", name="End")).to_have_count(0)
    grant.get_by_role("button", name="Review").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("On what grounds").fill("Spoke to the ward: so it was.")
    dialog.get_by_role("button", name="Close the review").click()
    expect(dialog.get_by_label("Finding")).to_be_focused()
    dialog.get_by_label("Finding").select_option(index=1)
    dialog.get_by_role("button", name="Close the review").click()
    expect(grant).to_have_count(0)
    office.get_by_role("button", name="Show those reviewed already as well").click()
    expect(grant).to_contain_text("Justified")
    expect(grant).to_contain_text("Spoke to the ward")
