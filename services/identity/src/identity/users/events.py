"""What identity tells the suite about people: ids and roles, no address and no name."""

from contactfollowup.identity.v1.events_pb2 import UserCreated
from identity.users.model import User

USER_CREATED = "cfu.identity.v1.user.created"


def user_created(user: User) -> UserCreated:
    return UserCreated(user_id=str(user.user_id), role=user.role)
