"""The history of sign-ins, through the public API."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from running_suite import RunningSuite, running_suite
from simulators.location_database import place, write

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Safari/604.1"


def test_people_see_their_sign_ins_and_officers_those_of_everyone(suite: RunningSuite) -> None:
    officer, staff = suite.sign_in_as("SECURITY_OFFICER"), suite.sign_in_as("STAFF")
    me = suite.call("GET", "/api/v1/me", cookie=staff).json
    wrong = {"email": me["email"], "password": "not the passphrase 7"}
    assert suite.call("POST", "/api/v1/session", wrong, headers={"User-Agent": PHONE}, cookie="").status == 401
    own = suite.call("GET", "/api/v1/me/sign-ins?pageSize=1", cookie=staff).json
    (newest,) = own["signIns"]
    assert (newest["opened"], newest["refusalReason"]) == (False, "INVALID_CREDENTIALS")
    assert newest["method"] == "SIGN_IN_METHOD_PASSWORD"
    assert newest["device"] == {"browser": "Safari", "operatingSystem": "iOS", "kind": "DEVICE_KIND_PHONE"}
    assert newest["sourceAddress"] == "127.0.0.1"
    rest = suite.call("GET", f"/api/v1/me/sign-ins?pageToken={own['nextPageToken']}", cookie=staff).json["signIns"]
    assert rest[0]["opened"]
    path = f"/api/v1/users/{me['userId']}/sign-ins"
    assert suite.call("GET", path, cookie=staff).status == 403
    seen = suite.call("GET", path, cookie=officer).json["signIns"]
    assert [each["signInId"] for each in seen] == [each["signInId"] for each in (newest, *rest)]
    entries = "/api/v1/audit/entries?action=user.sign_ins_listed"
    suite.wait_until(lambda: bool(suite.call("GET", entries, cookie=officer).json["entries"]), seconds=10)


def test_a_new_device_is_told_by_letter_and_a_known_one_is_not(suite: RunningSuite) -> None:
    suite.sign_in_as("PROVIDER")
    email = "provider@sandbox.example"
    credentials = {"email": email, "password": "a fine long passphrase 7"}
    for _ in range(2):
        answer = suite.call("POST", "/api/v1/session", credentials, headers={"User-Agent": PHONE}, cookie="")
        assert answer.status == 200
    suite.wait_until(lambda: bool(suite.letters(email)), seconds=30)
    (told,) = suite.letters(email)
    assert "Device: Safari on iOS" in told


def test_the_command_line_shows_sign_ins_and_asks_for_another_address(suite: RunningSuite, tmp_path: Path) -> None:
    suite.sign_in_as("MANAGER")
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "CFU_URL": suite.base_url}

    def cfu(*words: str, typed: str = "") -> str:
        command = [sys.executable, "-m", "cfu", *words]
        return subprocess.run(command, env=environment, input=typed, capture_output=True, text=True, check=True).stdout

    cfu("sign-in", "--email", "manager@sandbox.example", "--password-stdin", typed="a fine long passphrase 7")
    assert "cfu/" in cfu("me", "sign-ins")
    new = f"{uuid4().hex}@elsewhere.example"
    cfu("me", "change-email", new)
    cfu("me", "confirm-email", typed=suite.link_token(new))
    assert new in cfu("me", "show")


@pytest.fixture(scope="module")
def located(tmp_path_factory: pytest.TempPathFactory) -> Path:
    networks = {"127.0.0.0/8": place("Springfield", "Illinois", "US")}
    return write(tmp_path_factory.mktemp("locations") / "cities.mmdb", networks)


def test_sessions_and_sign_ins_show_a_city_where_the_operator_has_a_file(located: Path) -> None:
    with running_suite(CFU_LOCATION_DATABASE=str(located)) as suite:
        city = {"city": "Springfield", "region": "Illinois", "country": "US"}
        assert suite.call("GET", "/api/v1/me/sign-ins").json["signIns"][0]["location"] == city
        assert suite.call("GET", "/api/v1/me/sessions").json["sessions"][0]["location"] == city
        assert suite.call("GET", "/api/v1/session").json["location"] == city
