import datetime

from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from contactfollowup.identity.v1 import sign_ins_pb2 as _sign_ins_pb2
from contactfollowup.identity.v1 import users_pb2 as _users_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class WorkspaceKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    WORKSPACE_KIND_UNSPECIFIED: _ClassVar[WorkspaceKind]
    WORKSPACE_KIND_PRODUCTION: _ClassVar[WorkspaceKind]
    WORKSPACE_KIND_SANDBOX: _ClassVar[WorkspaceKind]
WORKSPACE_KIND_UNSPECIFIED: WorkspaceKind
WORKSPACE_KIND_PRODUCTION: WorkspaceKind
WORKSPACE_KIND_SANDBOX: WorkspaceKind

class Workspace(_message.Message):
    __slots__ = ("workspace_id", "display_name", "kind", "phi_allowed", "read_only")
    WORKSPACE_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PHI_ALLOWED_FIELD_NUMBER: _ClassVar[int]
    READ_ONLY_FIELD_NUMBER: _ClassVar[int]
    workspace_id: str
    display_name: str
    kind: WorkspaceKind
    phi_allowed: bool
    read_only: bool
    def __init__(self, workspace_id: _Optional[str] = ..., display_name: _Optional[str] = ..., kind: _Optional[_Union[WorkspaceKind, str]] = ..., phi_allowed: _Optional[bool] = ..., read_only: _Optional[bool] = ...) -> None: ...

class Session(_message.Message):
    __slots__ = ("session_id", "user", "workspace", "permissions", "create_time", "last_use_time", "idle_expire_time", "expire_time", "source_address", "user_agent", "current", "mfa_enrolment_required", "mfa_enrol_by_time", "break_glass_grant_id", "break_glass_expire_time", "device", "location")
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    USER_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_FIELD_NUMBER: _ClassVar[int]
    PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_USE_TIME_FIELD_NUMBER: _ClassVar[int]
    IDLE_EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    CURRENT_FIELD_NUMBER: _ClassVar[int]
    MFA_ENROLMENT_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    MFA_ENROL_BY_TIME_FIELD_NUMBER: _ClassVar[int]
    BREAK_GLASS_GRANT_ID_FIELD_NUMBER: _ClassVar[int]
    BREAK_GLASS_EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    LOCATION_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    user: _users_pb2.User
    workspace: Workspace
    permissions: _containers.RepeatedScalarFieldContainer[str]
    create_time: _timestamp_pb2.Timestamp
    last_use_time: _timestamp_pb2.Timestamp
    idle_expire_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    source_address: str
    user_agent: str
    current: bool
    mfa_enrolment_required: bool
    mfa_enrol_by_time: _timestamp_pb2.Timestamp
    break_glass_grant_id: str
    break_glass_expire_time: _timestamp_pb2.Timestamp
    device: _sign_ins_pb2.Device
    location: _sign_ins_pb2.Location
    def __init__(self, session_id: _Optional[str] = ..., user: _Optional[_Union[_users_pb2.User, _Mapping]] = ..., workspace: _Optional[_Union[Workspace, _Mapping]] = ..., permissions: _Optional[_Iterable[str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_use_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., idle_expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source_address: _Optional[str] = ..., user_agent: _Optional[str] = ..., current: _Optional[bool] = ..., mfa_enrolment_required: _Optional[bool] = ..., mfa_enrol_by_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., break_glass_grant_id: _Optional[str] = ..., break_glass_expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., device: _Optional[_Union[_sign_ins_pb2.Device, _Mapping]] = ..., location: _Optional[_Union[_sign_ins_pb2.Location, _Mapping]] = ...) -> None: ...

class CreateSessionRequest(_message.Message):
    __slots__ = ("email", "password", "device_token", "source_address", "user_agent")
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    email: str
    password: str
    device_token: str
    source_address: str
    user_agent: str
    def __init__(self, email: _Optional[str] = ..., password: _Optional[str] = ..., device_token: _Optional[str] = ..., source_address: _Optional[str] = ..., user_agent: _Optional[str] = ...) -> None: ...

class CreateSessionResponse(_message.Message):
    __slots__ = ("session", "session_token", "device_token")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    session: Session
    session_token: str
    device_token: str
    def __init__(self, session: _Optional[_Union[Session, _Mapping]] = ..., session_token: _Optional[str] = ..., device_token: _Optional[str] = ...) -> None: ...

class GetSessionRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSessionResponse(_message.Message):
    __slots__ = ("session",)
    SESSION_FIELD_NUMBER: _ClassVar[int]
    session: Session
    def __init__(self, session: _Optional[_Union[Session, _Mapping]] = ...) -> None: ...

class DeleteSessionRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DeleteSessionResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListSessionsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListSessionsResponse(_message.Message):
    __slots__ = ("sessions",)
    SESSIONS_FIELD_NUMBER: _ClassVar[int]
    sessions: _containers.RepeatedCompositeFieldContainer[Session]
    def __init__(self, sessions: _Optional[_Iterable[_Union[Session, _Mapping]]] = ...) -> None: ...

class RevokeSessionRequest(_message.Message):
    __slots__ = ("session_id",)
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    session_id: str
    def __init__(self, session_id: _Optional[str] = ...) -> None: ...

class RevokeSessionResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ExchangeSessionRequest(_message.Message):
    __slots__ = ("session_token",)
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    session_token: str
    def __init__(self, session_token: _Optional[str] = ...) -> None: ...

class ExchangeSessionResponse(_message.Message):
    __slots__ = ("signed_principal", "session_id")
    SIGNED_PRINCIPAL_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    signed_principal: bytes
    session_id: str
    def __init__(self, signed_principal: _Optional[bytes] = ..., session_id: _Optional[str] = ...) -> None: ...
