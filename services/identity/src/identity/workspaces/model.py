"""Workspaces: two halves of one deployment that share no record, one for real patients, one to try things.

Where practices sign up by themselves, each has a production workspace of its own beside those two.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class WorkspaceKind(StrEnum):
    PRODUCTION = "production"
    SANDBOX = "sandbox"


NEW_PRACTICE = "New practice"
DISPLAY_NAMES = {WorkspaceKind.PRODUCTION: "Production", WorkspaceKind.SANDBOX: "Sandbox"}


@dataclass(frozen=True, slots=True)
class Workspace:
    workspace_id: UUID
    kind: WorkspaceKind
    display_name: str
    create_time: datetime
    deployment: bool = True
