"""Makes the files of a new concept: python tools/new_concept.py SERVICE CONCEPT (plural, for instance `crm companies`).

It writes a proto with one RPC, the role files, and a unit test, in the shape of every other concept; then it says what
is left to do by hand.
"""

import argparse
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PROTO = """syntax = "proto3";

package contactfollowup.{service}.v1;

import "buf/validate/validate.proto";
import "contactfollowup/contract/v1/options.proto";
import "google/api/annotations.proto";

// {title}s of a workspace.
service {title}Service {{
  // Returns one {noun}. NOT_FOUND when it does not exist in the caller's workspace.
  rpc Get{title}(Get{title}Request) returns (Get{title}Response) {{
    option (google.api.http) = {{
      get: "/api/v1/{route}/{{{noun}_id}}"
      response_body: "{noun}"
    }};
    option (contract.v1.access) = {{permission: "{concept}.read"}};
  }}
}}

// A {noun}.
message {title} {{
  // The {noun}'s id.
  string {noun}_id = 1;
}}

// Names a {noun} to read.
message Get{title}Request {{
  // The {noun}'s id.
  string {noun}_id = 1 [(buf.validate.field).string.uuid = true];
}}

// The {noun} read.
message Get{title}Response {{
  // The {noun}.
  {title} {noun} = 1;
}}
"""

MODEL = '''"""{title}s: what they are, and the rules that need no I/O."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class {title}:
    """One {noun} of a workspace."""

    {noun}_id: UUID
'''

STORE = '''"""{title}s in the database."""

from uuid import UUID

from sqlalchemy import Column, MetaData, Table, Uuid, bindparam, select

from {service}.{concept}.model import {title}
from kit.db import Transaction
from kit.statement import statement

metadata = MetaData()
{concept} = Table(
    "{concept}",
    metadata,
    Column("workspace_id", Uuid, nullable=False),
    Column("{noun}_id", Uuid, primary_key=True),
)

GET = statement(select({concept}).where({concept}.c.{noun}_id == bindparam("{noun}_id")))


async def get(transaction: Transaction, {noun}_id: UUID) -> {title} | None:
    """One {noun}; None when the workspace has none by this id."""
    row = await transaction.first(GET, {noun}_id={noun}_id)
    return {title}({noun}_id=row["{noun}_id"]) if row else None
'''

SERVICE = '''"""Use cases of {concept}."""

from uuid import UUID

from {service}.{concept} import store
from {service}.{concept}.model import {title}
from kit.caller import Caller
from kit.db import Database
from kit.errors import NotFound


class {titles}:
    """What can be done with {concept}."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get_{noun}(self, caller: Caller, {noun}_id: UUID) -> {title}:
        """Returns one {noun}."""
        async with self._database.transaction(caller) as transaction:
            found = await store.get(transaction, {noun}_id)
        if found is None:
            raise NotFound
        return found
'''

RPC = '''"""{title}s over gRPC."""

from uuid import UUID

from contactfollowup.{service}.v1 import {concept}_pb2 as wire
from {service}.{concept}.model import {title}
from {service}.{concept}.service import {titles}
from kit.caller import Caller


class {title}Servicer:
    """Parses, calls, converts."""

    def __init__(self, {concept}: {titles}) -> None:
        self._{concept} = {concept}

    async def Get{title}(self, request: wire.Get{title}Request, caller: Caller) -> wire.Get{title}Response:
        found = await self._{concept}.get_{noun}(caller, UUID(request.{noun}_id))
        return wire.Get{title}Response({noun}=to_wire(found))


def to_wire({noun}: {title}) -> wire.{title}:
    return wire.{title}({noun}_id=str({noun}.{noun}_id))
'''

TEST = """from uuid import UUID

from {service}.{concept}.model import {title}


def test_a_{noun}_is_known_by_its_id() -> None:
    assert {title}({noun}_id=UUID(int=1)).{noun}_id == UUID(int=1)
"""

LEFT = """Made. Left to do by hand:
  ./dev protos, and an entry in protos/contactfollowup/{service}/v1/events.proto for what it publishes
  a version in services/{folder}/src/{service}/migrations/versions/ (create_table, isolate, grant)
  the servicer in services/{folder}/src/{service}/app.py
  a line in docs/map.md, and the permission {concept}.read in identity's roles"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("service", help="folder under services/, for instance crm")
    parser.add_argument("concept", help="plural noun, for instance companies")
    arguments = parser.parse_args()
    if not re.fullmatch(r"[a-z][a-z_]*s", arguments.concept):
        parser.error("a concept is a plural noun in lower case, such as companies")
    names = names_of(arguments.service, arguments.concept)
    for path, template in files(names).items():
        write(ROOT / path, template.format(**names))
    print(LEFT.format(**names))


def names_of(folder: str, concept: str) -> dict[str, str]:
    noun = f"{concept[:-3]}y" if concept.endswith("ies") else concept[:-1]
    title = "".join(word.capitalize() for word in noun.split("_"))
    titles = "".join(word.capitalize() for word in concept.split("_"))
    service, route = folder.replace("-", "_"), concept.replace("_", "-")
    return {
        "folder": folder, "service": service, "concept": concept, "noun": noun, "title": title, "titles": titles,
        "route": route,
    }  # fmt: skip


def files(names: dict[str, str]) -> dict[str, str]:
    """Path of each file, and what it is made from."""
    service, concept = names["service"], names["concept"]
    package = f"services/{names['folder']}/src/{service}/{concept}"
    return {
        f"protos/contactfollowup/{service}/v1/{concept}.proto": PROTO,
        f"{package}/__init__.py": "",
        f"{package}/model.py": MODEL,
        f"{package}/store.py": STORE,
        f"{package}/service.py": SERVICE,
        f"{package}/rpc.py": RPC,
        f"services/{names['folder']}/tests/unit/{concept}/test_{concept}_model.py": TEST,
    }


def write(path: Path, content: str) -> None:
    if path.exists():
        raise SystemExit(f"{path.relative_to(ROOT)} exists already; nothing was changed in it")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


if __name__ == "__main__":
    main()
