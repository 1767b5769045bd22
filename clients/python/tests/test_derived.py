"""Commands that are derived: what they send, what they print, and that none of the API's operations is forgotten."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cfu.command import main
from cfu.command.surface import COMMANDS, unnamed
from cfu.operations import operations

Run = Callable[..., int]


@pytest.fixture
def run(server: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command against the server, without a terminal."""
    monkeypatch.setenv("CFU_URL", server.url)

    def run(*arguments: str, stdin: str = "") -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        return main(arguments)

    return run


def test_an_operation_without_words_of_its_own_is_called_by_its_name(server: Any, run: Run) -> None:
    server.on("POST", "/api/v1/contacts/c1:erase", {})
    assert run("call", "eraseContact", "c1", "--reason", "CASE-1") == 0
    assert server.asked[0].json == {"reason": "CASE-1"}
    assert {command.operation for command in (*COMMANDS, *unnamed())} == operations().keys()


def test_fields_become_options_and_values_of_every_kind_what_the_api_takes(server: Any, run: Run) -> None:
    server.on("POST", "/api/v1/roles", {"roleId": "r1"})
    server.on("POST", "/api/v1/agreements/vendors", {"vendorId": "v1"})
    server.on("PATCH", "/api/v1/security-policy", {})
    server.on("POST", "/api/v1/agreements:setPhiMode", {})
    permissions = ("--permission", "contacts.read", "--permission", "users.read")
    assert run("roles", "create", "Front desk", *permissions, "--field-permission", "contact.phone=HIDDEN") == 0
    assert run("agreements", "vendors", "create", "acme", "Acme", "--category", "ehr", "--touches-phi") == 0
    assert run("security-policy", "set", "--no-mfa-required", "--grace-period-days", "14") == 0
    assert run("agreements", "phi-mode", "off") == 0
    role, vendor, policy, mode = server.asked
    fields = [{"field": "contact.phone", "access": "HIDDEN"}]
    given = {"name": "Front desk", "permissions": ["contacts.read", "users.read"], "fieldPermissions": fields}
    assert role.json == given
    assert vendor.json == {"code": "acme", "name": "Acme", "category": "VENDOR_CATEGORY_EHR", "touchesPhi": True}
    assert policy.json == {"mfaRequired": False, "gracePeriodDays": 14}
    assert mode.json == {"enabled": False}
    assert "Idempotency-Key" in role.headers


def test_a_change_sends_what_is_given_and_a_list_can_be_emptied(
    server: Any, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    server.on("PATCH", "/api/v1/roles/r1", {"roleId": "r1", "name": "Front desk"})
    server.on("PATCH", "/api/v1/teams/t1", {"teamId": "t1"})
    assert run("roles", "update", "r1", "--field-permission", "") == 0
    assert "name     Front desk" in capsys.readouterr().out
    assert run("teams", "rename", "t1", "North") == 0
    assert run("teams", "move", "t1", "") == 0
    assert [asked.json for asked in server.asked] == [{"fieldPermissions": []}, {"name": "North"}, {"parentId": ""}]
    assert run("roles", "update", "r1") == 1
    assert "Nothing to change" in capsys.readouterr().err
    assert len(server.asked) == 3


def test_ids_stay_one_segment_and_filters_go_into_the_query(server: Any, run: Run) -> None:
    server.on("GET", "/api/v1/break-glass", {"grants": []})
    assert run("users", "show", "../roles") == 1
    assert run("users", "sign-ins", "..") == 1
    assert run("break-glass", "list", "--include-reviewed") == 0
    assert [asked.path for asked in server.asked] == [
        "/api/v1/users/..%2Froles",
        "/api/v1/users/%2E%2E/sign-ins",
        "/api/v1/break-glass",
    ]
    assert server.asked[2].query == "includeReviewed=true"


def test_lists_are_tables_of_every_page(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    first = {"invoiceId": "i1", "number": 1, "state": "INVOICE_STATE_OPEN", "totalCents": 720000}
    server.on("GET", "/api/v1/invoices", {"invoices": [first], "nextPageToken": "more"})
    server.on("GET", "/api/v1/invoices", {"invoices": [{"invoiceId": "i2"}], "nextPageToken": ""})
    assert run("invoices", "list") == 0
    headings, one, two = capsys.readouterr().out.splitlines()
    assert headings.startswith("id\tnumber\tstate\tcurrency\ttotal\t")
    assert one.startswith("i1\t1\topen\t\t$7,200.00\t")
    assert two.startswith("i2\t")
    assert [asked.query for asked in server.asked] == ["", "pageToken=more"]


def test_a_list_that_is_asked_for_in_a_body_goes_on_in_the_body(server: Any, run: Run) -> None:
    server.on("POST", "/api/v1/contacts:search", {"contacts": [{"contactId": "1"}], "nextPageToken": "more"})
    server.on("POST", "/api/v1/contacts:search", {"contacts": [], "nextPageToken": ""})
    assert run("call", "searchContacts", "--query", "ana") == 0
    assert [asked.json for asked in server.asked] == [{"query": "ana"}, {"query": "ana", "pageToken": "more"}]
    assert {asked.query for asked in server.asked} == {""}


def test_an_answer_is_names_and_values_what_was_made_its_id_alone(
    server: Any, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [{"description": "10 seats", "amountCents": -50, "arithmetic": "10 x $75.00"}]
    server.on("POST", "/api/v1/subscription:preview", {"lines": lines, "atOnce": {"plan": "PLAN_PRO"}, "totalCents": 5})
    server.on("POST", "/api/v1/teams", {"teamId": "t1", "name": "North"})
    server.on("DELETE", "/api/v1/teams/t1", status=204)
    server.on("GET", "/api/v1/agreements/documents/1", {"title": "BAA", "text": "One.\n\nTwo\x1b."})
    assert run("subscription", "preview", "--plan", "pro") == 0
    assert capsys.readouterr().out.splitlines() == [
        "lines         10 seats, -$0.50, 10 x $75.00", "at once plan  pro", "total         $0.05"
    ]  # fmt: skip
    server.on("POST", "/api/v1/service-accounts", {"serviceAccountId": "a1", "name": "Recall list"})
    assert run("teams", "create", "North") == 0
    assert run("service-accounts", "create", "Recall list") == 0
    assert capsys.readouterr().out == "t1\na1\n"
    assert run("teams", "delete", "t1") == 0
    assert capsys.readouterr().out == ""
    assert run("agreements", "document", "1") == 0
    assert capsys.readouterr().out == "title  BAA\nOne.\n\nTwo .\n"


def test_secrets_are_read_and_printed_once_and_no_option_takes_them(
    server: Any, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    server.on("POST", "/api/v1/me/password", {})
    server.on("POST", "/api/v1/sso/providers", {"providerId": "p1"})
    server.on("POST", "/api/v1/me/mfa/recovery-codes:regenerate", {"recoveryCodes": ["one", "two"]})
    assert run("me", "password", stdin="old one\nnew one\n") == 0
    assert run("sso", "providers", "create", "google", "Google", "--client-secret", stdin="s3cret\n") == 0
    assert server.asked[0].json == {"currentPassword": "old one", "newPassword": "new one"}
    expected = {"kind": "SSO_PROVIDER_KIND_GOOGLE", "displayName": "Google", "clientSecret": "s3cret"}
    assert server.asked[1].json == expected
    printed = capsys.readouterr()
    assert printed.out == "p1\n"
    assert "s3cret" not in printed.err
    assert run("mfa", "recovery-codes") == 0
    assert capsys.readouterr().out == "one\ntwo\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["roles", "create", "x", "--field-permission", "canary"],
        ["agreements", "vendors", "create", "a", "A", "--category", "canary"],
        ["security-policy", "set", "--grace-period-days", "canary"],
        ["agreements", "phi-mode", "canary"],
        ["practice", "update", "--address", "{canary"],
        ["users", "invite", "canary"],
    ],
)
def test_what_is_not_understood_is_not_repeated(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "canary" not in capsys.readouterr().err


def test_without_a_terminal_a_proof_is_not_asked_for(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    server.refuse("DELETE", "/api/v1/roles/r1", 403, "STEP_UP_REQUIRED")
    assert run("roles", "delete", "r1") == 4
    assert "cfu step-up" in capsys.readouterr().err
    assert len(server.asked) == 1


@pytest.mark.parametrize(("factors", "proof"), [([], "password"), ([{"kind": "FACTOR_KIND_TOTP"}], "code")])
def test_on_a_terminal_the_proof_is_asked_for_hidden_and_the_act_tried_once_more(
    server: Any, home: Path, factors: list[object], proof: str
) -> None:
    server.refuse("POST", "/api/v1/teams", 403, "STEP_UP_REQUIRED")
    server.on("POST", "/api/v1/teams", {"teamId": "t1"})
    server.on("GET", "/api/v1/me/mfa", {"factors": factors})
    server.on("POST", "/api/v1/me/step-up", {})
    status, shown = on_a_terminal(["teams", "create", "North", "--url", server.url], "492039")
    assert status == 0
    assert "t1" in shown
    assert "492039" not in shown
    first, _, proved, second = server.asked
    assert proved.json == {proof: "492039"}
    assert (first.json, first.headers["Idempotency-Key"]) == (second.json, second.headers["Idempotency-Key"])


def test_a_proof_that_fails_is_the_end_of_it(server: Any, home: Path) -> None:
    server.refuse("POST", "/api/v1/teams", 403, "STEP_UP_REQUIRED")
    server.on("GET", "/api/v1/me/mfa", {"factors": []})
    server.refuse("POST", "/api/v1/me/step-up", 403, "WRONG_PROOF")
    status, shown = on_a_terminal(["teams", "create", "North", "--url", server.url], "wrong")
    assert status == 1
    assert "WRONG_PROOF" in shown
    assert [asked.path for asked in server.asked].count("/api/v1/teams") == 1


def on_a_terminal(arguments: list[str], typed: str) -> tuple[int, str]:
    """The exit status and what a terminal showed; `typed` is written once something is asked for."""
    spawn = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))"
    command = [sys.executable, "-c", spawn, sys.executable, "-m", "cfu", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin
        assert running.stdout
        shown = b""
        while not shown.endswith((b"Password: ", b"recovery code: ")):
            piece = os.read(running.stdout.fileno(), 4096)
            assert piece, shown
            shown += piece
        running.stdin.write(typed.encode() + b"\n")
        running.stdin.flush()
        while piece := os.read(running.stdout.fileno(), 4096):
            shown += piece
    return running.returncode, shown.decode()
