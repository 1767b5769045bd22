import datetime

from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SecurityPolicy(_message.Message):
    __slots__ = ("mfa_required", "grace_period_days", "mfa_required_time", "etag")
    MFA_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    GRACE_PERIOD_DAYS_FIELD_NUMBER: _ClassVar[int]
    MFA_REQUIRED_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    mfa_required: bool
    grace_period_days: int
    mfa_required_time: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, mfa_required: _Optional[bool] = ..., grace_period_days: _Optional[int] = ..., mfa_required_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class GetSecurityPolicyRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSecurityPolicyResponse(_message.Message):
    __slots__ = ("security_policy",)
    SECURITY_POLICY_FIELD_NUMBER: _ClassVar[int]
    security_policy: SecurityPolicy
    def __init__(self, security_policy: _Optional[_Union[SecurityPolicy, _Mapping]] = ...) -> None: ...

class UpdateSecurityPolicyRequest(_message.Message):
    __slots__ = ("security_policy", "update_mask", "etag")
    SECURITY_POLICY_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    security_policy: SecurityPolicy
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, security_policy: _Optional[_Union[SecurityPolicy, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdateSecurityPolicyResponse(_message.Message):
    __slots__ = ("security_policy",)
    SECURITY_POLICY_FIELD_NUMBER: _ClassVar[int]
    security_policy: SecurityPolicy
    def __init__(self, security_policy: _Optional[_Union[SecurityPolicy, _Mapping]] = ...) -> None: ...
