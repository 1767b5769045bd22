"""Second factors by REST, as a browser meets them: enrolled, asked for, stolen, lost, and required."""

import subprocess
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pyotp
import pytest
from running_suite import COMMAND, Answer, RunningSuite, session_cookie
from software_authenticator import SoftwareAuthenticator

PASSWORD = "a fine long passphrase 7"


@dataclass
class Person:
    """Someone with a browser of their own."""

    suite: RunningSuite
    email: str
    cookie: str = ""
    app: pyotp.TOTP | None = None
    recovery_codes: list[str] = field(default_factory=list)

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        return self.suite.call(method, f"/api/v1{path}", body, cookie=self.cookie)

    def sign_in(self) -> Answer:
        answer = self.suite.call("POST", "/api/v1/session", {"email": self.email, "password": PASSWORD}, cookie="")
        if answer.status == 200:
            self.cookie = session_cookie(answer)
        return answer

    def challenged(self) -> str:
        answer = self.sign_in()
        assert (answer.status, answer.json["reason"]) == (401, "MFA_REQUIRED"), answer.body
        assert "set-cookie" not in answer.headers
        challenge_id: str = answer.json["metadata"]["challengeId"]
        return challenge_id

    def answer(self, challenge_id: str, **given: str) -> Answer:
        answer = self.suite.call("POST", "/api/v1/session/mfa", {"challengeId": challenge_id, **given}, cookie="")
        if answer.status == 200:
            self.cookie = session_cookie(answer)
        return answer

    def enrol_app(self) -> None:
        begun = self.call("POST", "/me/mfa/totp", {})
        assert begun.status == 200, begun.body
        assert begun.json["otpauthUri"].startswith("otpauth://totp/")
        assert begun.json["qrSvg"].startswith("<svg")
        self.app = pyotp.TOTP(begun.json["secret"])
        confirmed = self.call("POST", "/me/mfa/totp:confirm", {"code": self.app.now()})
        assert confirmed.status == 200, confirmed.body
        self.recovery_codes = confirmed.json["recoveryCodes"]

    def user_id(self) -> str:
        found: str = self.call("GET", "/session").json["user"]["userId"]
        return found


def person(suite: RunningSuite, role: str = "STAFF") -> Person:
    """Someone new in the sandbox, signed in."""
    email = f"{uuid4().hex[:12]}@sandbox.example"
    command = [*COMMAND, "create-user", "--email", email, "--role", role]
    subprocess.run(command, env=suite.environment, input=PASSWORD, text=True, capture_output=True, check=True)
    made = Person(suite, email)
    assert made.sign_in().status == 200
    return made


@pytest.fixture
def enrolled(suite: RunningSuite) -> Person:
    made = person(suite)
    made.enrol_app()
    return made


def passkey(suite: RunningSuite) -> SoftwareAuthenticator:
    return SoftwareAuthenticator(origin=suite.base_url, rp_id="localhost")


def test_an_authenticator_app_is_enrolled_and_asked_for(enrolled: Person) -> None:
    listed = enrolled.call("GET", "/me/mfa").json
    assert [factor["kind"] for factor in listed["factors"]] == ["FACTOR_KIND_TOTP"]
    assert listed["recoveryCodesLeft"] == len(set(enrolled.recovery_codes)) == 10
    assert enrolled.app is not None
    used = enrolled.app.now()
    refused = enrolled.answer(enrolled.challenged(), code=used)
    assert (refused.status, refused.json["reason"]) == (401, "FACTOR_REFUSED")
    old = enrolled.cookie
    answer = enrolled.answer(enrolled.challenged(), code=enrolled.recovery_codes[0])
    assert answer.status == 200
    assert answer.json["user"]["email"] == enrolled.email
    assert enrolled.cookie != old
    assert enrolled.call("GET", "/session").json["current"]
    assert "HttpOnly; Secure; SameSite=Lax" in answer.headers["set-cookie"]


def test_one_recovery_code_sent_64_times_at_once_opens_one_session(enrolled: Person) -> None:
    challenge_id, code = enrolled.challenged(), enrolled.recovery_codes[1]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: enrolled.answer(challenge_id, code=code), range(64)))
    statuses = Counter(answer.status for answer in answers)
    assert statuses[200] == 1, statuses
    assert set(statuses) <= {200, 401, 429}
    assert len(enrolled.call("GET", "/me/sessions").json["sessions"]) == 2


def test_a_challenge_is_of_one_account_and_cannot_be_made_up(suite: RunningSuite, enrolled: Person) -> None:
    other = person(suite)
    other.enrol_app()
    suite.wait_until(lambda: enrolled.sign_in().status == 401, seconds=10)
    challenge_id = enrolled.challenged()
    refused = enrolled.answer(challenge_id, code=other.recovery_codes[0])
    assert (refused.status, refused.json["reason"]) == (401, "FACTOR_REFUSED")
    for made_up in ("A" * 43, challenge_id[:-1] + ("A" if challenge_id[-1] != "A" else "B"), "1"):
        ended = enrolled.answer(made_up, code=enrolled.recovery_codes[0])
        assert (ended.status, ended.json["reason"]) == (401, "CHALLENGE_ENDED")
    assert suite.call("GET", "/api/v1/contacts", cookie=f"hn_session={challenge_id}").status == 401


def test_a_fresh_proof_needs_the_factor_once_there_is_one(suite: RunningSuite, enrolled: Person) -> None:
    weak = enrolled.call("POST", "/me/step-up", {"password": PASSWORD})
    assert (weak.status, weak.json["reason"]) == (403, "PROOF_TOO_WEAK")
    wrong = enrolled.call("POST", "/me/step-up", {"code": "aaaa-bbbb"})
    assert (wrong.status, wrong.json["reason"]) == (403, "PROOF_REFUSED")
    proved = enrolled.call("POST", "/me/step-up", {"code": enrolled.recovery_codes[2]})
    assert (proved.status, "expireTime" in proved.json) == (200, True)
    replaced = enrolled.call("POST", "/me/mfa/recovery-codes:regenerate", {})
    assert not set(replaced.json["recoveryCodes"]) & set(enrolled.recovery_codes)
    assert enrolled.call("DELETE", "/me/mfa/totp").status == 204
    assert enrolled.sign_in().status == 200
    assert enrolled.call("POST", "/me/step-up", {"password": PASSWORD}).status == 200


def test_a_passkey_signs_in_alone_or_behind_a_password(suite: RunningSuite) -> None:
    owner, key = person(suite), passkey(suite)
    options = owner.call("POST", "/me/mfa/passkeys:begin", {}).json["optionsJson"]
    made = owner.call("POST", "/me/mfa/passkeys", {"credentialJson": key.create(options), "displayName": "Laptop"})
    assert (made.status, made.json["factor"]["displayName"]) == (200, "Laptop")
    begun = suite.call("POST", "/api/v1/session/passkey:begin", {}, cookie="").json["optionsJson"]
    answer = {"credentialJson": key.get(begun)}
    opened = suite.call("POST", "/api/v1/session/passkey", answer, cookie="")
    assert (opened.status, opened.json["user"]["email"]) == (200, owner.email)
    assert suite.call("POST", "/api/v1/session/passkey", answer, cookie="").status == 401
    assert suite.call("GET", "/api/v1/session", cookie=session_cookie(opened)).status == 200
    challenge = {"challengeId": owner.challenged()}
    asked = suite.call("POST", "/api/v1/session/passkey:begin", challenge, cookie="").json["optionsJson"]
    assert owner.answer(challenge["challengeId"], credentialJson=key.get(asked)).status == 200
    asked = owner.call("POST", "/me/step-up:begin", {}).json["optionsJson"]
    assert owner.call("POST", "/me/step-up", {"credentialJson": key.get(asked)}).status == 200
    assert owner.call("DELETE", f"/me/mfa/passkeys/{made.json['factor']['factorId']}").status == 204
    assert owner.sign_in().status == 200


def test_an_administrator_resets_who_lost_everything(suite: RunningSuite, enrolled: Person) -> None:
    administrator, staff = person(suite, "ADMIN"), person(suite)
    path = f"/users/{enrolled.user_id()}:resetMfa"
    assert staff.call("POST", path, {}).status == 403
    assert administrator.call("POST", path, {}).status == 204
    suite.wait_until(lambda: enrolled.call("GET", "/session").status == 401, seconds=10)
    assert enrolled.sign_in().status == 200


def test_a_policy_leaves_nothing_but_enrolling_to_who_has_no_factor(suite: RunningSuite) -> None:
    administrator, staff = person(suite, "ADMIN"), person(suite)
    administrator.enrol_app()
    required = {"mfaRequired": True, "gracePeriodDays": 0}
    assert staff.call("PATCH", "/security-policy", required).status == 403
    changed = administrator.call("PATCH", "/security-policy", required)
    assert (changed.status, changed.json["mfaRequired"]) == (200, True)
    try:
        signed_in = staff.sign_in()
        assert (signed_in.status, signed_in.json["mfaEnrolmentRequired"]) == (200, True)
        for path in ("/contacts", "/me/sessions", "/users"):
            refused = staff.call("GET", path)
            assert (refused.status, refused.json["reason"]) == (403, "MFA_ENROLMENT_REQUIRED")
        staff.enrol_app()
        assert staff.call("GET", "/contacts").status == 200
        assert administrator.call("GET", "/contacts").status == 200
    finally:
        relaxed = administrator.call("PATCH", "/security-policy", {"mfaRequired": False, "gracePeriodDays": 14})
    assert (relaxed.status, relaxed.json["mfaRequired"]) == (200, False)
