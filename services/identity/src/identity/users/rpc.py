"""UserService over gRPC."""

from contactfollowup.identity.v1 import users_pb2
from identity.users.model import User, UserState
from identity.users.service import Users
from kit.caller import Caller

USER_SERVICE = users_pb2.DESCRIPTOR.services_by_name["UserService"]
STATES = {
    UserState.ACTIVE: users_pb2.USER_STATE_ACTIVE,
    UserState.DISABLED: users_pb2.USER_STATE_DISABLED,
}


class UserServicer:
    def __init__(self, users: Users) -> None:
        self._users = users

    async def ListUsers(self, request: users_pb2.ListUsersRequest, caller: Caller) -> users_pb2.ListUsersResponse:
        users, token = await self._users.list(caller, request.page_size, request.page_token)
        return users_pb2.ListUsersResponse(users=map(to_message, users), next_page_token=token)


def to_message(user: User) -> users_pb2.User:
    return users_pb2.User(
        user_id=str(user.user_id),
        email=user.email,
        display_name=user.display_name,
        role=user.role,
        state=STATES[user.state],
        create_time=user.create_time,
        last_sign_in_time=user.last_sign_in_time,
    )
