"""What identity's concepts need of each other without knowing each other, and what they need from outside."""

from typing import Protocol
from uuid import UUID

from kit.caller import Caller
from kit.db import Transaction


class Entitled(Protocol):
    async def features(self, tx: Transaction, workspace_id: UUID) -> frozenset[str]:
        """What the workspace is entitled to at this moment."""


class Founded(Protocol):
    async def __call__(self, tx: Transaction, workspace_id: UUID, *, sandbox: bool) -> None:
        """What a workspace of a deployment begins with; again changes nothing."""


class Enforced(Protocol):
    async def check(self, tx: Transaction, actor: Caller, user_id: UUID) -> None:
        """Raises when the person has to sign in through an identity provider."""
