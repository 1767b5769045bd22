"""What an attacker tries at the front door, through the public API only."""

from concurrent.futures import ThreadPoolExecutor

from running_suite import Answer, RunningSuite, session_cookie

PASSWORD = "a fine long passphrase 7"


def sign_in(suite: RunningSuite, email: str, password: str, cookie: str = "") -> Answer:
    return suite.call("POST", "/api/v1/session", {"email": email, "password": password}, cookie=cookie)


def secret_of(cookie: str) -> str:
    return cookie.partition("=")[2]


def device_of(answer: Answer) -> str:
    return "hn_device=" + answer.headers["set-cookie"].partition("hn_device=")[2].partition(";")[0]


def test_a_session_that_was_planted_before_signing_in_is_not_the_one_that_is_opened(suite: RunningSuite) -> None:
    suite.sign_in_as("STAFF")
    planted = "hn_session=" + "A" * 43
    opened = session_cookie(sign_in(suite, "staff@sandbox.example", PASSWORD, planted))
    assert opened != planted
    assert suite.call("GET", "/api/v1/session", cookie=opened).status == 200
    assert suite.call("GET", "/api/v1/session", cookie=planted).status == 401


def test_no_secret_opens_a_door_it_was_not_made_for(suite: RunningSuite) -> None:
    suite.sign_in_as("STAFF")
    answer = sign_in(suite, "staff@sandbox.example", PASSWORD)
    session, device = secret_of(session_cookie(answer)), secret_of(device_of(answer))
    for cookie in (f"hn_portal_session={session}", f"hn_device={session}", f"hn_session={device}"):
        assert suite.call("GET", "/api/v1/session", cookie=cookie).status == 401
    assert suite.call("GET", "/api/v1/session", cookie="", headers={"Authorization": f"Bearer {session}"}).status == 401


def test_a_principal_from_outside_is_not_passed_on(suite: RunningSuite) -> None:
    staff = suite.sign_in_as("STAFF")
    forged = {"cfu-principal-bin": "AAAA", "Grpc-Metadata-cfu-principal-bin": "AAAA", "cfu-source": "audit"}
    assert suite.call("GET", "/api/v1/contacts", cookie="", headers=forged).status == 401
    assert suite.call("GET", "/api/v1/audit/entries", cookie=staff, headers=forged).status == 403


def test_guessing_from_many_sides_neither_gets_in_nor_keeps_the_victim_out(suite: RunningSuite) -> None:
    suite.sign_in_as("PROVIDER")
    email = "provider@sandbox.example"
    device = device_of(sign_in(suite, email, PASSWORD))
    # Fewer than the edge admits from one address: here the account's own counters are tried.
    with ThreadPoolExecutor(4) as attackers:
        guesses = [attackers.submit(sign_in, suite, email, f"wrong guess {number}") for number in range(10)]
        victim = attackers.submit(sign_in, suite, email, PASSWORD, device).result()
        refused = {guess.result().status for guess in guesses}
    assert refused == {401, 429}
    assert victim.status == 200
    assert sign_in(suite, email, PASSWORD, device).status == 200
