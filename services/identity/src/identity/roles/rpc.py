"""RoleService over gRPC."""

from collections.abc import Mapping

from contactfollowup.identity.v1 import roles_pb2 as pb
from identity.roles.definition import FIELDS, Definition
from identity.roles.model import DefinedRole, FieldAccess, Visibility
from identity.roles.service import Roles
from kit import etag
from kit.caller import Caller

ROLE_SERVICE = pb.DESCRIPTOR.services_by_name["RoleService"]


class RoleServicer:
    def __init__(self, roles: Roles, permissions: Mapping[str, tuple[str, ...]], fields: Mapping[str, bool]) -> None:
        self._roles = roles
        self._permissions = [
            pb.Permission(permission=permission, methods=methods) for permission, methods in permissions.items()
        ]
        self._fields = [pb.GovernedField(field=field, phi=phi) for field, phi in fields.items()]

    async def ListPermissions(self, _: pb.ListPermissionsRequest, __: Caller) -> pb.ListPermissionsResponse:
        return pb.ListPermissionsResponse(permissions=self._permissions)

    async def ListFields(self, _: pb.ListFieldsRequest, __: Caller) -> pb.ListFieldsResponse:
        return pb.ListFieldsResponse(fields=self._fields)

    async def ListRoles(self, _: pb.ListRolesRequest, caller: Caller) -> pb.ListRolesResponse:
        return pb.ListRolesResponse(roles=map(to_message, await self._roles.list(caller)))

    async def GetRole(self, request: pb.GetRoleRequest, caller: Caller) -> pb.GetRoleResponse:
        return pb.GetRoleResponse(role=to_message(await self._roles.get(caller, request.role_id)))

    async def CreateRole(self, request: pb.CreateRoleRequest, caller: Caller) -> pb.CreateRoleResponse:
        role = await self._roles.create(caller, to_definition(request.role), request.request_id)
        return pb.CreateRoleResponse(role=to_message(role))

    async def UpdateRole(self, request: pb.UpdateRoleRequest, caller: Caller) -> pb.UpdateRoleResponse:
        message = request.role
        changed = list(request.update_mask.paths) or [f.name for f, _ in message.ListFields() if f.name in FIELDS]
        role = await self._roles.update(
            caller, request.role_id, to_definition(message), changed, request.etag or message.etag
        )
        return pb.UpdateRoleResponse(role=to_message(role))

    async def DeleteRole(self, request: pb.DeleteRoleRequest, caller: Caller) -> pb.DeleteRoleResponse:
        await self._roles.delete(caller, request.role_id, request.etag)
        return pb.DeleteRoleResponse()


def to_definition(message: pb.Role) -> Definition:
    """What the message says; rules are checked by the use case."""
    return Definition(
        name=message.name,
        permissions=tuple(message.permissions),
        visibility=Visibility(message.visibility or Visibility.ALL),
        fields=tuple((each.field, FieldAccess(each.access)) for each in message.field_permissions),
    )


def to_message(role: DefinedRole) -> pb.Role:
    rights = role.rights
    named = {FieldAccess.HIDDEN: rights.hidden_fields, FieldAccess.READ_ONLY: rights.read_only_fields}
    return pb.Role(
        role_id=role.role_id,
        name=role.name,
        permissions=sorted(rights.permissions),
        visibility=rights.visibility.value,
        field_permissions=[
            pb.FieldPermission(field=field, access=access.value)
            for access, fields in named.items()
            for field in sorted(fields)
        ],
        built_in=role.built_in,
        etag="" if role.built_in else etag.of(role.version),
        create_time=role.create_time,
        update_time=role.update_time,
    )
