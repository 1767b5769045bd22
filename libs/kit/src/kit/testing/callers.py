"""Callers for tests."""

import dataclasses
import time
from typing import Any
from uuid import UUID

from kit.caller import Caller
from kit.ids import new_id


def make_caller(workspace_id: UUID | None = None, **changes: Any) -> Caller:
    """A member of staff of `workspace_id`, or of a workspace of its own, with half a minute left."""
    caller = Caller(
        workspace_id=workspace_id or new_id(),
        actor_kind="user",
        actor_id=str(new_id()),
        session_id=str(new_id()),
        request_id=str(new_id()),
        deadline=time.monotonic() + 30,
        action="test.done",
    )
    return dataclasses.replace(caller, **changes)
