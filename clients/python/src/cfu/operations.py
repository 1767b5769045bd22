"""Every operation of the API as its contract describes it, for what no class of this library names.

`operations.json` is generated from the contracts, so a name here is a name of `/api/openapi.json`.
"""

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from cfu.paging import documents
from cfu.transport import Transport, segment
from cfu.wire import WireMessage

_WITH_BODY = ("POST", "PATCH", "PUT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(WireMessage):
    """What an operation takes: a field of its `path`, `query` or `body`."""

    place: str = ""
    name: str = ""
    kind: str = ""
    many: bool = False
    required: bool = False
    secret: bool = False
    choices: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    help: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(WireMessage):
    """One method and path of the API. `listed` is the field of its answer that holds a list, `columns` what to show."""

    method: str = ""
    path: str = ""
    summary: str = ""
    description: str = ""
    idempotent: bool = False
    arguments: tuple[Argument, ...] = ()
    answers: bool = False
    listed: str = ""
    columns: tuple[str, ...] = ()


class Operations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def call(self, name: str, values: Mapping[str, object]) -> dict[str, Any]:
        """Calls an operation by its name, `createRole`, with values by the names of the API."""
        operation = operations()[name]
        given = {place: _given(operation, place, values) for place in ("path", "query", "body")}
        with_body = operation.method in _WITH_BODY
        given["body" if with_body else "query"] |= _page(values)
        return self._transport.call(
            operation.method,
            operation.path.format_map({field: segment(str(value)) for field, value in given["path"].items()}),
            query={field: _text(value) for field, value in given["query"].items()},
            body=given["body"] if with_body else None,
            headers={"Idempotency-Key": str(uuid.uuid4())} if operation.idempotent else None,
            repeatable=operation.method == "GET" or operation.idempotent,
        )

    def list(self, name: str, values: Mapping[str, object]) -> Iterator[dict[str, Any]]:
        """Yields what an operation lists, page by page."""
        listed = operations()[name].listed
        return documents(lambda token: self.call(name, {**values, "pageToken": token}), listed)


@cache
def operations() -> Mapping[str, Operation]:
    """The operations by name."""
    return {name: Operation.from_json(document) for name, document in _generated()["operations"].items()}


def prefixes() -> tuple[str, ...]:
    """What the values of each enum begin with, longest first: `USER_STATE_`."""
    return tuple(_generated()["prefixes"])


@cache
def _generated() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(files("cfu").joinpath("operations.json").read_bytes())
    return document


def _given(operation: Operation, place: str, values: Mapping[str, object]) -> dict[str, object]:
    names = [argument.name for argument in operation.arguments if argument.place == place]
    return {name: values[name] for name in names if name in values}


def _page(values: Mapping[str, object]) -> dict[str, object]:
    return {"pageToken": values["pageToken"]} if values.get("pageToken") else {}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
