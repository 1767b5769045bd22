"""Roles of one's own and teams, from the edge to every service: what they hide, whose records they show, and when."""

import json
import subprocess
import time
from typing import Any
from uuid import uuid4

import pytest
from running_suite import COMMAND, Answer, RunningSuite, session_cookie

PASSWORD = "a fine long passphrase 7"
# The edge keeps what a session may do for five seconds; the rest is the machine's.
SOON = 6.0


class Practice:
    """An administrator of the sandbox, and people of roles of their own."""

    def __init__(self, suite: RunningSuite) -> None:
        self.suite = suite

    def call(self, method: str, path: str, body: Any = None, *, cookie: str | None = None) -> Answer:
        return self.suite.call(method, f"/api/v1{path}", body, cookie=cookie)

    def make(self, path: str, body: Any) -> Any:
        made = self.call("POST", path, body)
        assert made.status in (200, 201), made.body
        return made.json

    def role(self, *permissions: str, **more: Any) -> Any:
        return self.make("/roles", {"name": f"Role {uuid4().hex}", "permissions": permissions, **more})

    def person(self, role_id: str) -> tuple[str, str]:
        """The id and the cookie of somebody new of this role."""
        email = f"{uuid4().hex}@sandbox.example"
        command = [*COMMAND, "create-user", "--email", email, "--role", role_id, "--workspace", "sandbox"]
        done = subprocess.run(
            command, env=self.suite.environment, input=PASSWORD, text=True, capture_output=True, check=True
        )
        answer = self.call("POST", "/session", {"email": email, "password": PASSWORD}, cookie="")
        return json.loads(done.stdout)["userId"], session_cookie(answer)

    def contact(self, **values: Any) -> str:
        body = {"firstName": "Ada", "lastName": f"L{uuid4().hex}", **values}
        return str(self.make("/contacts", body)["contactId"])

    def sees(self, cookie: str, contact_id: str) -> int:
        return self.call("GET", f"/contacts/{contact_id}", cookie=cookie).status


@pytest.fixture(scope="module")
def practice(suite: RunningSuite) -> Practice:
    return Practice(suite)


def test_the_catalogues_name_permissions_and_fields(practice: Practice) -> None:
    permissions = {
        each["permission"]: each["methods"] for each in practice.call("GET", "/permissions").json["permissions"]
    }
    assert "crm.v1.ContactService/GetContact" in permissions["contacts.read"]
    fields = {each["field"]: each["phi"] for each in practice.call("GET", "/fields").json["fields"]}
    assert fields["contact.phone"]
    built_in = [each for each in practice.call("GET", "/roles").json["roles"] if each["builtIn"]]
    assert [each["roleId"] for each in built_in][:3] == ["ADMIN", "MANAGER", "STAFF"]
    assert set(built_in[0]["permissions"]) == set(permissions)


def test_fields_are_kept_from_a_role_and_given_back_within_seconds(practice: Practice) -> None:
    kept = [{"field": "contact.phone", "access": "HIDDEN"}, {"field": "contact.email", "access": "READ_ONLY"}]
    role = practice.role("contacts.read", "contacts.write", fieldPermissions=kept)
    _, cookie = practice.person(role["roleId"])
    contact_id = practice.contact(phone="+12025550123", email="ada@example.com")
    seen = practice.call("GET", f"/contacts/{contact_id}", cookie=cookie).json
    assert (seen["email"], seen.get("phone", "")) == ("ada@example.com", "")
    for change in ({"phone": "+12025550124"}, {"email": "eve@example.com"}):
        refused = practice.call("PATCH", f"/contacts/{contact_id}", change, cookie=cookie)
        assert (refused.status, refused.json["reason"]) == (403, "FIELD_FORBIDDEN")

    changed = practice.call(
        "PATCH", f"/roles/{role['roleId']}?updateMask=fieldPermissions", {"fieldPermissions": [], "etag": role["etag"]}
    )
    assert changed.status == 200, changed.body
    started = time.monotonic()
    practice.suite.wait_until(
        lambda: bool(practice.call("GET", f"/contacts/{contact_id}", cookie=cookie).json.get("phone")), seconds=20
    )
    assert time.monotonic() - started < SOON


def test_a_permission_taken_away_is_gone_within_seconds_and_recorded_with_before_and_after(practice: Practice) -> None:
    role = practice.role("contacts.read", "users.read")
    _, cookie = practice.person(role["roleId"])
    contact_id = practice.contact()
    assert practice.sees(cookie, contact_id) == 200
    changed = practice.call("PATCH", f"/roles/{role['roleId']}", {"permissions": ["users.read"]})
    assert changed.status == 200, changed.body
    started = time.monotonic()
    practice.suite.wait_until(lambda: practice.sees(cookie, contact_id) == 403, seconds=20)
    assert time.monotonic() - started < SOON
    assert practice.call("GET", "/users", cookie=cookie).status == 200

    def entries() -> list[Any]:
        listed = practice.call("GET", f"/audit/entries?recordId={role['roleId']}&action=role.updated").json
        found: list[Any] = listed["entries"]
        return found

    practice.suite.wait_until(lambda: bool(entries()), seconds=20)
    (entry,) = entries()
    assert entry["before"] == ["visibility:ALL", "contacts.read", "users.read"]
    assert entry["after"] == ["visibility:ALL", "users.read"]


def test_nobody_gives_what_they_do_not_hold(practice: Practice) -> None:
    role = practice.role("roles.write", "users.read", "contacts.read")
    _, cookie = practice.person(role["roleId"])
    refused = practice.call("POST", "/roles", {"name": uuid4().hex, "permissions": ["audit.read"]}, cookie=cookie)
    assert (refused.status, refused.json["reason"]) == (403, "PERMISSION_ESCALATION")
    own = practice.call("PATCH", f"/roles/{role['roleId']}", {"permissions": ["users.write"]}, cookie=cookie)
    assert own.json["reason"] in {"PERMISSION_ESCALATION", "UNKNOWN_PERMISSION"}
    built_in = practice.call("PATCH", "/roles/ADMIN", {"permissions": ["users.read"]})
    assert built_in.json["reason"] == "ROLE_BUILT_IN"
    assert practice.call("DELETE", f"/roles/{role['roleId']}").json["reason"] == "ROLE_IN_USE"
    unused = practice.role("users.read")
    assert practice.call("DELETE", f"/roles/{unused['roleId']}").status == 204


def test_a_team_shows_the_records_of_its_people_and_of_the_teams_below(practice: Practice) -> None:
    role = practice.role("contacts.read", "contacts.write", visibility="TEAM")
    (lead_id, lead), (member_id, member), (_, other) = (practice.person(role["roleId"]) for _ in range(3))
    region = practice.make("/teams", {"name": uuid4().hex})
    clinic = practice.make("/teams", {"name": uuid4().hex, "parentId": region["teamId"]})
    for team, user_id in ((region, lead_id), (clinic, member_id)):
        practice.make(f"/teams/{team['teamId']}/members", {"userId": user_id})
    listed = practice.call("GET", f"/teams/{clinic['teamId']}/members").json["members"]
    assert [each["userId"] for each in listed] == [member_id]
    contact_id = practice.contact(ownerId=member_id)
    practice.suite.wait_until(lambda: practice.sees(lead, contact_id) == 200, seconds=20)
    assert practice.sees(member, contact_id) == 200
    assert practice.sees(other, contact_id) == 404

    circle = practice.call("PATCH", f"/teams/{region['teamId']}", {"parentId": clinic["teamId"]})
    assert circle.json["reason"] == "TEAM_CYCLE"
    moved = practice.call("PATCH", f"/teams/{clinic['teamId']}?updateMask=parentId", {"parentId": ""})
    assert moved.status == 200, moved.body
    started = time.monotonic()
    practice.suite.wait_until(lambda: practice.sees(lead, contact_id) == 404, seconds=20)
    assert time.monotonic() - started < SOON
    assert practice.call("DELETE", f"/teams/{clinic['teamId']}/members/{member_id}").status == 204
    assert practice.call("DELETE", f"/teams/{clinic['teamId']}").status == 204
