"""The subscription of a practice: what it is, what a change would cost, how it is paid; and its agreements."""

from browser.people import Person, address, sign_in, someone
from playwright.sync_api import Page, expect
from running_suite import RunningSuite


def test_a_sandbox_says_that_it_is_not_billed(page: Page, suite: RunningSuite) -> None:
    sign_in(page, someone(suite, "ADMIN"))
    page.goto("/app/settings/subscription")
    expect(page.get_by_text("A sandbox has what its deployment has, and is not billed.")).to_be_visible()
    expect(page.get_by_role("link", name="Change plan")).to_have_count(0)


def test_a_change_shows_its_arithmetic_before_it_is_made(page: Page, administrator: Person) -> None:
    sign_in(page, administrator)
    page.goto("/app/settings/subscription")
    page.get_by_role("link", name="Change plan").click()
    page.get_by_label("Seats to calculate with").fill("10")
    page.get_by_label("Billing").select_option("Annual")
    costs = page.get_by_role("region", name="What it costs")
    arithmetic = "10 x $75.00 x 12 months = $9,000.00; - 20 % annual billing $1,800.00 = $7,200.00"
    expect(costs.get_by_text(arithmetic).last).to_be_visible()
    expect(costs.get_by_role("row", name="Total").last).to_contain_text("$12,600.00")
    page.get_by_label("Billing").select_option("Monthly")
    page.get_by_label("Marketing").check()
    expect(costs.get_by_text("1 x $445.00 x 1 month = $445.00").first).to_be_visible()
    page.get_by_role("button", name="Change to this").click()
    page.get_by_role("dialog").get_by_role("button", name="Change it").click()
    expect(page.get_by_role("heading", name="Subscription")).to_be_visible()
    expect(page.get_by_role("region", name="Enterprise")).to_contain_text("Marketing")
    page.get_by_role("link", name="Invoice").first.click()
    expect(page.get_by_role("row").filter(has_text="Marketing add-on")).to_contain_text("$445.00")
    page.get_by_role("link", name="Subscription").first.click()


def test_a_trial_becomes_a_subscription(page: Page, suite: RunningSuite) -> None:
    owner = Person(address())
    asked = {"email": owner.email, "password": owner.password}
    assert suite.call("POST", "/api/v1/signup", asked, cookie="").status == 202
    confirmed = {"token": suite.link_token(owner.email), "password": owner.password}
    assert suite.call("POST", "/api/v1/signup:confirm", confirmed, cookie="").status == 200
    sign_in(page, owner)
    page.goto("/app/settings/subscription")
    expect(page.get_by_role("region", name="Pro")).to_contain_text("Nothing is charged by itself")
    expect(page.get_by_text("No invoice yet.")).to_be_visible()
    page.get_by_role("link", name="Choose a plan").click()
    page.get_by_role("button", name="Change to this").click()
    expect(page.get_by_role("dialog")).to_contain_text("$75.00 are invoiced at once")
    page.get_by_role("dialog").get_by_role("button", name="Change it").click()
    expect(page.get_by_role("region", name="Pro")).to_contain_text("Active")
    expect(page.get_by_role("row").filter(has_text="Invoice 1")).to_contain_text("$75.00")


def test_a_lower_plan_waits_for_the_next_term(page: Page, administrator: Person) -> None:
    sign_in(page, administrator)
    page.goto("/app/settings/subscription/change")
    page.get_by_label("Pro").check()
    page.get_by_role("button", name="Change to this").click()
    page.get_by_role("dialog").get_by_role("button", name="Change it").click()
    expect(page.get_by_role("region", name="Enterprise")).to_contain_text("Until then you keep what you have")


def test_who_pays_and_how_is_said(page: Page, administrator: Person) -> None:
    sign_in(page, administrator)
    page.goto("/app/settings/subscription")
    page.get_by_role("button", name="Pay by card").click()
    expect(page.get_by_text("This deployment is paid by transfer")).to_be_visible()
    details = page.get_by_role("region", name="Billing details")
    details.get_by_role("button", name="Change").click()
    details.get_by_label("Organisation").fill("Okafor Holding")
    details.get_by_label("E-mail of the contact").fill("books@practice.example")
    details.get_by_role("button", name="Save").click()
    expect(details).to_contain_text("Okafor Holding")
    expect(details.get_by_role("button", name="Change")).to_be_visible()


def test_phi_mode_waits_for_the_signature(page: Page, administrator: Person) -> None:
    sign_in(page, administrator)
    page.goto("/app/settings/agreements")
    switch = page.get_by_role("button", name="Switch on")
    expect(switch).to_be_disabled()
    page.get_by_role("button", name="Read and sign").click()
    expect(page.get_by_role("region", name="Text of the agreement")).to_contain_text("45 CFR")
    page.get_by_label("Your full name").fill("Ada Lovelace")
    page.get_by_label("Your office in the practice").fill("Owner")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_label("I have read this agreement")).to_be_focused()
    page.get_by_label("I have read this agreement").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    baa = page.get_by_role("region", name="Business associate agreement (BAA)")
    expect(baa).to_contain_text("In force")
    expect(baa).to_contain_text("Ada Lovelace, Owner")
    switch.click()
    page.get_by_role("dialog").get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("region", name="PHI mode")).to_contain_text("On")


def test_a_vendor_is_added_given_a_baa_and_removed(page: Page, suite: RunningSuite) -> None:
    sign_in(page, someone(suite, "ADMIN"))
    page.goto("/app/settings/vendors")
    page.get_by_role("button", name="Add a vendor").click()
    page.get_by_label("Name", exact=True).fill("Acme Fax")
    page.get_by_label("Short name").fill("acme-fax")
    page.get_by_label("BAA with it").select_option("Signed by both")
    page.get_by_label("In force from").fill("2026-02-01")
    page.get_by_label("Until").fill("2026-01-01")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Until")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Until").fill("")
    page.get_by_role("button", name="Add", exact=True).click()
    row = page.get_by_role("row").filter(has_text="Acme Fax")
    expect(row).to_contain_text("BAA in force")
    page.get_by_role("button", name="Edit Acme Fax").click()
    page.get_by_label("BAA with it").select_option("Terminated")
    page.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("BAA terminated")
    page.get_by_role("button", name="Remove Acme Fax").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)


def test_subprocessors_are_shown_to_everyone(page: Page) -> None:
    page.goto("/app/subprocessors")
    expect(page.get_by_role("row").filter(has_text="Amazon Web Services")).to_be_visible()
