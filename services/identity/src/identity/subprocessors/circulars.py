"""Circulars: one letter to everyone who answers for something."""

from collections.abc import Container
from dataclasses import dataclass
from uuid import UUID

from identity.mail.model import Letter
from identity.mail.service import Letters
from identity.roles.holders import roles_with
from identity.users.store import UserStore
from kit.db import Transaction


@dataclass(frozen=True, slots=True)
class Circulars:
    """`public_url` is where those who read it find the suite."""

    users: UserStore
    letters: Letters
    public_url: str

    async def post(
        self, tx: Transaction, permission: str, written: tuple[str, str], among: Container[UUID] | None = None
    ) -> None:
        """Queues subject and text for whoever holds the permission, in these workspaces only where some are named."""
        subject, text = written
        for user in await self.users.with_roles(tx, await roles_with(tx, permission)):
            if among is None or user.workspace_id in among:
                await self.letters.post(tx, user.workspace_id, Letter(user.email, subject, text))
