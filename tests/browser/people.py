"""What people do in a browser, in the words of the pages."""

import re
from dataclasses import dataclass
from uuid import uuid4

import pyotp
from playwright.sync_api import Page, expect
from running_suite import RunningSuite

PASSWORD = "a fine long passphrase 7"
NEW_PASSWORD = "another fine passphrase 8"


@dataclass
class Person:
    """Someone, of the sandbox unless it says otherwise."""

    email: str
    password: str = PASSWORD


def address() -> str:
    return f"{uuid4().hex[:12]}@practice.example"


def someone(suite: RunningSuite, role: str = "STAFF") -> Person:
    """Somebody new, who was invited and came."""
    made = Person(address())
    assert suite.call("POST", "/api/v1/invitations", {"email": made.email, "role": role}).status == 201
    version = suite.call("GET", "/api/v1/policies").json["currentVersion"]
    answer = {"fullName": "Grace Okafor", "password": made.password, "policyVersion": version}
    token = suite.link_token(made.email)
    assert suite.call("POST", "/api/v1/invitations:accept", {"token": token, **answer}, cookie="").status == 200
    return made


def of_own_practice(suite: RunningSuite) -> Person:
    """The only person of a practice that has just signed up."""
    made = Person(address())
    account = {"email": made.email, "password": made.password}
    assert suite.call("POST", "/api/v1/signup", account, cookie="").status == 202
    confirmation = {"token": suite.link_token(made.email), "password": made.password}
    assert suite.call("POST", "/api/v1/signup:confirm", confirmation, cookie="").status == 200
    return made


def of_production(suite: RunningSuite, role: str = "ADMIN") -> Person:
    made = Person(address())
    suite.create_user(made.email, role, made.password, "production")
    return made


def give_password(page: Page, person: Person) -> None:
    page.get_by_label("E-mail", exact=True).fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_in(page: Page, person: Person) -> None:
    page.goto("/app/sign-in")
    give_password(page, person)
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def open_letter(page: Page, suite: RunningSuite, to: str, path: str) -> None:
    """Follows the link of a letter. Its secret is out of the address bar as soon as the page is there."""
    links: list[str] = []
    wanted = re.compile(rf"http\S+{path}#token=\S+")

    def arrived() -> bool:
        links.extend(wanted.findall("".join(suite.letters(to))))
        return bool(links)

    suite.wait_until(arrived, seconds=30)
    token = links[-1].partition("#token=")[2]
    page.goto("about:blank")
    page.goto(links[-1])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert token not in page.url
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])").find(token) == -1


def enrol_app(page: Page) -> tuple[pyotp.TOTP, list[str]]:
    """An authenticator app, and the recovery codes shown with it."""
    page.goto("/app/enrol")
    page.get_by_role("button", name="Authenticator app").click()
    page.get_by_text("I cannot scan it").click()
    app = pyotp.TOTP(page.locator(".enrol-secret").inner_text().replace(" ", ""))
    assert page.get_by_alt_text("QR code").evaluate("image => image.naturalWidth > 0")
    page.get_by_label("Code").fill(app.now())
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="Keep your recovery codes")).to_be_visible()
    codes = page.locator(".enrol-codes code").all_inner_texts()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    return app, codes
