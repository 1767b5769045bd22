from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from contactfollowup.identity.v1 import sessions_pb2 as _sessions_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RequestSignUpRequest(_message.Message):
    __slots__ = ("email", "password")
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    email: str
    password: str
    def __init__(self, email: _Optional[str] = ..., password: _Optional[str] = ...) -> None: ...

class RequestSignUpResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ConfirmSignUpRequest(_message.Message):
    __slots__ = ("token", "device_token", "source_address", "user_agent", "password")
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    token: str
    device_token: str
    source_address: str
    user_agent: str
    password: str
    def __init__(self, token: _Optional[str] = ..., device_token: _Optional[str] = ..., source_address: _Optional[str] = ..., user_agent: _Optional[str] = ..., password: _Optional[str] = ...) -> None: ...

class ConfirmSignUpResponse(_message.Message):
    __slots__ = ("session", "session_token", "device_token")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    session: _sessions_pb2.Session
    session_token: str
    device_token: str
    def __init__(self, session: _Optional[_Union[_sessions_pb2.Session, _Mapping]] = ..., session_token: _Optional[str] = ..., device_token: _Optional[str] = ...) -> None: ...
