import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Realm(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    REALM_UNSPECIFIED: _ClassVar[Realm]
    REALM_STAFF: _ClassVar[Realm]
    REALM_PORTAL: _ClassVar[Realm]
REALM_UNSPECIFIED: Realm
REALM_STAFF: Realm
REALM_PORTAL: Realm

class Principal(_message.Message):
    __slots__ = ("realm", "subject_id", "actor_kind", "workspace_id", "session_id", "permissions", "hidden_fields", "on_behalf_of", "issue_time", "expire_time", "read_only_fields", "features", "all_records", "owner_ids", "step_up_time", "mfa_enrolment_required", "break_glass_grant_id", "contact_limit")
    REALM_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ID_FIELD_NUMBER: _ClassVar[int]
    ACTOR_KIND_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_ID_FIELD_NUMBER: _ClassVar[int]
    SESSION_ID_FIELD_NUMBER: _ClassVar[int]
    PERMISSIONS_FIELD_NUMBER: _ClassVar[int]
    HIDDEN_FIELDS_FIELD_NUMBER: _ClassVar[int]
    ON_BEHALF_OF_FIELD_NUMBER: _ClassVar[int]
    ISSUE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    READ_ONLY_FIELDS_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    ALL_RECORDS_FIELD_NUMBER: _ClassVar[int]
    OWNER_IDS_FIELD_NUMBER: _ClassVar[int]
    STEP_UP_TIME_FIELD_NUMBER: _ClassVar[int]
    MFA_ENROLMENT_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    BREAK_GLASS_GRANT_ID_FIELD_NUMBER: _ClassVar[int]
    CONTACT_LIMIT_FIELD_NUMBER: _ClassVar[int]
    realm: Realm
    subject_id: str
    actor_kind: str
    workspace_id: str
    session_id: str
    permissions: _containers.RepeatedScalarFieldContainer[str]
    hidden_fields: _containers.RepeatedScalarFieldContainer[str]
    on_behalf_of: str
    issue_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    read_only_fields: _containers.RepeatedScalarFieldContainer[str]
    features: _containers.RepeatedScalarFieldContainer[str]
    all_records: bool
    owner_ids: _containers.RepeatedScalarFieldContainer[bytes]
    step_up_time: _timestamp_pb2.Timestamp
    mfa_enrolment_required: bool
    break_glass_grant_id: str
    contact_limit: int
    def __init__(self, realm: _Optional[_Union[Realm, str]] = ..., subject_id: _Optional[str] = ..., actor_kind: _Optional[str] = ..., workspace_id: _Optional[str] = ..., session_id: _Optional[str] = ..., permissions: _Optional[_Iterable[str]] = ..., hidden_fields: _Optional[_Iterable[str]] = ..., on_behalf_of: _Optional[str] = ..., issue_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., read_only_fields: _Optional[_Iterable[str]] = ..., features: _Optional[_Iterable[str]] = ..., all_records: _Optional[bool] = ..., owner_ids: _Optional[_Iterable[bytes]] = ..., step_up_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., mfa_enrolment_required: _Optional[bool] = ..., break_glass_grant_id: _Optional[str] = ..., contact_limit: _Optional[int] = ...) -> None: ...

class SignedPrincipal(_message.Message):
    __slots__ = ("principal", "key_id", "signature")
    PRINCIPAL_FIELD_NUMBER: _ClassVar[int]
    KEY_ID_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    principal: bytes
    key_id: str
    signature: bytes
    def __init__(self, principal: _Optional[bytes] = ..., key_id: _Optional[str] = ..., signature: _Optional[bytes] = ...) -> None: ...
