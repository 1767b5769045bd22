"""UserService over gRPC."""

from uuid import UUID

from contactfollowup.identity.v1 import users_pb2
from identity.errors import FieldFixedError
from identity.users.access import UserAccess
from identity.users.model import User, UserState
from identity.users.service import Users
from kit import etag
from kit.caller import Caller

USER_SERVICE = users_pb2.DESCRIPTOR.services_by_name["UserService"]
STATES = {
    UserState.ACTIVE: users_pb2.USER_STATE_ACTIVE,
    UserState.DISABLED: users_pb2.USER_STATE_DISABLED,
}


class UserServicer:
    def __init__(self, users: Users, access: UserAccess) -> None:
        self._users = users
        self._access = access

    async def ListUsers(self, request: users_pb2.ListUsersRequest, caller: Caller) -> users_pb2.ListUsersResponse:
        users, token = await self._users.list(caller, request.page_size, request.page_token)
        return users_pb2.ListUsersResponse(users=map(to_message, users), next_page_token=token)

    async def GetUser(self, request: users_pb2.GetUserRequest, caller: Caller) -> users_pb2.GetUserResponse:
        return users_pb2.GetUserResponse(user=to_message(await self._users.get(caller, UUID(request.user_id))))

    async def UpdateUser(self, request: users_pb2.UpdateUserRequest, caller: Caller) -> users_pb2.UpdateUserResponse:
        if (list(request.update_mask.paths) or ["role"]) != ["role"]:
            raise FieldFixedError(field="update_mask")
        expected = request.etag or request.user.etag
        user = await self._access.set_role(caller, UUID(request.user_id), request.user.role, expected)
        return users_pb2.UpdateUserResponse(user=to_message(user))

    async def DisableUser(self, request: users_pb2.DisableUserRequest, caller: Caller) -> users_pb2.DisableUserResponse:
        user = await self._access.disable(caller, UUID(request.user_id), keep_tokens=request.keep_tokens)
        return users_pb2.DisableUserResponse(user=to_message(user))

    async def EnableUser(self, request: users_pb2.EnableUserRequest, caller: Caller) -> users_pb2.EnableUserResponse:
        user = await self._access.enable(caller, UUID(request.user_id))
        return users_pb2.EnableUserResponse(user=to_message(user))


def to_message(user: User) -> users_pb2.User:
    return users_pb2.User(
        user_id=str(user.user_id),
        email=user.email,
        display_name=user.display_name,
        role=user.role,
        state=STATES[user.state],
        create_time=user.create_time,
        last_sign_in_time=user.last_sign_in_time,
        etag=etag.of(user.version),
    )
