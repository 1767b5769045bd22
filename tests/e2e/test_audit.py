"""Who did what, exported and proved, and a byte changed behind the log's back."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import asyncpg
from running_suite import RunningSuite


def exported(suite: RunningSuite, folder: Path, form: str = "json") -> Path:
    answer = suite.call("GET", f"/api/v1/audit/export?format={form}")
    assert answer.status == 200, answer.body
    path = folder / f"audit.{form}"
    path.write_bytes(answer.body)
    return path


def verified(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cfu", "audit", "verify", str(path)]
    nobody = {**os.environ, "XDG_CONFIG_HOME": str(path.parent / "config")}
    return subprocess.run(command, env=nobody, capture_output=True, text=True, check=False)


def entries_of(suite: RunningSuite, record_id: str, count: int) -> list[dict[str, object]]:
    path = f"/api/v1/audit/entries?recordId={record_id}"
    suite.wait_until(lambda: len(suite.call("GET", path).json["entries"]) >= count, seconds=20)
    found: list[dict[str, object]] = suite.call("GET", path).json["entries"]
    return found


def test_every_act_on_a_contact_is_in_the_log(suite: RunningSuite) -> None:
    made = suite.call("POST", "/api/v1/contacts", {"firstName": "Audited", "phone": "+12025550111"}).json
    path = f"/api/v1/contacts/{made['contactId']}"
    suite.call("GET", path)
    suite.call("PATCH", path, {"phone": "+12025550112"})
    entries = entries_of(suite, made["contactId"], 3)
    assert {entry["action"] for entry in entries} >= {"contact.created", "contact.read", "contact.updated"}
    changed = next(entry for entry in entries if entry["action"] == "contact.updated")
    assert changed["fields"] == ["phone"]
    assert changed["actorKind"] == "user"
    assert "5550112" not in json.dumps(entries)


def test_an_export_proves_itself_in_both_forms(suite: RunningSuite, tmp_path: Path) -> None:
    for form in ("json", "csv"):
        done = verified(exported(suite, tmp_path, form))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "verified" in done.stdout.lower()


def test_an_entry_changed_by_the_superuser_is_named(suite: RunningSuite, tmp_path: Path) -> None:
    url, workspace_id = (
        suite.status["services"]["audit"]["databaseUrl"],
        suite.call("GET", "/api/v1/session").json["workspace"]["workspaceId"],
    )
    entry_id = asyncio.run(tampered(url, workspace_id))
    done = verified(exported(suite, tmp_path))
    asyncio.run(tampered(url, workspace_id, back=True))
    assert done.returncode == 3
    assert entry_id in done.stdout + done.stderr
    assert verified(exported(suite, tmp_path)).returncode == 0


async def tampered(url: str, workspace_id: str, *, back: bool = False) -> str:
    """Changes one character of one entry, with every trigger out of the way, and back again."""
    old, new = ('"success"', '"succesz"')[:: -1 if back else 1]
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("ALTER TABLE entries DISABLE TRIGGER USER")
        update = """UPDATE entries SET leaf = replace(leaf, $1, $2) WHERE workspace_id = $3 AND seq =
            (SELECT min(seq) FROM entries WHERE workspace_id = $3 AND leaf LIKE '%' || $1 || '%')
            RETURNING leaf::jsonb ->> 'entryId'"""
        entry_id = await connection.fetchval(update, old, new, UUID(workspace_id))
        await connection.execute("ALTER TABLE entries ENABLE TRIGGER USER")
    finally:
        await connection.close()
    return str(entry_id)
