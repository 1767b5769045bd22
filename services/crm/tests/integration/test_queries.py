"""No query without an index, row-level security included."""

import copy
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import text

from crm.contacts import statements
from crm.imports import statements as imports
from kit.caller import Caller
from kit.db import Database
from kit.statement import Statement, statement
from kit.testing.plugin import ServiceDatabase

from .conftest import Upload

BEFORE = UUID(int=2**128 - 1)
INDEX = b"0" * 16
OWNERS = {"owner_ids": [UUID(int=1), UUID(int=2)]}
OWNED_BY_SIXTEEN = """
    UPDATE contacts SET owner_id = lpad(to_hex(abs(hashtext(contact_id::text)) % 16), 32, '0')::uuid
    WHERE workspace_id = $1
"""
LIKENESS = {"contact_id": BEFORE, "like_email_bidx": INDEX, "like_phone_bidx": INDEX, "like_match_bidx": INDEX}
QUERIES: list[tuple[Statement, dict[str, Any], str]] = [
    (statements.GET, {"contact_id": BEFORE}, "contacts_pkey"),
    (statements.MATCHING, {"matches": [INDEX]}, "contacts_by_match_bidx"),
    (statements.page(frozenset(), archived=False, restricted=False), {"before": BEFORE, "limit": 10}, "contacts_"),
    (
        statements.page(frozenset(("tag",)), archived=False, restricted=False),
        {"before": BEFORE, "limit": 9, "tag": "x"},
        "contact_tags_pkey",
    ),
    (
        statements.page(frozenset(("email_bidx",)), archived=False, restricted=False),
        {"before": BEFORE, "limit": 10, "email_bidx": INDEX},
        "contacts_by_email_bidx",
    ),
    (
        statements.page(frozenset(("owner_id",)), archived=False, restricted=False),
        {"before": BEFORE, "limit": 10, "owner_id": BEFORE},
        "contacts_by_owner",
    ),
    (
        statements.candidates(several=False, restricted=False),
        {"before": BEFORE, "window": 10, "tokens": [INDEX, INDEX]},
        "name_tokens_pkey",
    ),
    (
        statements.candidates(several=True, restricted=False),
        {"before": BEFORE, "window": 10, "tokens": [INDEX, INDEX]},
        "name_tokens_pkey",
    ),
    (
        statements.lookalikes(restricted=False),
        LIKENESS,
        "contacts_by_phone_bidx",
    ),
    (
        statements.page(frozenset(), archived=False, restricted=True),
        {"before": BEFORE, "limit": 10, **OWNERS},
        "contacts_by_owner",
    ),
    (
        statements.page(frozenset(("lifecycle",)), archived=False, restricted=True),
        {"before": BEFORE, "limit": 10, "lifecycle": "lead", **OWNERS},
        "contacts_by_",
    ),
    (
        statements.page(frozenset(("owner_id",)), archived=False, restricted=True),
        {"before": BEFORE, "limit": 10, "owner_id": BEFORE, **OWNERS},
        "contacts_by_owner",
    ),
    (
        statements.page(frozenset(), archived=True, restricted=True),
        {"before": BEFORE, "limit": 10, **OWNERS},
        "contacts_archived",
    ),
    (
        statements.page(frozenset(("tag",)), archived=False, restricted=True),
        {"before": BEFORE, "limit": 9, "tag": "x", **OWNERS},
        "contact_tags_pkey",
    ),
    (
        statements.page(frozenset(("phone_bidx",)), archived=False, restricted=True),
        {"before": BEFORE, "limit": 10, "phone_bidx": INDEX, **OWNERS},
        "contacts_by_phone_bidx",
    ),
    (
        statements.candidates(several=False, restricted=True),
        {"before": BEFORE, "window": 10, "tokens": [INDEX, INDEX], **OWNERS},
        "name_tokens_pkey",
    ),
    (
        statements.candidates(several=True, restricted=True),
        {"before": BEFORE, "window": 10, "tokens": [INDEX, INDEX], **OWNERS},
        "name_tokens_pkey",
    ),
    (
        statements.by_ids(frozenset(), restricted=True),
        {"ids": [BEFORE], **OWNERS},
        "contacts_in_use",
    ),
    (
        statements.lookalikes(restricted=True),
        LIKENESS | OWNERS,
        "contacts_by_email_bidx",
    ),
    (imports.PAGE, {"workspace_id": BEFORE, "before": BEFORE, "limit": 10}, "imports_by_workspace"),
    (
        imports.OWN_PAGE,
        {"workspace_id": BEFORE, "before": BEFORE, "limit": 10, "actor_id": "x"},
        "imports_by_workspace",
    ),
]


async def test_every_read_goes_by_an_index(
    caller: Caller, take_in: Upload, database: Database, urls: ServiceDatabase
) -> None:
    rows = b"".join(b"Ann%d,Lee,a%d@example.com,%d\n" % (n, n, 4155550000 + n) for n in range(1500))
    await take_in(b"First,Last,Email,Phone\n" + rows)
    owner = await asyncpg.connect(urls.superuser)
    await owner.execute(OWNED_BY_SIXTEEN, caller.workspace_id)
    await owner.execute("ANALYZE")
    await owner.close()
    for query, values, index in QUERIES:
        plan = await explained(database, caller, query, values)
        assert index in plan, plan
        assert "Seq Scan" not in plan, plan


async def explained(database: Database, caller: Caller, query: Statement, values: dict[str, Any]) -> str:
    explain = copy.copy(query)
    explain.text = "EXPLAIN " + query.text
    async with database.transaction(caller) as tx:
        # Small tables are read whole; what counts is that row-level security lets the index be used.
        await tx.run(statement(text("SET LOCAL enable_seqscan = off")))
        return "\n".join(row[0] for row in await tx.all(explain, **values))
