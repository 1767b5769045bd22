"""What identity's concepts need of each other without knowing each other, and what they need from outside."""

from typing import Protocol
from uuid import UUID

from kit.db import Transaction


class Entitled(Protocol):
    async def features(self, tx: Transaction, workspace_id: UUID) -> frozenset[str]:
        """What the workspace is entitled to at this moment."""


class Founded(Protocol):
    async def __call__(self, tx: Transaction, workspace_id: UUID, *, sandbox: bool) -> None:
        """What a workspace of a deployment begins with; again changes nothing."""
