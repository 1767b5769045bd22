import datetime

from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from contactfollowup.identity.v1 import sessions_pb2 as _sessions_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class FactorKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    FACTOR_KIND_UNSPECIFIED: _ClassVar[FactorKind]
    FACTOR_KIND_TOTP: _ClassVar[FactorKind]
    FACTOR_KIND_PASSKEY: _ClassVar[FactorKind]
FACTOR_KIND_UNSPECIFIED: FactorKind
FACTOR_KIND_TOTP: FactorKind
FACTOR_KIND_PASSKEY: FactorKind

class Factor(_message.Message):
    __slots__ = ("factor_id", "kind", "display_name", "create_time", "last_use_time")
    FACTOR_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_USE_TIME_FIELD_NUMBER: _ClassVar[int]
    factor_id: str
    kind: FactorKind
    display_name: str
    create_time: _timestamp_pb2.Timestamp
    last_use_time: _timestamp_pb2.Timestamp
    def __init__(self, factor_id: _Optional[str] = ..., kind: _Optional[_Union[FactorKind, str]] = ..., display_name: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_use_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListFactorsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListFactorsResponse(_message.Message):
    __slots__ = ("factors", "recovery_codes_left")
    FACTORS_FIELD_NUMBER: _ClassVar[int]
    RECOVERY_CODES_LEFT_FIELD_NUMBER: _ClassVar[int]
    factors: _containers.RepeatedCompositeFieldContainer[Factor]
    recovery_codes_left: int
    def __init__(self, factors: _Optional[_Iterable[_Union[Factor, _Mapping]]] = ..., recovery_codes_left: _Optional[int] = ...) -> None: ...

class BeginTotpRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BeginTotpResponse(_message.Message):
    __slots__ = ("secret", "otpauth_uri", "qr_svg")
    SECRET_FIELD_NUMBER: _ClassVar[int]
    OTPAUTH_URI_FIELD_NUMBER: _ClassVar[int]
    QR_SVG_FIELD_NUMBER: _ClassVar[int]
    secret: str
    otpauth_uri: str
    qr_svg: str
    def __init__(self, secret: _Optional[str] = ..., otpauth_uri: _Optional[str] = ..., qr_svg: _Optional[str] = ...) -> None: ...

class ConfirmTotpRequest(_message.Message):
    __slots__ = ("code",)
    CODE_FIELD_NUMBER: _ClassVar[int]
    code: str
    def __init__(self, code: _Optional[str] = ...) -> None: ...

class ConfirmTotpResponse(_message.Message):
    __slots__ = ("recovery_codes",)
    RECOVERY_CODES_FIELD_NUMBER: _ClassVar[int]
    recovery_codes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, recovery_codes: _Optional[_Iterable[str]] = ...) -> None: ...

class DeleteTotpRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DeleteTotpResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RegenerateRecoveryCodesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class RegenerateRecoveryCodesResponse(_message.Message):
    __slots__ = ("recovery_codes",)
    RECOVERY_CODES_FIELD_NUMBER: _ClassVar[int]
    recovery_codes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, recovery_codes: _Optional[_Iterable[str]] = ...) -> None: ...

class BeginPasskeyRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BeginPasskeyResponse(_message.Message):
    __slots__ = ("options_json",)
    OPTIONS_JSON_FIELD_NUMBER: _ClassVar[int]
    options_json: str
    def __init__(self, options_json: _Optional[str] = ...) -> None: ...

class EnrolPasskeyRequest(_message.Message):
    __slots__ = ("credential_json", "display_name")
    CREDENTIAL_JSON_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    credential_json: str
    display_name: str
    def __init__(self, credential_json: _Optional[str] = ..., display_name: _Optional[str] = ...) -> None: ...

class EnrolPasskeyResponse(_message.Message):
    __slots__ = ("factor", "recovery_codes")
    FACTOR_FIELD_NUMBER: _ClassVar[int]
    RECOVERY_CODES_FIELD_NUMBER: _ClassVar[int]
    factor: Factor
    recovery_codes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, factor: _Optional[_Union[Factor, _Mapping]] = ..., recovery_codes: _Optional[_Iterable[str]] = ...) -> None: ...

class DeletePasskeyRequest(_message.Message):
    __slots__ = ("passkey_id",)
    PASSKEY_ID_FIELD_NUMBER: _ClassVar[int]
    passkey_id: str
    def __init__(self, passkey_id: _Optional[str] = ...) -> None: ...

class DeletePasskeyResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BeginStepUpRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BeginStepUpResponse(_message.Message):
    __slots__ = ("options_json",)
    OPTIONS_JSON_FIELD_NUMBER: _ClassVar[int]
    options_json: str
    def __init__(self, options_json: _Optional[str] = ...) -> None: ...

class StepUpRequest(_message.Message):
    __slots__ = ("password", "code", "credential_json")
    PASSWORD_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    CREDENTIAL_JSON_FIELD_NUMBER: _ClassVar[int]
    password: str
    code: str
    credential_json: str
    def __init__(self, password: _Optional[str] = ..., code: _Optional[str] = ..., credential_json: _Optional[str] = ...) -> None: ...

class StepUpResponse(_message.Message):
    __slots__ = ("expire_time",)
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ResetMfaRequest(_message.Message):
    __slots__ = ("user_id",)
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    def __init__(self, user_id: _Optional[str] = ...) -> None: ...

class ResetMfaResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BeginPasskeySignInRequest(_message.Message):
    __slots__ = ("challenge_id",)
    CHALLENGE_ID_FIELD_NUMBER: _ClassVar[int]
    challenge_id: str
    def __init__(self, challenge_id: _Optional[str] = ...) -> None: ...

class BeginPasskeySignInResponse(_message.Message):
    __slots__ = ("options_json",)
    OPTIONS_JSON_FIELD_NUMBER: _ClassVar[int]
    options_json: str
    def __init__(self, options_json: _Optional[str] = ...) -> None: ...

class AnswerMfaChallengeRequest(_message.Message):
    __slots__ = ("challenge_id", "code", "credential_json", "device_token", "source_address", "user_agent")
    CHALLENGE_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    CREDENTIAL_JSON_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    challenge_id: str
    code: str
    credential_json: str
    device_token: str
    source_address: str
    user_agent: str
    def __init__(self, challenge_id: _Optional[str] = ..., code: _Optional[str] = ..., credential_json: _Optional[str] = ..., device_token: _Optional[str] = ..., source_address: _Optional[str] = ..., user_agent: _Optional[str] = ...) -> None: ...

class CreatePasskeySessionRequest(_message.Message):
    __slots__ = ("credential_json", "device_token", "source_address", "user_agent")
    CREDENTIAL_JSON_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    credential_json: str
    device_token: str
    source_address: str
    user_agent: str
    def __init__(self, credential_json: _Optional[str] = ..., device_token: _Optional[str] = ..., source_address: _Optional[str] = ..., user_agent: _Optional[str] = ...) -> None: ...

class AnswerMfaChallengeResponse(_message.Message):
    __slots__ = ("session", "session_token", "device_token")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    session: _sessions_pb2.Session
    session_token: str
    device_token: str
    def __init__(self, session: _Optional[_Union[_sessions_pb2.Session, _Mapping]] = ..., session_token: _Optional[str] = ..., device_token: _Optional[str] = ...) -> None: ...

class CreatePasskeySessionResponse(_message.Message):
    __slots__ = ("session", "session_token", "device_token")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    session: _sessions_pb2.Session
    session_token: str
    device_token: str
    def __init__(self, session: _Optional[_Union[_sessions_pb2.Session, _Mapping]] = ..., session_token: _Optional[str] = ..., device_token: _Optional[str] = ...) -> None: ...
