"""Circulars: one letter to everyone who answers for something."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from uuid import UUID

from identity.mail.model import Letter
from identity.mail.service import Letters
from identity.users.store import UserStore
from kit.db import Transaction


@dataclass(frozen=True, slots=True)
class Circulars:
    """`public_url` is where those who read it find the suite."""

    users: UserStore
    letters: Letters
    public_url: str

    async def post(
        self, tx: Transaction, roles: Sequence[str], written: tuple[str, str], among: Container[UUID] | None = None
    ) -> None:
        """Queues subject and text for everyone with one of the roles; in these workspaces only, when some are named."""
        subject, text = written
        for user in await self.users.with_roles(tx, roles):
            if among is None or user.workspace_id in among:
                await self.letters.post(tx, user.workspace_id, Letter(user.email, subject, text))
