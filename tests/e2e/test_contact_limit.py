"""A practice on trial holds what pro holds, which is three contacts in this suite."""

from typing import Any

from running_suite import RunningSuite

from .test_people import signed_up


def test_a_plan_holds_so_many_contacts_by_hand_and_by_file(suite: RunningSuite) -> None:
    cookie, _ = signed_up(suite)

    def call(method: str, path: str, body: Any = None) -> Any:
        return suite.call(method, f"/api/v1{path}", body, cookie=cookie)

    version = call("GET", "/agreements").json["document"]["documentVersion"]
    signature = {"signerName": "Ada", "signerTitle": "Owner", "documentVersion": version, "accepted": True}
    assert call("POST", "/agreements:signBaa", signature).status == 200
    assert call("POST", "/agreements:setPhiMode", {"enabled": True}).status == 200
    suite.wait_until(lambda: call("POST", "/contacts", {"firstName": "Ann"}).status == 201, seconds=20)
    before, suite.cookie = suite.cookie, cookie
    try:
        sent = suite.upload(b"First,Last,Email\n" + b"".join(b"%c,Lee,%c@example.com\n" % (n, n) for n in b"BCDE")).json
        done = suite.wait_for_import(sent["importId"])
        errors = call("GET", f"/contact-imports/{sent['importId']}/errors").json["errors"]
    finally:
        suite.cookie = before
    assert (int(done["createdCount"]), int(done["rejectedCount"])) == (2, 2)
    assert [(int(each["line"]), each["reason"]) for each in errors] == [
        (4, "CONTACT_LIMIT_REACHED"),
        (5, "CONTACT_LIMIT_REACHED"),
    ]
    refused = call("POST", "/contacts", {"firstName": "Fay"})
    assert (refused.status, refused.json["reason"]) == (409, "CONTACT_LIMIT_REACHED")
    assert '"limit": "3"' in str(refused.json).replace("'", '"')
    assert call("GET", "/contacts:usage").json == {"contactCount": 3, "contactLimit": 3}
