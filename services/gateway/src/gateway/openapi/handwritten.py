"""How a route written by hand describes itself; the table stands beside its handler."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
SET_COOKIE: Json = {"Set-Cookie": {"description": "The cookie `hn_session`.", "schema": {"type": "string"}}}


@dataclass(frozen=True)
class Handwritten:
    """One operation. `access` is `public`, `signed_in` or a permission; `errors` are statuses of problems.

    `machines` says whether a machine may call it with its token.
    """

    method: str
    path: str
    operation_id: str
    tag: str
    description: str
    access: str
    responses: Mapping[str, Json]
    errors: tuple[int, ...] = ()
    parameters: tuple[Json, ...] = ()
    request: Json | None = field(default=None)
    machines: bool = True


def json_content(schema: Json, example: Any) -> Json:
    return {"application/json": {"schema": schema, "example": example}}
