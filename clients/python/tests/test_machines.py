"""A token instead of a session, and the commands that look after tokens."""

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from cfu import CfuError, Client, MemoryJar
from cfu.command import main

ACCOUNTS = "/api/v1/service-accounts"
TOKEN = "cfu_0000000000000000000000_0000000000000000000000000000000000000000000000000"


def test_with_a_token_no_cookie_is_sent_or_kept(server: Any) -> None:
    jar = MemoryJar()
    jar.keep(server.url, hn_session="a-session", hn_device="a-device")
    server.on("GET", "/api/v1/users", {"users": []}, cookies=("hn_session=other; Secure",))
    with Client(server.url, jar=jar, token=TOKEN) as client:
        assert list(client.users.list()) == []
    (asked,) = server.asked
    assert asked.headers["Authorization"] == f"Bearer {TOKEN}"
    assert "Cookie" not in asked.headers
    assert jar.site(server.url).hn_session == "a-session"


@pytest.mark.parametrize("token", ["a b", "canary\n", "cänary"])
def test_what_no_header_can_hold_is_refused_and_not_repeated(server: Any, token: str) -> None:
    with pytest.raises(CfuError) as refused:
        Client(server.url, token=token)
    assert token not in str(refused.value)


def test_the_command_takes_the_token_of_its_environment(
    server: Any, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CFU_URL", server.url)
    monkeypatch.setenv("CFU_TOKEN", TOKEN)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    server.on("GET", ACCOUNTS, {"serviceAccounts": [{"name": "Report", "role": "AUTOMATION"}]})
    assert main(["service-accounts", "list"]) == 0
    assert "\tReport\tAUTOMATION\t" in capsys.readouterr().out
    assert server.asked[0].headers["Authorization"] == f"Bearer {TOKEN}"


def test_a_secret_is_printed_once_and_alone(
    server: Any, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CFU_URL", server.url)
    issued = {"serviceAccountToken": {"tokenId": "t1"}, "token": TOKEN}
    server.on("POST", f"{ACCOUNTS}/a1/tokens", issued)
    server.on("POST", f"{ACCOUNTS}/a1/tokens/t1:rotate", issued)
    server.on("DELETE", f"{ACCOUNTS}/a1/tokens/t1", status=204)
    assert main(["tokens", "create", "server", "--account", "a1", "--scope", "contacts.read", "--days", "30"]) == 0
    printed = capsys.readouterr()
    assert (printed.out, TOKEN in printed.err) == (f"{TOKEN}\n", False)
    assert server.asked[0].json["scopes"] == ["contacts.read"]
    assert main(["tokens", "rotate", "t1", "--account", "a1"]) == 0
    assert server.asked[1].json == {"overlapHours": 24}
    assert main(["tokens", "revoke", "t1", "--account", "a1"]) == 0
