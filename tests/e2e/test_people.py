"""How people come in and go, through the public API and the mailbox of the suite."""

from uuid import uuid4

from running_suite import RunningSuite, session_cookie

PASSWORD = "a fine long passphrase 7"
NEW_PASSWORD = "another fine passphrase 8"


def address() -> str:
    return f"{uuid4().hex}@practice.example"


def signed_up(suite: RunningSuite) -> tuple[str, str]:
    """The cookie of the first administrator of a new practice, and the address."""
    email = address()
    asked = suite.call("POST", "/api/v1/signup", {"email": email, "password": PASSWORD}, cookie="")
    assert (asked.status, asked.body) == (202, b"")
    token = suite.link_token(email)
    stranger = suite.call("POST", "/api/v1/signup:confirm", {"token": token, "password": NEW_PASSWORD}, cookie="")
    assert (stranger.json["reason"], stranger.json["errors"][0]["field"]) == ("WRONG_PASSWORD", "password")
    confirmed = suite.call("POST", "/api/v1/signup:confirm", {"token": token, "password": PASSWORD}, cookie="")
    assert confirmed.status == 200, confirmed.body
    again = suite.call("POST", "/api/v1/signup:confirm", {"token": token, "password": PASSWORD}, cookie="")
    assert (again.status, again.json["reason"]) == (409, "LINK_EXPIRED")
    assert token not in str(confirmed.headers) + confirmed.body.decode()
    return session_cookie(confirmed), email


def test_a_practice_signs_up_describes_itself_and_sees_no_other(suite: RunningSuite) -> None:
    cookie, email = signed_up(suite)
    me = suite.call("GET", "/api/v1/me", cookie=cookie).json
    assert (me["email"], me["role"], me["policy"]["acceptedVersion"]) == (email, "ADMIN", "")
    accepted = suite.call(
        "POST", "/api/v1/me/policy-acceptances", {"version": me["policy"]["currentVersion"]}, cookie=cookie
    )
    assert accepted.json["source"].startswith("127.0.0.1")
    practice = suite.call("GET", "/api/v1/practice", cookie=cookie)
    body = {"name": "Springfield Family Practice", "npi": "1234567893", "taxId": "12-3456789"}
    tag = {"If-Match": practice.headers["etag"]}
    changed = suite.call("PATCH", "/api/v1/practice", body, headers=tag, cookie=cookie)
    assert (changed.status, changed.json["npi"], changed.json["taxId"]) == (200, "1234567893", "12-3456789")
    assert suite.call("PATCH", "/api/v1/practice", body, headers=tag, cookie=cookie).status == 412
    wrong = suite.call("PATCH", "/api/v1/practice", {"npi": "1234567890"}, cookie=cookie)
    assert (wrong.status, wrong.json["reason"]) == (400, "INVALID_NPI")
    assert [user["email"] for user in suite.call("GET", "/api/v1/users", cookie=cookie).json["users"]] == [email]
    assert suite.call("GET", "/api/v1/contacts", cookie=cookie).json["contacts"] == []


def test_nobody_learns_whether_an_address_exists(suite: RunningSuite) -> None:
    known, unknown = suite.status["signIn"]["email"], address()
    for path, rest in (("/api/v1/signup", {"password": PASSWORD}), ("/api/v1/password-reset", {})):
        answers = [suite.call("POST", path, {"email": email, **rest}, cookie="") for email in (known, unknown)]
        assert [(answer.status, answer.body) for answer in answers] == [(202, b"")] * 2
        assert answers[0].headers.keys() == answers[1].headers.keys()


def test_from_invitation_to_being_disabled(suite: RunningSuite) -> None:
    admin, _ = signed_up(suite)
    email = address()
    made = suite.call("POST", "/api/v1/invitations", {"email": email, "role": "STAFF"}, cookie=admin)
    assert (made.status, made.json["state"]) == (201, "INVITATION_STATE_PENDING")
    invitation_id = made.json["invitationId"]
    first = suite.link_token(email)
    assert suite.call("POST", f"/api/v1/invitations/{invitation_id}:resend", {}, cookie=admin).status == 200
    answer = {"fullName": "Grace Okafor", "password": PASSWORD, "policyVersion": "2026-11"}
    dead = suite.call("POST", "/api/v1/invitations:accept", {"token": first, **answer}, cookie="")
    assert dead.json["reason"] == "LINK_EXPIRED"
    token = suite.link_token(email, 2)
    accepted = suite.call("POST", "/api/v1/invitations:accept", {"token": token, **answer}, cookie="")
    assert (accepted.status, accepted.json["user"]["displayName"]) == (200, "Grace Okafor")
    member, user_id = session_cookie(accepted), accepted.json["user"]["userId"]
    assert suite.call("GET", "/api/v1/me", cookie=member).json["policy"]["acceptedVersion"] == "2026-11"
    promoted = suite.call("PATCH", f"/api/v1/users/{user_id}", {"role": "PROVIDER"}, cookie=admin)
    assert (promoted.status, promoted.json["role"]) == (200, "PROVIDER")
    assert suite.call("POST", f"/api/v1/users/{user_id}:disable", {}, cookie=member).status == 403
    disabled = suite.call("POST", f"/api/v1/users/{user_id}:disable", {}, cookie=admin)
    assert disabled.json["state"] == "USER_STATE_DISABLED"
    suite.wait_until(lambda: suite.call("GET", "/api/v1/me", cookie=member).status == 401, seconds=5)
    assert suite.call("POST", f"/api/v1/users/{user_id}:enable", {}, cookie=admin).status == 200
    own = suite.call("GET", "/api/v1/me", cookie=admin).json["userId"]
    last = suite.call("POST", f"/api/v1/users/{own}:disable", {}, cookie=admin)
    assert (last.status, last.json["reason"]) == (409, "LAST_ADMIN")


def test_a_password_is_changed_and_set_anew(suite: RunningSuite) -> None:
    cookie, email = signed_up(suite)
    change = {"currentPassword": PASSWORD, "newPassword": NEW_PASSWORD}
    assert suite.call("POST", "/api/v1/me/password", change, cookie=cookie).status == 204
    wrong = suite.call("POST", "/api/v1/me/password", change, cookie=cookie)
    assert (wrong.status, wrong.json["reason"]) == (400, "WRONG_PASSWORD")
    assert suite.call("POST", "/api/v1/password-reset", {"email": email}, cookie="").status == 202
    token = suite.link_token(email, 3)
    new = {"token": token, "newPassword": "a third fine passphrase 9"}
    done = suite.call("POST", "/api/v1/password-reset:confirm", new, cookie="")
    assert (done.status, "set-cookie" in done.headers) == (204, False)
    assert suite.call("POST", "/api/v1/password-reset:confirm", new, cookie="").json["reason"] == "LINK_EXPIRED"
    suite.wait_until(lambda: suite.call("GET", "/api/v1/me", cookie=cookie).status == 401, seconds=5)
    credentials = {"email": email, "password": new["newPassword"]}
    assert suite.call("POST", "/api/v1/session", credentials, cookie="").status == 200


def test_letters_and_logs_keep_their_secrets(suite: RunningSuite) -> None:
    _, email = signed_up(suite)
    for path in (suite.data_dir / "mail").glob("*.eml"):
        assert path.stat().st_mode & 0o777 == 0o600
    logged = "".join(path.read_text() for path in (suite.data_dir / "logs").glob("*.log"))
    assert email not in logged
    assert "#token=" not in logged


def test_an_address_is_changed_by_the_link_in_its_letter(suite: RunningSuite) -> None:
    cookie, email = signed_up(suite)
    stranger, _ = signed_up(suite)
    new = address()
    assert suite.call("POST", "/api/v1/me:changeEmail", {"email": new}, cookie="").status == 401
    asked = suite.call("POST", "/api/v1/me:changeEmail", {"email": new}, cookie=cookie)
    assert (asked.status, asked.body) == (202, b"")
    token = {"token": suite.link_token(new)}
    assert any("/app/email#token=" in letter for letter in suite.letters(new))
    refused = suite.call("POST", "/api/v1/me/email:confirm", token, cookie=stranger)
    assert (refused.status, refused.json["reason"]) == (409, "LINK_EXPIRED")
    assert suite.call("POST", "/api/v1/me/email:confirm", token, cookie=cookie).status == 204
    assert suite.call("GET", "/api/v1/me", cookie=cookie).json["email"] == new
    old, now = ({"email": each, "password": PASSWORD} for each in (email, new))
    assert suite.call("POST", "/api/v1/session", old, cookie="").status == 401
    assert suite.call("POST", "/api/v1/session", now, cookie="").status == 200
    suite.wait_until(lambda: any("has another address" in letter for letter in suite.letters(email)), seconds=30)
