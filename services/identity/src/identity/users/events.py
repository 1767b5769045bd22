"""What identity tells the suite about people: ids and roles, no address and no name."""

from contactfollowup.identity.v1.events_pb2 import UserCreated, UserDisabled, UserEnabled
from identity.users.model import User

USER_CREATED = "cfu.identity.v1.user.created"

USER_DISABLED = "cfu.identity.v1.user.disabled"
USER_ENABLED = "cfu.identity.v1.user.enabled"


def user_created(user: User) -> UserCreated:
    return UserCreated(user_id=str(user.user_id), role=user.role)


def user_disabled(user: User) -> UserDisabled:
    return UserDisabled(user_id=str(user.user_id))


def user_enabled(user: User) -> UserEnabled:
    return UserEnabled(user_id=str(user.user_id))
