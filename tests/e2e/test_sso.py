"""Single sign-on through the edge, with a real provider: sign-in, linking, enforcement, logout by the provider."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pyotp
import pytest
from running_suite import Answer, RunningSuite, session_cookie
from simulators.dns_server import DnsServer
from simulators.real_provider import CLIENT_ID, CLIENT_SECRET, Browser, RealProvider, real_provider

DOMAIN = "practice.example"
UNKNOWN = "019a0000-0000-7000-8000-000000000000"


@dataclass
class Door:
    """A provider registered with the suite, and browsers of people who use it."""

    suite: RunningSuite
    provider: RealProvider
    provider_id: str

    @property
    def start(self) -> str:
        return f"/api/v1/sso/{self.provider_id}/start?returnTo=/app"

    def new_browser(self) -> Browser:
        return Browser(self.suite.base_url)

    def go(self, browser: Browser, login: str) -> Answer:
        """From the sign-in link to the answer of the callback."""
        return self.come_back(*self.there_and_back(browser, login))

    def there_and_back(self, browser: Browser, login: str) -> tuple[str, str]:
        """The path that the provider sends the browser back to, and the cookie that the browser has for it."""
        answer = self.suite.call("GET", self.start, cookie="")
        assert answer.status == 303, answer.body
        return self.at_provider(browser, answer.headers["location"], login), cookie_of(answer, "hn_sso")

    def at_provider(self, browser: Browser, url: str, login: str) -> str:
        parts = urlsplit(self.provider.sign_in(browser, url, login))
        return f"{parts.path}?{parts.query}"

    def come_back(self, path: str, cookie: str, *, accept: str = "application/json") -> Answer:
        return self.suite.call("GET", path, cookie=cookie, headers={"Accept": accept})


def cookie_of(answer: Answer, name: str) -> str:
    for part in answer.headers["set-cookie"].split(";"):
        if part.strip().startswith(f"{name}="):
            return part.strip()
    raise AssertionError(f"no cookie {name} was set")


def person() -> str:
    return f"p{uuid4().hex}"


@pytest.fixture(scope="module")
def provider(suite: RunningSuite) -> Iterator[RealProvider]:
    with real_provider(suite.base_url) as running:
        yield running


@pytest.fixture(scope="module")
def domain(suite: RunningSuite, dns: DnsServer) -> str:
    """A domain that the workspace has proved to be its own."""
    suite.sign_in()
    claimed = suite.call("POST", "/api/v1/sso/domains", {"domain": DOMAIN})
    assert claimed.status == 201, claimed.body
    path = f"/api/v1/sso/domains/{claimed.json['domainId']}:verify"
    early = suite.call("POST", path, {})
    assert (early.status, early.json["reason"]) == (409, "SSO_DOMAIN_NOT_PROVED")
    assert discover(suite, f"ada@{DOMAIN}") == {"choices": [], "ssoRequired": False}
    dns.texts[DOMAIN] = [claimed.json["recordValue"]]
    proved = suite.call("POST", path, {})
    assert proved.status == 200, proved.body
    assert proved.json["verifyTime"]
    return DOMAIN


@pytest.fixture
def door(suite: RunningSuite, provider: RealProvider, domain: str) -> Iterator[Door]:
    body = {
        "kind": "SSO_PROVIDER_KIND_OIDC",
        "displayName": "Practice",
        "issuer": provider.issuer,
        "clientId": CLIENT_ID,
        "clientSecret": CLIENT_SECRET,
        "justInTime": True,
        "defaultRole": "STAFF",
        "roleClaim": "groups",
        "allowedDomains": [domain],
        "roleRules": [{"value": "clinic", "role": "PROVIDER"}],
        "enabled": True,
    }
    suite.sign_in()
    answer = suite.call("POST", "/api/v1/sso/providers", body)
    assert answer.status == 201, answer.body
    assert CLIENT_SECRET not in answer.body.decode()
    yield Door(suite, provider, answer.json["providerId"])
    suite.sign_in()
    assert suite.call("PATCH", "/api/v1/sso/policy", {"ssoRequired": False}).status == 200
    assert suite.call("DELETE", f"/api/v1/sso/providers/{answer.json['providerId']}").status in {204, 404}


def discover(suite: RunningSuite, email: str) -> Any:
    """What a page learns of an address, whoever asks."""
    answer = suite.call("POST", "/api/v1/sso:discover", {"email": email}, cookie="")
    assert answer.status == 200, answer.body
    return answer.json


def whose(suite: RunningSuite, cookie: str) -> Any:
    answer = suite.call("GET", "/api/v1/session", cookie=cookie)
    return answer.json["user"] if answer.status == 200 else None


def test_someone_new_signs_in_and_is_known_the_next_time(door: Door) -> None:
    login, browser = person(), door.new_browser()
    first = door.go(browser, login)
    assert (first.status, first.headers["location"]) == (303, "/app"), first.body
    assert "HttpOnly; Secure; SameSite=Lax" in first.headers["set-cookie"]
    user = whose(door.suite, session_cookie(first))
    assert (user["email"], user["role"]) == (f"{login}@{DOMAIN}", "PROVIDER")
    again = door.go(browser, login)
    assert whose(door.suite, session_cookie(again))["userId"] == user["userId"]


def test_an_address_leads_to_the_provider_of_its_domain(door: Door) -> None:
    suite, known = door.suite, f"{person()}@{DOMAIN}"
    suite.create_user(known, "STAFF", "a fine long passphrase 7")
    start = f"/api/v1/sso/{door.provider_id}/start"
    choice = {"providerId": door.provider_id, "displayName": "Practice", "startPath": start}
    for email in (known, f"nobody@{DOMAIN}"):
        assert discover(suite, email) == {"choices": [choice], "ssoRequired": False}
    assert discover(suite, "ada@elsewhere.example")["choices"] == []
    assert suite.call("GET", start, cookie="").status == 303


def test_what_the_browser_brings_back_counts_once_and_there(door: Door) -> None:
    path, cookie = door.there_and_back(door.new_browser(), person())
    for other in ("", "hn_sso=" + "A" * 43):
        refused = door.come_back(path, other)
        assert (refused.status, refused.json["reason"]) == (401, "SSO_ATTEMPT_INVALID")
    assert door.come_back(path, cookie).status == 303
    assert door.come_back(path, cookie).json["reason"] == "SSO_ATTEMPT_INVALID"


def test_a_person_who_is_refused_is_led_to_a_page(door: Door) -> None:
    answer = door.suite.call("GET", "/api/v1/sso/callback?state=x&code=<b>", cookie="", headers={"Accept": "text/html"})
    assert (answer.status, answer.headers["location"]) == (303, "/app/sign-in/refused#reason=SSO_ATTEMPT_INVALID")


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/%5Cevil.example"])
def test_the_browser_is_sent_nowhere_else(door: Door, target: str) -> None:
    answer = door.suite.call("GET", f"/api/v1/sso/{door.provider_id}/start?returnTo={target}", cookie="")
    assert (answer.status, answer.json["errors"][0]["field"]) == (400, "returnTo")


def test_a_provider_nobody_knows_is_not_found(door: Door) -> None:
    assert door.suite.call("GET", f"/api/v1/sso/{UNKNOWN}/start", cookie="").status == 404
    assert door.suite.call("GET", "/api/v1/sso/nonsense/start", cookie="").status == 400


def test_an_address_does_not_take_over_an_account_but_linking_joins_them(door: Door) -> None:
    suite = door.suite
    login = person()
    email, password = f"{login}@{DOMAIN}", "a fine long passphrase 7"
    suite.create_user(email, "STAFF", password)
    mine = session_cookie(suite.call("POST", "/api/v1/session", {"email": email, "password": password}, cookie=""))
    browser = door.new_browser()
    refused = door.go(browser, login)
    assert (refused.status, refused.json["reason"]) == (409, "SSO_EMAIL_IN_USE")

    body = {"providerId": door.provider_id, "returnTo": "/me"}
    begun = suite.call("POST", "/api/v1/me/sso-links", body, cookie=mine)
    assert begun.status == 200, begun.body
    path = door.at_provider(browser, begun.json["authorizationUrl"], login)
    attempt = cookie_of(begun, "hn_sso")
    assert parse_qs(urlsplit(begun.json["authorizationUrl"]).query)["prompt"] == ["login"]
    linked = door.come_back(path, f"{attempt}; {mine}")
    assert (linked.status, linked.headers["location"]) == (303, "/me"), linked.body
    assert "hn_session" not in linked.headers["set-cookie"]

    through = session_cookie(door.go(door.new_browser(), login))
    assert whose(suite, through)["userId"] == whose(suite, mine)["userId"]
    (link,) = suite.call("GET", "/api/v1/me/sso-links", cookie=mine).json["links"]
    assert link["email"] == email
    assert suite.call("DELETE", f"/api/v1/me/sso-links/{link['linkId']}", cookie=mine).status == 204
    assert door.go(door.new_browser(), login).json["reason"] == "SSO_EMAIL_IN_USE"


def test_an_act_that_asks_for_a_fresh_proof_gets_one_at_the_provider(door: Door) -> None:
    suite, browser = door.suite, door.new_browser()
    login = person()
    suite.call("PATCH", f"/api/v1/sso/providers/{door.provider_id}", {"roleRules": [], "defaultRole": "ADMIN"})
    silent = session_cookie(door.go(browser, login))
    refused = suite.call("PATCH", "/api/v1/sso/policy", {"ssoRequired": False}, cookie=silent)
    assert (refused.status, refused.json["reason"]) == (403, "STEP_UP_REQUIRED")
    begun = suite.call("GET", f"{door.start}&fresh=true", cookie="")
    path = door.at_provider(browser, begun.headers["location"], login)
    fresh = session_cookie(door.come_back(path, cookie_of(begun, "hn_sso")))
    assert suite.call("PATCH", "/api/v1/sso/policy", {"ssoRequired": False}, cookie=fresh).status == 200


def test_a_session_that_came_through_a_provider_steps_up_there(door: Door) -> None:
    suite, browser, login = door.suite, door.new_browser(), person()
    mine = session_cookie(door.go(browser, login))
    refused = suite.call("POST", "/api/v1/me/mfa/totp", {}, cookie=mine)
    assert (refused.status, refused.json["reason"]) == (403, "STEP_UP_REQUIRED")
    begun = suite.call("POST", "/api/v1/me/step-up:sso", {"returnTo": "/app/me"}, cookie=mine)
    assert begun.status == 200, begun.body
    path, attempt = door.at_provider(browser, begun.json["authorizationUrl"], login), cookie_of(begun, "hn_sso")
    elsewhere = door.come_back(path, attempt)
    assert (elsewhere.status, elsewhere.json["reason"]) == (401, "SSO_LINK_SESSION")
    begun = suite.call("POST", "/api/v1/me/step-up:sso", {"returnTo": "/app/me"}, cookie=mine)
    path, attempt = door.at_provider(browser, begun.json["authorizationUrl"], login), cookie_of(begun, "hn_sso")
    back = door.come_back(path, f"{attempt}; {mine}")
    assert (back.status, back.headers["location"]) == (303, "/app/me"), back.body
    assert "hn_session" not in back.headers["set-cookie"]
    suite.wait_until(lambda: suite.call("POST", "/api/v1/me/mfa/totp", {}, cookie=mine).status == 200, seconds=10)


def test_the_factor_of_the_account_is_asked_for_unless_the_provider_tells_of_one(door: Door) -> None:
    suite, browser, login = door.suite, door.new_browser(), person()
    begun = suite.call("GET", f"{door.start}&fresh=true", cookie="")
    path = door.at_provider(browser, begun.headers["location"], login)
    mine = session_cookie(door.come_back(path, cookie_of(begun, "hn_sso")))
    secret = suite.call("POST", "/api/v1/me/mfa/totp", {}, cookie=mine).json["secret"]
    app = pyotp.TOTP(secret)
    confirmed = suite.call("POST", "/api/v1/me/mfa/totp:confirm", {"code": app.now()}, cookie=mine)
    code = confirmed.json["recoveryCodes"][0]

    asked = door.go(door.new_browser(), login)
    page, _, given = asked.headers["location"].partition("#")
    assert (asked.status, page) == (303, "/app/sign-in")
    assert "hn_session" not in asked.headers["set-cookie"]
    fields = {name: values[0] for name, values in parse_qs(given).items()}
    assert (fields["kinds"], fields["returnTo"]) == ("totp,recovery_code", "/app")
    answer = {"challengeId": fields["challenge"], "code": code}
    through = suite.call("POST", "/api/v1/session/mfa", answer, cookie="")
    assert through.status == 200, through.body
    assert whose(suite, session_cookie(through))["email"] == f"{login}@{DOMAIN}"

    door.provider.tells(login, amr=["pwd", "otp"])
    assert door.go(door.new_browser(), login).headers["location"] == "/app"


def test_the_role_follows_the_groups_within_seconds(door: Door) -> None:
    suite, browser, login = door.suite, door.new_browser(), person()
    rules = [{"value": "owners", "role": "ADMIN"}, {"value": "clinic", "role": "PROVIDER"}]
    path = f"/api/v1/sso/providers/{door.provider_id}"
    assert suite.call("PATCH", path, {"roleRules": rules, "followRoles": True}).status == 200
    door.provider.tells(login, groups=["owners"])
    before = session_cookie(door.go(browser, login))
    assert suite.call("GET", "/api/v1/sso/providers", cookie=before).status == 200
    door.provider.tells(login, groups=["clinic"])
    after = session_cookie(door.go(browser, login))
    assert whose(suite, after)["role"] == "PROVIDER"
    suite.wait_until(lambda: suite.call("GET", "/api/v1/sso/providers", cookie=before).status == 403, seconds=10)


def test_where_sso_is_required_a_password_opens_nothing(door: Door) -> None:
    suite = door.suite
    email, password = f"{person()}@{DOMAIN}", "a fine long passphrase 7"
    suite.create_user(email, "STAFF", password)
    keeper = whose(suite, suite.cookie)["userId"]
    locked = suite.call("PATCH", "/api/v1/sso/policy", {"ssoRequired": True})
    assert (locked.status, locked.json["reason"]) == (409, "SSO_POLICY_LOCKOUT")
    policy = {"ssoRequired": True, "breakGlassUserIds": [keeper]}
    assert suite.call("PATCH", "/api/v1/sso/policy", policy).json["ssoRequired"] is True
    assert discover(suite, f"nobody@{DOMAIN}")["ssoRequired"] is True
    wrong = suite.call("POST", "/api/v1/session", {"email": email, "password": "wrong"}, cookie="")
    assert (wrong.status, wrong.json["reason"]) == (401, "INVALID_CREDENTIALS")
    right = suite.call("POST", "/api/v1/session", {"email": email, "password": password}, cookie="")
    assert (right.status, right.json["reason"]) == (403, "SSO_REQUIRED")
    assert right.json["metadata"]["providerIds"] == door.provider_id
    assert suite.sign_in()
    assert door.go(door.new_browser(), person()).status == 303


def test_signing_out_at_the_provider_ends_the_session_here(door: Door) -> None:
    suite, browser, beside = door.suite, door.new_browser(), door.new_browser()
    cookie = session_cookie(door.go(browser, person()))
    other = session_cookie(door.go(beside, person()))
    assert whose(suite, cookie)
    door.provider.sign_out(browser)
    suite.wait_until(lambda: whose(suite, cookie) is None, seconds=10)
    assert whose(suite, other)


def test_a_logout_token_that_proves_nothing_is_refused(door: Door) -> None:
    path, form = "/api/v1/sso/backchannel-logout", {"Content-Type": "application/x-www-form-urlencoded"}
    refused = door.suite.call("POST", path, raw=b"logout_token=a.b.c", headers=form, cookie="")
    assert (refused.status, refused.json["reason"]) == (400, "SSO_LOGOUT_TOKEN_INVALID")
    assert door.suite.call("POST", path, {"logout_token": "a.b.c"}, cookie="").status == 415


def test_only_who_may_decides_about_providers(door: Door) -> None:
    cookie = door.suite.sign_in_as("STAFF")
    for method, path in (("GET", "/api/v1/sso/providers"), ("GET", "/api/v1/sso/policy")):
        assert door.suite.call(method, path, cookie=cookie).json["reason"] == "PERMISSION_MISSING"
