"""Roles: what each grants."""

from uuid import UUID

from identity.roles.model import Grants, Role, permissions_of
from kit.db import Transaction


class Roles:
    async def grants(self, _tx: Transaction, _workspace_id: UUID, _user_id: UUID, role: str) -> Grants:
        """What someone of this role may do and see, of this moment."""
        return Grants(permissions_of(Role(role)))
