"""Generates what `cfu` derives its commands from: the operations of the API, as the OpenAPI document has them.

python tools/gen_operations.py            write it
python tools/gen_operations.py --check    compare with what is committed
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gateway.openapi.document import document
from gateway.transcoding.operations import operations
from kit import catalogue

Json = dict[str, Any]
TARGET = Path(__file__).resolve().parent.parent / "clients/python/src/cfu/operations.json"
# Pages are walked by the library, masks follow from what is given, and the etag is a header.
APART = {"pageSize", "pageToken", "updateMask", "readMask", "etag"}
NO_COLUMN = {"etag", "updateTime", "clientSecret"}
UNSPECIFIED = "UNSPECIFIED"


def main() -> int:
    fresh = json.dumps(described(document(operations(catalogue.files()), ())), indent=1, ensure_ascii=False) + "\n"
    if "--check" not in sys.argv:
        TARGET.write_text(fresh)
    elif TARGET.read_text() != fresh:
        print(f"{TARGET.name} is not what the contracts say; run ./dev protos")
        return 1
    return 0


def described(api: Json) -> Json:
    schemas = Schemas(api["components"]["schemas"])
    found = {
        document["operationId"]: operation(method.upper(), path, document, schemas)
        for path, methods in api["paths"].items()
        for method, document in methods.items()
    }
    return {"prefixes": sorted(schemas.prefixes(), key=lambda prefix: (-len(prefix), prefix)), "operations": found}


class Schemas:
    """The document's schemas without what says only how empty or absent a value may be."""

    def __init__(self, components: Json) -> None:
        self._components = components

    def plain(self, schema: Json) -> Json:
        if "$ref" in schema:
            return self.plain(self._components[schema["$ref"].rsplit("/", 1)[1]])
        for choice in schema.get("anyOf", ()):
            if choice != {"type": "null"} and choice.get("const") != "":
                return self.plain(choice)
        kinds = schema.get("type")
        return schema | {"type": kinds[0]} if isinstance(kinds, list) else schema

    def properties(self, schema: Json) -> Json:
        return dict(self.plain(schema).get("properties", {}))

    def prefixes(self) -> set[str]:
        """What the names of each enum's values begin with."""
        values = (self.plain(field) for owner in self._components.values() for field in owner["properties"].values())
        items = (self.plain(value["items"]) if "items" in value else value for value in values)
        firsts = {item["enum"][0] for item in items if "enum" in item}
        return {first.removesuffix(UNSPECIFIED) for first in firsts if first.endswith(UNSPECIFIED)}


def operation(method: str, path: str, document: Json, schemas: Schemas) -> Json:
    headers = {parameter["name"] for parameter in document["parameters"] if parameter["in"] == "header"}
    return {
        "method": method,
        "path": path,
        "summary": document["summary"],
        "description": document["description"],
        "idempotent": "Idempotency-Key" in headers,
        "arguments": [*parameters(document, schemas), *fields(document, schemas)],
        **answer(document, schemas),
    }


def answer(document: Json, schemas: Schemas) -> Json:
    """Whether there is one; of a list and nothing else, where its items are and which of their fields fit a column."""
    (success,) = [response for status, response in document["responses"].items() if status.startswith("2")]
    schema = success.get("content", {}).get("application/json", {}).get("schema", {})
    properties = schemas.properties(schema)
    properties.pop("nextPageToken", None)
    name, field = next(iter(properties.items()), ("", Json()))
    if len(properties) != 1 or "$ref" not in field.get("items", {}):
        return {"answers": bool(properties), "listed": "", "columns": []}
    columns = schemas.properties(field["items"]).items()
    short = [column for column, shown in columns if schemas.plain(shown)["type"] not in ("array", "object")]
    return {
        "answers": True,
        "listed": name,
        "columns": [column for column in short if column not in NO_COLUMN],
    }


def parameters(document: Json, schemas: Schemas) -> Iterator[Json]:
    for parameter in document["parameters"]:
        if parameter["in"] != "header" and parameter["name"] not in APART:
            shown = parameter["schema"] | {"description": parameter.get("description", "")}
            yield argument(parameter["in"], parameter["name"], shown, schemas, parameter.get("example", ""))


def fields(document: Json, schemas: Schemas) -> Iterator[Json]:
    content = document.get("requestBody", {}).get("content", {}).get("application/json", {})
    schema = schemas.plain(content.get("schema", {}))
    for name, field in schema.get("properties", {}).items():
        if name not in APART:
            found = argument("body", name, field, schemas, content["example"].get(name, ""))
            yield found | {"required": name in schema.get("required", ())}


def argument(place: str, name: str, described: Json, schemas: Schemas, example: Any) -> Json:
    schema = schemas.plain(described)
    many = schema["type"] == "array"
    item = schemas.plain(schema["items"]) if many else schema
    parts = list(item.get("properties", {})) if many else []
    examples = [text(value) for value in (example if many else [example])] if example not in ("", []) else []
    return {
        "place": place,
        "name": name,
        "kind": "pair" if len(parts) == 2 else "choice" if "enum" in item else item["type"],
        "many": many,
        "secret": name.lower().endswith(("password", "secret", "token")),
        "choices": [value for value in item.get("enum", ()) if not value.endswith(UNSPECIFIED)],
        "parts": parts,
        "help": described.get("description", ""),
        "examples": examples,
    }


def text(example: Any) -> str:
    if isinstance(example, dict):
        values = list(example.values())
        return "=".join(values) if len(values) == 2 else json.dumps(example)
    return example if isinstance(example, str) else json.dumps(example)


if __name__ == "__main__":
    sys.exit(main())
