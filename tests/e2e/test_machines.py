"""Machines and emergencies, as the world sees them: over REST, with a token instead of a cookie."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from running_suite import Answer, RunningSuite

ACCOUNTS = "/api/v1/service-accounts"
GLASS = "/api/v1/break-glass"
REASON = "Brought in unconscious, colleague away"


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def account(suite: RunningSuite, **fields: Any) -> str:
    answer = suite.call("POST", ACCOUNTS, {"name": "Nightly report", **fields})
    assert answer.status == 201, answer.body
    return str(answer.json["serviceAccountId"])


def token(suite: RunningSuite, account_id: str, *scopes: str) -> tuple[str, str]:
    body = {"name": "report server", "scopes": scopes or ["contacts.read"], "expireTime": in_days(30)}
    answer = suite.call("POST", f"{ACCOUNTS}/{account_id}/tokens", body)
    assert answer.status == 200, answer.body
    return answer.json["token"], answer.json["serviceAccountToken"]["tokenId"]


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def call_as(suite: RunningSuite, secret: str, method: str, path: str, body: Any = None) -> Answer:
    return suite.call(method, path, body, headers=bearer(secret), cookie="")


def works(suite: RunningSuite, secret: str) -> bool:
    return call_as(suite, secret, "GET", "/api/v1/contacts").status == 200


@pytest.fixture
def machine(suite: RunningSuite) -> Mapping[str, str]:
    account_id = account(suite)
    secret, token_id = token(suite, account_id)
    return {"account": account_id, "secret": secret, "token": token_id}


def test_a_machine_reads_and_does_nothing_else(suite: RunningSuite, machine: Mapping[str, str]) -> None:
    secret = machine["secret"]
    assert re.fullmatch(r"cfu_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}", secret)
    assert works(suite, secret)
    refused = call_as(suite, secret, "POST", "/api/v1/contacts", {"firstName": "Ana"})
    assert (refused.status, refused.json["reason"]) == (403, "PERMISSION_MISSING")
    (listed,) = suite.call("GET", f"{ACCOUNTS}/{machine['account']}/tokens").json["tokens"]
    assert listed["state"] == "SERVICE_ACCOUNT_TOKEN_STATE_ACTIVE"
    assert listed["lastUseSource"].startswith("127.0.0.1")
    assert secret not in str(listed)


def test_what_a_machine_did_is_on_its_record(suite: RunningSuite, machine: Mapping[str, str]) -> None:
    user_id = suite.call("GET", "/api/v1/session").json["user"]["userId"]
    assert suite.call("PATCH", f"{ACCOUNTS}/{machine['account']}", {"onBehalfOf": user_id}).status == 200
    assert works(suite, machine["secret"])

    def recorded() -> list[Any]:
        entries = suite.call("GET", f"/api/v1/audit/entries?actorId={machine['account']}").json["entries"]
        return [entry for entry in entries if entry["onBehalfOf"] == user_id]

    suite.wait_until(lambda: bool(recorded()), seconds=10)
    assert {entry["actorKind"] for entry in recorded()} == {"agent"}
    assert {entry["sessionId"] for entry in recorded()} == {machine["token"]}


def test_a_machine_never_proves_who_it_is(suite: RunningSuite) -> None:
    account_id = account(suite, role="ADMIN")
    secret, token_id = token(suite, account_id, "service_accounts.write")
    assert call_as(suite, secret, "GET", ACCOUNTS).status == 200
    body = {"name": "more", "scopes": ["service_accounts.write"], "expireTime": in_days(1)}
    for path, sent in ((f"{account_id}/tokens", body), (f"{account_id}/tokens/{token_id}:rotate", {"overlapHours": 1})):
        refused = call_as(suite, secret, "POST", f"{ACCOUNTS}/{path}", sent)
        assert (refused.status, refused.json["reason"]) == (403, "STEP_UP_REQUIRED")


def test_a_token_that_was_revoked_ends_within_five_seconds(suite: RunningSuite, machine: Mapping[str, str]) -> None:
    assert works(suite, machine["secret"])
    assert suite.call("DELETE", f"{ACCOUNTS}/{machine['account']}/tokens/{machine['token']}").status == 204
    suite.wait_until(lambda: not works(suite, machine["secret"]), seconds=10)
    refused = call_as(suite, machine["secret"], "GET", "/api/v1/contacts")
    assert (refused.status, refused.json["reason"]) == (401, "INVALID_TOKEN")
    assert refused.headers["www-authenticate"].startswith("Bearer ")


def test_a_disabled_account_ends_within_five_seconds(suite: RunningSuite, machine: Mapping[str, str]) -> None:
    assert works(suite, machine["secret"])
    path = f"{ACCOUNTS}/{machine['account']}"
    assert suite.call("PATCH", path, {"state": "SERVICE_ACCOUNT_STATE_DISABLED"}).status == 200
    suite.wait_until(lambda: not works(suite, machine["secret"]), seconds=10)
    assert suite.call("PATCH", path, {"state": "SERVICE_ACCOUNT_STATE_ACTIVE"}).status == 200
    suite.wait_until(lambda: works(suite, machine["secret"]), seconds=10)
    assert suite.call("DELETE", path).status == 204
    suite.wait_until(lambda: not works(suite, machine["secret"]), seconds=10)


def test_both_tokens_of_a_rotation_work(suite: RunningSuite, machine: Mapping[str, str]) -> None:
    path = f"{ACCOUNTS}/{machine['account']}/tokens/{machine['token']}:rotate"
    rotated = suite.call("POST", path, {"overlapHours": 24})
    assert rotated.status == 200, rotated.body
    assert works(suite, machine["secret"])
    assert works(suite, rotated.json["token"])
    again = suite.call("POST", path, {"overlapHours": 24})
    assert (again.status, again.json["reason"]) == (409, "TOKEN_ROTATED")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"scopes": ["contacts.write"]}, "SCOPE_NOT_GRANTED"),
        ({"expireTime": "2020-01-01T00:00:00Z"}, "TOKEN_LIFETIME"),
        ({"expireTime": in_days(400)}, "TOKEN_LIFETIME"),
        ({"name": ""}, "INVALID_FIELD"),
    ],
)
def test_a_token_is_limited(
    suite: RunningSuite, machine: Mapping[str, str], change: Mapping[str, Any], reason: str
) -> None:
    body = {"name": "n", "scopes": ["contacts.read"], "expireTime": in_days(30), **change}
    answer = suite.call("POST", f"{ACCOUNTS}/{machine['account']}/tokens", body)
    assert (answer.status, answer.json["reason"]) == (400, reason)


def test_an_emergency_is_alerted_recorded_and_reviewed_by_another(suite: RunningSuite) -> None:
    officer, provider = suite.sign_in_as("SECURITY_OFFICER"), suite.sign_in_as("PROVIDER")
    opened = suite.call("POST", GLASS, {"reason": REASON}, cookie=provider)
    assert opened.status == 201, opened.body
    grant_id = opened.json["grantId"]
    again = suite.call("POST", GLASS, {"reason": REASON}, cookie=provider)
    assert again.status in (403, 409)

    def entries() -> list[Any]:
        found: list[Any] = suite.call("GET", f"/api/v1/audit/entries?recordId={grant_id}", cookie=officer).json[
            "entries"
        ]
        return found

    def on_record() -> bool:
        suite.call("GET", "/api/v1/contacts", cookie=provider)
        return {"break_glass.opened", "contact.listed"} <= {each["action"] for each in entries()}

    suite.wait_until(on_record, seconds=15)
    listed = next(each for each in entries() if each["action"] == "contact.listed")
    assert listed["reason"] == f"break_glass:{grant_id}"
    suite.wait_until(
        lambda: any(grant_id in each for each in suite.letters("security_officer@sandbox.example")), seconds=30
    )
    assert not [each for each in suite.letters("security_officer@sandbox.example") if REASON in each]

    (waiting,) = [
        each for each in suite.call("GET", GLASS, cookie=officer).json["grants"] if each["grantId"] == grant_id
    ]
    assert (waiting["reason"], waiting["inForce"]) == (REASON, True)
    assert suite.call("DELETE", f"{GLASS}/{grant_id}", cookie=provider).status == 204
    review = {"outcome": "BREAK_GLASS_OUTCOME_JUSTIFIED", "note": "Confirmed."}
    assert suite.call("POST", f"{GLASS}/{grant_id}:review", review, cookie=provider).status == 403
    assert suite.call("POST", f"{GLASS}/{grant_id}:review", review, cookie=officer).status == 200
    assert grant_id not in str(suite.call("GET", GLASS, cookie=officer).json)
