import datetime

from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from contactfollowup.identity.v1 import users_pb2 as _users_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ServiceAccountState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SERVICE_ACCOUNT_STATE_UNSPECIFIED: _ClassVar[ServiceAccountState]
    SERVICE_ACCOUNT_STATE_ACTIVE: _ClassVar[ServiceAccountState]
    SERVICE_ACCOUNT_STATE_DISABLED: _ClassVar[ServiceAccountState]

class ServiceAccountTokenState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SERVICE_ACCOUNT_TOKEN_STATE_UNSPECIFIED: _ClassVar[ServiceAccountTokenState]
    SERVICE_ACCOUNT_TOKEN_STATE_ACTIVE: _ClassVar[ServiceAccountTokenState]
    SERVICE_ACCOUNT_TOKEN_STATE_EXPIRED: _ClassVar[ServiceAccountTokenState]
    SERVICE_ACCOUNT_TOKEN_STATE_REVOKED: _ClassVar[ServiceAccountTokenState]
SERVICE_ACCOUNT_STATE_UNSPECIFIED: ServiceAccountState
SERVICE_ACCOUNT_STATE_ACTIVE: ServiceAccountState
SERVICE_ACCOUNT_STATE_DISABLED: ServiceAccountState
SERVICE_ACCOUNT_TOKEN_STATE_UNSPECIFIED: ServiceAccountTokenState
SERVICE_ACCOUNT_TOKEN_STATE_ACTIVE: ServiceAccountTokenState
SERVICE_ACCOUNT_TOKEN_STATE_EXPIRED: ServiceAccountTokenState
SERVICE_ACCOUNT_TOKEN_STATE_REVOKED: ServiceAccountTokenState

class ServiceAccount(_message.Message):
    __slots__ = ("service_account_id", "name", "role", "on_behalf_of", "state", "create_time", "creator_id", "etag")
    SERVICE_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    ON_BEHALF_OF_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    service_account_id: str
    name: str
    role: str
    on_behalf_of: str
    state: ServiceAccountState
    create_time: _timestamp_pb2.Timestamp
    creator_id: str
    etag: str
    def __init__(self, service_account_id: _Optional[str] = ..., name: _Optional[str] = ..., role: _Optional[str] = ..., on_behalf_of: _Optional[str] = ..., state: _Optional[_Union[ServiceAccountState, str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., creator_id: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class ServiceAccountToken(_message.Message):
    __slots__ = ("token_id", "name", "scopes", "state", "create_time", "creator_id", "expire_time", "last_use_time", "last_use_source", "revoke_time", "successor_id", "creator_state")
    TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    CREATOR_ID_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_USE_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_USE_SOURCE_FIELD_NUMBER: _ClassVar[int]
    REVOKE_TIME_FIELD_NUMBER: _ClassVar[int]
    SUCCESSOR_ID_FIELD_NUMBER: _ClassVar[int]
    CREATOR_STATE_FIELD_NUMBER: _ClassVar[int]
    token_id: str
    name: str
    scopes: _containers.RepeatedScalarFieldContainer[str]
    state: ServiceAccountTokenState
    create_time: _timestamp_pb2.Timestamp
    creator_id: str
    expire_time: _timestamp_pb2.Timestamp
    last_use_time: _timestamp_pb2.Timestamp
    last_use_source: str
    revoke_time: _timestamp_pb2.Timestamp
    successor_id: str
    creator_state: _users_pb2.UserState
    def __init__(self, token_id: _Optional[str] = ..., name: _Optional[str] = ..., scopes: _Optional[_Iterable[str]] = ..., state: _Optional[_Union[ServiceAccountTokenState, str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., creator_id: _Optional[str] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_use_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_use_source: _Optional[str] = ..., revoke_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., successor_id: _Optional[str] = ..., creator_state: _Optional[_Union[_users_pb2.UserState, str]] = ...) -> None: ...

class ListServiceAccountsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListServiceAccountsResponse(_message.Message):
    __slots__ = ("service_accounts", "next_page_token")
    SERVICE_ACCOUNTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    service_accounts: _containers.RepeatedCompositeFieldContainer[ServiceAccount]
    next_page_token: str
    def __init__(self, service_accounts: _Optional[_Iterable[_Union[ServiceAccount, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CreateServiceAccountRequest(_message.Message):
    __slots__ = ("name", "role", "on_behalf_of")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    ON_BEHALF_OF_FIELD_NUMBER: _ClassVar[int]
    name: str
    role: str
    on_behalf_of: str
    def __init__(self, name: _Optional[str] = ..., role: _Optional[str] = ..., on_behalf_of: _Optional[str] = ...) -> None: ...

class CreateServiceAccountResponse(_message.Message):
    __slots__ = ("service_account",)
    SERVICE_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    service_account: ServiceAccount
    def __init__(self, service_account: _Optional[_Union[ServiceAccount, _Mapping]] = ...) -> None: ...

class GetServiceAccountRequest(_message.Message):
    __slots__ = ("service_account_id",)
    SERVICE_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    service_account_id: str
    def __init__(self, service_account_id: _Optional[str] = ...) -> None: ...

class GetServiceAccountResponse(_message.Message):
    __slots__ = ("service_account",)
    SERVICE_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    service_account: ServiceAccount
    def __init__(self, service_account: _Optional[_Union[ServiceAccount, _Mapping]] = ...) -> None: ...

class UpdateServiceAccountRequest(_message.Message):
    __slots__ = ("service_account_id", "service_account", "update_mask", "etag")
    SERVICE_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    SERVICE_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    service_account_id: str
    service_account: ServiceAccount
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, service_account_id: _Optional[str] = ..., service_account: _Optional[_Union[ServiceAccount, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdateServiceAccountResponse(_message.Message):
    __slots__ = ("service_account",)
    SERVICE_ACCOUNT_FIELD_NUMBER: _ClassVar[int]
    service_account: ServiceAccount
    def __init__(self, service_account: _Optional[_Union[ServiceAccount, _Mapping]] = ...) -> None: ...

class DeleteServiceAccountRequest(_message.Message):
    __slots__ = ("service_account_id",)
    SERVICE_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    service_account_id: str
    def __init__(self, service_account_id: _Optional[str] = ...) -> None: ...

class DeleteServiceAccountResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListServiceAccountTokensRequest(_message.Message):
    __slots__ = ("service_account_id", "page_size", "page_token")
    SERVICE_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    service_account_id: str
    page_size: int
    page_token: str
    def __init__(self, service_account_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListServiceAccountTokensResponse(_message.Message):
    __slots__ = ("tokens", "next_page_token")
    TOKENS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    tokens: _containers.RepeatedCompositeFieldContainer[ServiceAccountToken]
    next_page_token: str
    def __init__(self, tokens: _Optional[_Iterable[_Union[ServiceAccountToken, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class CreateServiceAccountTokenRequest(_message.Message):
    __slots__ = ("service_account_id", "name", "scopes", "expire_time")
    SERVICE_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SCOPES_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    service_account_id: str
    name: str
    scopes: _containers.RepeatedScalarFieldContainer[str]
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, service_account_id: _Optional[str] = ..., name: _Optional[str] = ..., scopes: _Optional[_Iterable[str]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateServiceAccountTokenResponse(_message.Message):
    __slots__ = ("service_account_token", "token")
    SERVICE_ACCOUNT_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    service_account_token: ServiceAccountToken
    token: str
    def __init__(self, service_account_token: _Optional[_Union[ServiceAccountToken, _Mapping]] = ..., token: _Optional[str] = ...) -> None: ...

class RotateServiceAccountTokenRequest(_message.Message):
    __slots__ = ("service_account_id", "token_id", "overlap_hours", "expire_time")
    SERVICE_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_HOURS_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    service_account_id: str
    token_id: str
    overlap_hours: int
    expire_time: _timestamp_pb2.Timestamp
    def __init__(self, service_account_id: _Optional[str] = ..., token_id: _Optional[str] = ..., overlap_hours: _Optional[int] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RotateServiceAccountTokenResponse(_message.Message):
    __slots__ = ("service_account_token", "token")
    SERVICE_ACCOUNT_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    service_account_token: ServiceAccountToken
    token: str
    def __init__(self, service_account_token: _Optional[_Union[ServiceAccountToken, _Mapping]] = ..., token: _Optional[str] = ...) -> None: ...

class RevokeServiceAccountTokenRequest(_message.Message):
    __slots__ = ("service_account_id", "token_id")
    SERVICE_ACCOUNT_ID_FIELD_NUMBER: _ClassVar[int]
    TOKEN_ID_FIELD_NUMBER: _ClassVar[int]
    service_account_id: str
    token_id: str
    def __init__(self, service_account_id: _Optional[str] = ..., token_id: _Optional[str] = ...) -> None: ...

class RevokeServiceAccountTokenResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ExchangeTokenRequest(_message.Message):
    __slots__ = ("token",)
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: str
    def __init__(self, token: _Optional[str] = ...) -> None: ...

class ExchangeTokenResponse(_message.Message):
    __slots__ = ("signed_principal", "session_id")
    SIGNED_PRINCIPAL_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    signed_principal: bytes
    session_id: str
    def __init__(self, signed_principal: _Optional[bytes] = ..., session_id: _Optional[str] = ...) -> None: ...
