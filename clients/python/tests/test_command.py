"""The command as a person or a script meets it: arguments, output, exit status."""

import io
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cfu.command import main, parser
from cfu.command.contacts import changes
from cfu.command.output import printable
from cfu.command.surface import COMMANDS as DERIVED
from cfu.command.surface import unnamed
from cfu.contacts import Address, Contact
from cfu.jar import FileJar

COMMANDS = [
    "sign-in",
    "sign-out",
    "whoami",
    "contacts import",
    "contacts search",
    "contacts show",
    "contacts update",
    "imports show",
    "audit list",
    "audit export",
    "audit verify",
    "mfa enrol",
    "step-up",
    "tokens list",
    "tokens create",
    "tokens rotate",
    "tokens revoke",
    *(command.words for command in (*DERIVED, *unnamed())),
]
PARSER = parser()
Run = Callable[..., int]


@pytest.fixture
def run(server: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command against the server, without a terminal."""
    monkeypatch.setenv("CFU_URL", server.url)

    def run(*arguments: str, stdin: str = "") -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        return main(arguments)

    return run


@pytest.mark.parametrize("words", COMMANDS)
def test_every_help_has_an_example_of_its_own_command(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        PARSER.parse_args([*words.split(), "--help"])
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert f"example:\n  cfu {words}" in shown
    example = shlex.split(shown.partition("example:\n  cfu ")[2])
    assert PARSER.parse_args(example).run


def test_the_list_above_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert sorted(_commands([], capsys)) == sorted(COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["contacts"],
        ["nonsense"],
        ["contacts", "show"],
        ["contacts", "update", "c1"],
        ["contacts", "update", "c1", "--set", "canary"],
        ["contacts", "update", "c1", "--set", "shoeSize=canary"],
        ["contacts", "update", "c1", "--set", "properties.=canary"],
        ["contacts", "search", "--limit", "0"],
        ["audit", "export", "--from", "canary"],
        ["audit", "export", "--from", "2026-11-01T09:00:00"],
        ["audit", "export", "--format", "xml"],
    ],
)
def test_what_is_not_understood_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2
    assert "canary" not in capsys.readouterr().err


def test_signing_in_keeps_the_session_and_the_audit_key_and_prints_neither(
    server: Any, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = {"displayName": "Sandbox", "kind": "WORKSPACE_KIND_SANDBOX"}
    session = {"user": {"displayName": "Ana"}, "workspace": workspace, "permissions": ["audit.read"]}
    server.on("POST", "/api/v1/session", session, cookies=("hn_session=s3cret; Secure; HttpOnly; SameSite=Lax",))
    server.on("GET", "/api/v1/audit/checkpoint", {"logKey": "log+1"})
    assert run("sign-in", "--email", "ana@example.org", "--password-stdin", stdin=" correct horse \n") == 0
    printed = capsys.readouterr()
    assert server.asked[0].json["password"] == " correct horse "
    assert "Signed in to Sandbox (sandbox)" in printed.err
    assert "s3cret" not in printed.out + printed.err
    site = FileJar().site(server.url)
    assert (site.hn_session, site.log_key, FileJar().current) == ("s3cret", "log+1", server.url)


def test_signing_in_with_a_second_factor_answers_the_challenge(
    server: Any, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    server.refuse("POST", "/api/v1/session", 401, "MFA_REQUIRED", metadata={"challengeId": "c1"})
    server.on("POST", "/api/v1/session/mfa", {"user": {"displayName": "Ana"}}, cookies=("hn_session=s3cret",))
    arguments = ("sign-in", "--email", "a@b.c", "--password-stdin")
    assert run(*arguments, "--code", "123456", stdin="p\n") == 0
    assert server.asked[1].json == {"challengeId": "c1", "code": "123456"}
    assert FileJar().site(server.url).hn_session == "s3cret"
    assert run(*arguments, stdin="p\n") == 1
    assert "--code" in capsys.readouterr().err


def test_stepping_up_sends_one_proof(server: Any, run: Run) -> None:
    server.on("POST", "/api/v1/me/step-up", {})
    assert run("step-up", "--code", "123456") == 0
    assert run("step-up", "--password-stdin", stdin="p\n") == 0
    assert [asked.json for asked in server.asked] == [{"code": "123456"}, {"password": "p"}]


def test_people_are_invited_disabled_and_enabled(server: Any, run: Run) -> None:
    for path in ("/api/v1/invitations", "/api/v1/users/u1:disable", "/api/v1/users/u1:enable"):
        server.on("POST", path, {})
    assert run("users", "invite", "ben@example.org", "--role", "MANAGER") == 0
    assert run("users", "disable", "u1") == 0
    assert run("users", "enable", "u1") == 0
    assert server.asked[0].json == {"email": "ben@example.org", "role": "MANAGER"}


def test_a_changed_audit_key_is_no_footnote(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    FileJar().keep(server.url, log_key="log+1")
    server.on("POST", "/api/v1/session", {"permissions": ["audit.read"]})
    server.on("GET", "/api/v1/audit/checkpoint", {"logKey": "log+2"})
    assert run("sign-in", "--email", "a@b.c", "--password-stdin", stdin="p\n") == 3
    assert "another audit log key" in capsys.readouterr().err
    assert FileJar().site(server.url).log_key == "log+1"


def test_without_a_terminal_nothing_is_asked(run: Run, server: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sign-in") == 1
    assert run("sign-in", "--email", "a@b.c") == 1
    printed = capsys.readouterr().err.splitlines()
    assert ["--email" in printed[0], "--password-stdin" in printed[1]] == [True, True]
    assert server.asked == []


def test_signing_out_can_forget_everything(server: Any, run: Run) -> None:
    FileJar().keep(server.url, hn_session="s3cret", hn_device="d3vice", log_key="log+1")
    server.on("DELETE", "/api/v1/session", {})
    assert run("sign-out") == 0
    assert FileJar().site(server.url).log_key == "log+1"
    assert run("sign-out", "--forget") == 0
    assert "log+1" not in FileJar().path.read_text()


def test_the_server_signed_in_to_last_is_the_one_meant(
    server: Any, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CFU_URL")
    FileJar().keep(server.url, hn_session="s3cret")
    server.on("GET", "/api/v1/session", {"user": {"displayName": "Ana"}, "expireTime": "2026-11-01T09:00:00Z"})
    assert run("whoami") == 0
    assert server.url in capsys.readouterr().out


def test_a_refusal_is_one_sentence_that_says_what_to_do(
    server: Any, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    server.refuse("GET", "/api/v1/session", 401, "NOT_SIGNED_IN", detail="Sign in and send again.")
    assert run("whoami") == 1
    assert capsys.readouterr().err == "cfu: Sign in and send again [NOT_SIGNED_IN]. Run: cfu sign-in\n"


def _serve_import(server: Any, **outcome: object) -> None:
    server.on("GET", "/api/v1/session", {})
    server.on("POST", "/api/v1/contacts:import", {"importId": "i1", "sizeBytes": "20"}, status=202)
    server.on("GET", "/api/v1/contact-imports/i1", {"importId": "i1", "state": "RUNNING", "processedBytes": "10"})
    server.on("GET", "/api/v1/contact-imports/i1", {"importId": "i1", "processedBytes": "20", **outcome})


def test_an_import_ends_with_a_summary_and_the_rejected_rows(
    server: Any, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("patients.csv").write_text("Phone\nnonsense\n")
    Path("patients.rejected.csv").write_text("half corrected")
    _serve_import(server, state="SUCCEEDED", createdCount=2, updatedCount=3, unchangedCount=1, rejectedCount=1)
    server.on("GET", "/api/v1/contact-imports/i1/errors", [b"line,Phone\n", b"2,nonsense\n"])
    assert run("contacts", "import", "patients.csv") == 0
    printed = capsys.readouterr()
    assert re.findall(r"(\w+) +(\d+)$", printed.out, re.MULTILINE) == [
        ("created", "2"),
        ("updated", "2"),
        ("unchanged", "1"),
        ("rejected", "1"),
    ]
    assert "Uploading: 100 %" in printed.err
    assert "Importing: 50 %" in printed.err
    assert "patients.rejected-2.csv" in printed.err
    assert Path("patients.rejected.csv").read_text() == "half corrected"
    rejected = Path("patients.rejected-2.csv")
    assert rejected.read_text() == "line,Phone\n2,nonsense\n"
    assert rejected.stat().st_mode & 0o777 == 0o600


def test_an_import_that_failed_as_a_whole_exits_with_1(
    server: Any, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("patients.csv").write_text("x\n")
    _serve_import(server, state="FAILED", failureReason="HEADER_MISSING")
    assert run("contacts", "import", "patients.csv", "--dry-run") == 1
    assert "HEADER_MISSING" in capsys.readouterr().out


def test_an_import_need_not_be_waited_for(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    Path("patients.csv").write_text("x\n")
    _serve_import(server)
    assert run("contacts", "import", "patients.csv", "--no-wait") == 0
    assert "cfu imports show i1" in capsys.readouterr().err
    assert [asked.path for asked in server.asked] == ["/api/v1/session", "/api/v1/contacts:import"]


def test_a_file_that_is_not_there_is_named(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    server.on("GET", "/api/v1/session", {})
    assert run("contacts", "import", "patients.csv") == 1
    assert capsys.readouterr().err == "cfu: patients.csv: No such file or directory.\n"


def test_searches_print_lines_for_programs(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    contacts = [{"contactId": str(number), "firstName": "A\tn[b]a\x1b[31m"} for number in range(3)]
    server.on("POST", "/api/v1/contacts:search", {"contacts": contacts})
    assert run("contacts", "search", "an", "--limit", "2") == 0
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0] == "id\tname\temail\tphone\tborn\tlifecycle"
    assert printed.out.splitlines()[1] == "0\tA n[b]a [31m\t\t\t\t"
    assert len(printed.out.splitlines()) == 3
    assert "first 2" in printed.err
    assert run("contacts", "search", "--phone", "+1202", "--json") == 0
    assert [contact["contactId"] for contact in json.loads(capsys.readouterr().out)] == ["0", "1", "2"]
    assert server.asked[1].json == {"phone": "+1202"}


def test_a_search_for_nothing_is_not_sent(server: Any, run: Run) -> None:
    assert run("contacts", "search") == 1
    assert server.asked == []


def test_an_update_reads_then_writes_at_what_was_read(server: Any, run: Run) -> None:
    server.on("GET", "/api/v1/contacts/c1", {"contactId": "c1", "etag": "v3", "address": {"city": "Reno"}})
    server.on("PATCH", "/api/v1/contacts/c1", {})
    assert run("contacts", "update", "c1", "--set", "phone=+1=2", "--set", "address.country=US") == 0
    assert server.asked[1].headers["If-Match"] == '"v3"'
    assert server.asked[1].json["phone"] == "+1=2"
    address = {name: value for name, value in server.asked[1].json["address"].items() if value}
    assert address == {"city": "Reno", "country": "US"}


def test_assignments_change_only_what_they_name() -> None:
    read = Contact(address=Address(city="Reno"), properties={"Plan": "A", "Referral": "web"}, tags=("vip",))
    assert changes(read, [("tags", "a, b,"), ("properties.Plan", ""), ("dateOfBirth", "1984-03-09")]) == {
        "tags": ("a", "b"),
        "properties": {"Plan": ""},
        "date_of_birth": "1984-03-09",
    }


def test_a_contact_is_shown_field_by_field(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    contact = {"contactId": "c1", "tags": ["vip", "recall"], "address": {"city": "Reno"}, "properties": {"Plan": "A"}}
    server.on("GET", "/api/v1/contacts/c1", contact)
    assert run("contacts", "show", "c1") == 0
    lines = {tuple(line.split(maxsplit=1)) for line in capsys.readouterr().out.splitlines()}
    assert lines == {
        ("contactId", "c1"),
        ("tags", "vip, recall"),
        ("address.city", "Reno"),
        ("properties.Plan", "A"),
        ("legalHold", "no"),
    }


def test_an_import_is_shown_with_what_it_rejected(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    server.on("GET", "/api/v1/contact-imports/i1", {"importId": "i1", "state": "SUCCEEDED", "rejectedCount": 1})
    server.on("GET", "/api/v1/contact-imports/i1/errors", {"errors": [{"line": 3, "reason": "INVALID_PHONE"}]})
    server.on("GET", "/api/v1/contact-imports/i1/errors", b"line\n3\n")
    assert run("imports", "show", "i1", "--rejected", "rows.csv") == 0
    assert "3\t\tINVALID_PHONE\t" in capsys.readouterr().out
    assert Path("rows.csv").read_bytes() == b"line\n3\n"


def test_an_export_that_breaks_off_leaves_nothing(server: Any, run: Run) -> None:
    server.on("GET", "/api/v1/audit/checkpoint", {"logKey": "log+1"})
    server.on("GET", "/api/v1/audit/export", [b"half", None])
    assert run("audit", "export", "-o", "audit.json") == 1
    assert list(Path().iterdir()) == []
    assert FileJar().site(server.url).log_key == "log+1"


def test_an_export_goes_to_a_file_or_to_the_next_program(
    server: Any, run: Run, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    server.refuse("GET", "/api/v1/audit/checkpoint", 403, "PERMISSION_MISSING")
    server.on("GET", "/api/v1/audit/export", b"whole")
    assert run("audit", "export", "-o", "audit.json") == 0
    assert Path("audit.json").read_bytes() == b"whole"
    assert run("audit", "export") == 0
    printed = capfdbinary.readouterr()
    assert printed.out == b"whole"
    assert b"not kept yet" in printed.err


def test_a_file_that_is_no_export_does_not_verify(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    Path("audit.json").write_text("{}\n")
    assert run("audit", "verify", "audit.json") == 3
    printed = capsys.readouterr()
    assert "NOT verified" in printed.out
    assert "No key is kept" in printed.err
    FileJar().keep(server.url, log_key="log+1")
    assert run("audit", "verify", "audit.json") == 3
    assert "No key is kept" not in capsys.readouterr().err
    assert server.asked == []


def test_entries_and_people_are_listed(server: Any, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    entry = {"actorKind": "user", "actorId": "u1", "action": "contact.read", "recordIds": ["c1", "c2"]}
    server.on("GET", "/api/v1/audit/entries", {"entries": [entry]})
    server.on("GET", "/api/v1/users", {"users": [{"email": "ana@example.org", "role": "ADMIN"}]})
    assert run("audit", "list", "--record", "c1") == 0
    assert "\tuser u1\tcontact.read\tc1, c2\t" in capsys.readouterr().out
    assert run("users", "list") == 0
    assert "\tana@example.org\t\tADMIN\t" in capsys.readouterr().out


def test_a_reader_that_leaves_early_sees_no_traceback(server: Any, home: Path) -> None:
    users = [{"email": f"{number}@example.org"} for number in range(5000)]
    server.on("GET", "/api/v1/users", {"users": users})
    command = f"{sys.executable} -c 'from cfu.command import main; raise SystemExit(main())' users list"
    done = subprocess.run(
        ["sh", "-c", f"{command} --limit 9999 --url {server.url} | head -n 1"], capture_output=True, check=True
    )
    assert done.stdout.startswith(b"id\t")
    assert done.stderr == b""


def test_nothing_printed_can_steer_a_terminal() -> None:
    assert printable("a\x1b[2Jb\r\nc\u202ed\x9b") == "a [2Jb  c d "


def _commands(words: list[str], capsys: pytest.CaptureFixture[str]) -> list[str]:
    with pytest.raises(SystemExit):
        PARSER.parse_args([*words, "--help"])
    text = capsys.readouterr().out
    names = re.findall(r"^    ([a-z][A-Za-z-]*)(?:  |$)", text, re.MULTILINE) if "COMMAND ..." in text else []
    return [found for name in names for found in _commands([*words, name], capsys)] if names else [" ".join(words)]
