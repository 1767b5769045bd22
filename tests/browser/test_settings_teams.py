"""The tree of teams, and who is in them."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect
from running_suite import RunningSuite


@pytest.fixture
def names() -> tuple[str, str]:
    mark = uuid4().hex[:8]
    return f"Clinic {mark}", f"North {mark}"


def create(office: Page, name: str, parent: str = "") -> None:
    office.goto("/app/settings/teams")
    office.get_by_role("button", name="Create a team").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    if parent:
        dialog.get_by_label("Below").select_option(label=parent)
    dialog.get_by_role("button", name="Create the team").click()
    expect(office.get_by_role("link", name=name)).to_be_visible()


def test_the_tree_grows_moves_and_shrinks(office: Page, names: tuple[str, str]) -> None:
    above, below = names
    create(office, above)
    create(office, below, above)
    expect(office.get_by_role("listitem").filter(has_text=above).get_by_role("listitem")).to_have_text(below)
    office.get_by_role("link", name=below).click()
    office.get_by_role("link", name=above).click()
    expect(office.get_by_role("heading", name=above)).to_be_visible()
    expect(office.get_by_role("combobox", name="Below").get_by_role("option", name=below)).to_have_count(0)
    office.get_by_role("button", name="Remove the team").click()
    dialog = office.get_by_role("dialog")
    dialog.get_by_role("button", name="Remove").click()
    expect(dialog.get_by_role("alert")).to_contain_text("There are teams below")
    dialog.get_by_role("button", name="Cancel").click()

    office.get_by_role("link", name=below).click()
    office.get_by_role("textbox", name="Name").fill(f"{below} again")
    office.get_by_role("combobox", name="Below").select_option(label="No team: at the top")
    office.get_by_role("button", name="Save").click()
    expect(office.get_by_role("heading", name=f"{below} again")).to_be_visible()
    expect(office.get_by_role("link", name=above)).to_have_count(0)
    office.get_by_role("button", name="Remove the team").click()
    office.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(office.get_by_role("heading", name="Teams")).to_be_visible()
    expect(office.get_by_role("link", name=below)).to_have_count(0)


def test_people_are_put_in_and_taken_out(office: Page, suite: RunningSuite, names: tuple[str, str]) -> None:
    create(office, names[0])
    office.get_by_role("link", name=names[0]).click()
    email = suite.status["signIn"]["email"]
    office.get_by_role("combobox", name="Add someone").select_option(label=email)
    office.get_by_role("button", name="Add to the team").click()
    expect(office.get_by_role("table").get_by_role("link", name=email)).to_be_visible()
    expect(office.get_by_role("combobox", name="Add someone").get_by_role("option", name=email)).to_have_count(0)
    office.get_by_role("button", name=f"Take {email} out").click()
    expect(office.get_by_text("Nobody is in this team yet")).to_be_visible()
