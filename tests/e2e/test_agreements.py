"""No PHI before the BAA."""

import hashlib
from typing import Any

import pytest
from running_suite import Answer, RunningSuite

CONTACT = {"firstName": "Real", "lastName": "Patient"}


class Practice:
    """An administrator of the production workspace."""

    def __init__(self, suite: RunningSuite) -> None:
        self.suite = suite
        self.cookie = suite.sign_in_as("ADMIN", "production")

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        return self.suite.call(method, f"/api/v1{path}", body, cookie=self.cookie)

    def takes_phi(self) -> bool:
        return self.call("POST", "/contacts", CONTACT).status == 201

    def wait_for_phi(self, *, taken: bool) -> None:
        """The edge keeps what a session may do for five seconds."""
        self.suite.wait_until(lambda: self.takes_phi() is taken, seconds=20)


@pytest.fixture(scope="module")
def practice(suite: RunningSuite) -> Practice:
    return Practice(suite)


def signature(version: str, **changes: Any) -> dict[str, Any]:
    named = {"signerName": "Ada Lovelace", "signerTitle": "Owner", "documentVersion": version, "accepted": True}
    return named | changes


def test_production_takes_phi_only_under_a_signed_baa(practice: Practice) -> None:
    before = practice.call("GET", "/agreements").json
    assert (before["baaState"], before["phiAllowed"]) == ("BAA_STATE_UNSIGNED", False)
    for method, path in (("POST", "/contacts"), ("PATCH", f"/contacts/{'0' * 8}-0000-7000-8000-{'0' * 12}")):
        refused = practice.call(method, path, CONTACT)
        assert refused.status == 403
        assert refused.json["reason"] == "FEATURE_UNAVAILABLE"
        assert "agreements:signBaa" in refused.json["detail"]
    assert practice.suite.call("GET", "/api/v1/contacts", cookie=practice.cookie).status == 200
    early = practice.call("POST", "/agreements:setPhiMode", {"enabled": True})
    assert early.json["reason"] == "BAA_NOT_SIGNED"

    version = before["document"]["documentVersion"]
    document = practice.call("GET", f"/agreements/documents/{version}").json
    assert hashlib.sha256(document["text"].encode()).hexdigest() == before["document"]["sha256"]
    unaccepted = practice.call("POST", "/agreements:signBaa", signature(version, accepted=False))
    assert unaccepted.json["reason"] == "BAA_NOT_ACCEPTED"
    other = practice.call("POST", "/agreements:signBaa", signature("1999-01"))
    assert other.json["reason"] == "BAA_VERSION_NOT_OFFERED"
    signed = practice.call("POST", "/agreements:signBaa", signature(version))
    assert signed.status == 200, signed.body
    assert signed.json["baaState"] == "BAA_STATE_IN_FORCE"
    (kept,) = signed.json["signatures"]
    assert kept["signerName"] == "Ada Lovelace"
    assert kept["documentSha256"] == before["document"]["sha256"]
    assert kept["source"].startswith("127.0.0.1")
    again = practice.call("POST", "/agreements:signBaa", signature(version))
    assert (again.status, again.json["reason"]) == (409, "BAA_ALREADY_SIGNED")
    assert not practice.takes_phi()

    assert practice.call("POST", "/agreements:setPhiMode", {"enabled": True}).json["phiAllowed"]
    practice.wait_for_phi(taken=True)
    assert practice.call("GET", "/session").json["workspace"]["phiAllowed"]
    assert not practice.call("POST", "/agreements:setPhiMode", {"enabled": False}).json["phiAllowed"]
    practice.wait_for_phi(taken=False)
    actions = {entry["action"] for entry in trail(practice)}
    assert {"baa.signed", "phi_mode.changed"} <= actions


def trail(practice: Practice) -> list[dict[str, Any]]:
    def entries() -> list[dict[str, Any]]:
        answer = practice.call("GET", "/audit/entries?pageSize=200")
        assert answer.status == 200, answer.body
        found: list[dict[str, Any]] = answer.json["entries"]
        return found

    practice.suite.wait_until(
        lambda: {"baa.signed", "phi_mode.changed"} <= {entry["action"] for entry in entries()}, seconds=20
    )
    return entries()


def test_a_sandbox_takes_synthetic_patients_without_a_signature(suite: RunningSuite) -> None:
    assert suite.call("GET", "/api/v1/session").json["workspace"]["phiAllowed"]
    assert suite.call("POST", "/api/v1/contacts", CONTACT).status == 201


def test_who_may_read_agreements_may_not_sign_them(suite: RunningSuite) -> None:
    officer, staff = suite.sign_in_as("SECURITY_OFFICER"), suite.sign_in_as("STAFF")
    assert suite.call("GET", "/api/v1/agreements", cookie=officer).status == 200
    refused = suite.call("POST", "/api/v1/agreements:signBaa", signature("2026-11"), cookie=officer)
    assert (refused.status, refused.json["reason"]) == (403, "PERMISSION_MISSING")
    assert suite.call("GET", "/api/v1/agreements", cookie=staff).status == 403


def test_a_vendor_may_have_phi_while_its_baa_is_in_force(practice: Practice) -> None:
    vendors = {each["code"]: each for each in practice.call("GET", "/agreements/vendors").json["vendors"]}
    assert {"athenahealth", "hint", "klara", "nexhealth", "tebra", "twilio", "anthropic"} <= vendors.keys()
    assert {each["standing"] for each in vendors.values()} == {"VENDOR_STANDING_NO_BAA", "VENDOR_STANDING_NOT_FOR_PHI"}
    path = f"/agreements/vendors/{vendors['twilio']['vendorId']}"
    undated = practice.call("PATCH", path, {"baaState": "VENDOR_BAA_STATE_SIGNED"})
    assert (undated.status, undated.json["reason"]) == (400, "VENDOR_BAA_DATES")
    recorded = {"baaState": "VENDOR_BAA_STATE_SIGNED", "effectiveDate": "2020-01-01", "documentReference": "drawer 3"}
    signed = practice.call("PATCH", path, recorded)
    assert signed.status == 200, signed.body
    assert signed.json["standing"] == "VENDOR_STANDING_ACTIVE"
    assert practice.call("GET", path).json == signed.json
    lapsed = practice.call("PATCH", path, {"expireDate": "2020-12-31"})
    assert lapsed.json["standing"] == "VENDOR_STANDING_LAPSED"
    assert practice.call("PATCH", path, {"expireDate": "2020-13-31"}).status == 400
    assert practice.call("PATCH", path, {"code": "other"}).status == 400
    assert practice.call("DELETE", path).status == 204
    assert practice.call("GET", path).json["standing"] == "VENDOR_STANDING_NO_BAA"


def test_a_practice_adds_vendors_of_its_own(practice: Practice) -> None:
    new = {"code": "acme-fax", "name": "Acme Fax", "category": "VENDOR_CATEGORY_MESSAGING", "touchesPhi": True}
    added = practice.call("POST", "/agreements/vendors", new)
    assert added.status == 201, added.body
    again = practice.call("POST", "/agreements/vendors", new)
    assert (again.status, again.json["reason"]) == (409, "VENDOR_EXISTS")
    assert practice.call("POST", "/agreements/vendors", new | {"code": ""}).status == 400
    assert practice.call("DELETE", f"/agreements/vendors/{added.json['vendorId']}").status == 204


def test_anyone_may_see_who_processes_data_for_the_operator(suite: RunningSuite) -> None:
    answer = suite.call("GET", "/api/v1/subprocessors", cookie="")
    assert answer.status == 200
    listed = {each["code"]: each for each in answer.json["subprocessors"]}
    assert {"aws", "azure", "stripe", "twilio", "anthropic"} <= listed.keys()
    assert not listed["twilio"]["baa"]
