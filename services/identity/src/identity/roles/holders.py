"""Which roles hold a permission: built-in ones, and those of workspaces' own that the transaction sees."""

from identity.roles import store
from identity.roles.model import PERMISSIONS, Role
from kit.db import Transaction


async def roles_with(tx: Transaction, permission: str) -> list[str]:
    built_in = [role for role in Role if role is Role.ADMIN or permission in PERMISSIONS[role]]
    return [*built_in, *await store.with_permission(tx, permission)]
