"""Canaries sent through every path, then every place where bytes come to rest searched for them."""

import subprocess
from pathlib import Path

from running_suite import RunningSuite

from kit.testing import servers

CANARIES = {
    "firstName": "Quetzalcanary",
    "lastName": "Vexillocanary",
    "email": "quetzal.canary@example.org",
    "dateOfBirth": "1931-11-23",
    "phone": "+12025550166",
}
NEEDLES = ["uetzalcanar", "exillocanar", "quetzal.canary", "1931-11-23", "2025550166", "202-555-0166", "987-65-4329"]


def send_canaries(suite: RunningSuite) -> None:
    made = suite.call("POST", "/api/v1/contacts", {**CANARIES, "properties": {"SSN": "987-65-4329"}}).json
    path = f"/api/v1/contacts/{made['contactId']}"
    suite.call("GET", path)
    suite.call("PATCH", path, {"address": {"street": "Vexillocanary Street 1"}})
    for field, value in CANARIES.items():
        suite.call("POST", "/api/v1/contacts:search", {"query" if "Name" in field else field: value})
    suite.call("POST", "/api/v1/contacts", {**CANARIES, "email": "Quetzalcanary at example"})
    suite.call("GET", "/api/v1/contacts/Vexillocanary")
    header = b"FIRST,LAST,BIRTHDATE,SSN,PHONE\n"
    good = b"Quetzalcanary,Vexillocanary,1931-11-23,987-65-4329,202-555-0166\n"
    bad = b"Quetzalcanary,Vexillocanary,1931-99-23,987-65-4329,202-555-0166\n"
    suite.wait_for_import(suite.upload(header + good + bad).json["importId"])
    suite.call("GET", "/api/v1/audit/entries?pageSize=200")


def test_no_canary_is_found_at_rest(suite: RunningSuite) -> None:
    send_canaries(suite)
    for name, service in suite.status["services"].items():
        if "databaseUrl" in service:
            command = [servers.postgres_binary("pg_dump"), "--inserts", service["databaseUrl"]]
            dump = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            assert "CREATE TABLE" in dump
            assert [needle for needle in NEEDLES if needle in dump] == [], name
    for path in Path(suite.status["dataDir"]).rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert [needle for needle in NEEDLES if needle.encode() in content] == [], path
