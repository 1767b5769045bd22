"""What identity tells of roles. The edge hears it and asks anew who may do what."""

from uuid import UUID

from contactfollowup.identity.v1.events_pb2 import RoleChanged, UserRoleChanged

ROLE_CHANGED = "cfu.identity.v1.role.changed"
USER_ROLE_CHANGED = "cfu.identity.v1.user.role_changed"


def role_changed(role_id: str) -> RoleChanged:
    return RoleChanged(role_id=role_id)


def user_role_changed(user_id: UUID, role: str) -> UserRoleChanged:
    return UserRoleChanged(user_id=str(user_id), role=role)
