"""Roles: what each grants."""

from uuid import UUID

from identity.ports import Entitled
from identity.roles.model import Grants, Role, permissions_of
from kit.db import Transaction


class Roles:
    def __init__(self, *entitled: Entitled) -> None:
        self._entitled = entitled

    async def grants(self, tx: Transaction, workspace_id: UUID, _user_id: UUID, role: str) -> Grants:
        """What someone of this role may do and see, of this moment."""
        features = [await each.features(tx, workspace_id) for each in self._entitled]
        return Grants(permissions_of(Role(role)), features=frozenset[str]().union(*features))
