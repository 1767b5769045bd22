from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
ACCESS_FIELD_NUMBER: _ClassVar[int]
access: _descriptor.FieldDescriptor
AUDIT_FIELD_NUMBER: _ClassVar[int]
audit: _descriptor.FieldDescriptor
STEP_UP_FIELD_NUMBER: _ClassVar[int]
step_up: _descriptor.FieldDescriptor
WHILE_ENROLLING_FIELD_NUMBER: _ClassVar[int]
while_enrolling: _descriptor.FieldDescriptor
WHILE_READ_ONLY_FIELD_NUMBER: _ClassVar[int]
while_read_only: _descriptor.FieldDescriptor
FEATURE_FIELD_NUMBER: _ClassVar[int]
feature: _descriptor.FieldDescriptor
PHI_FIELD_NUMBER: _ClassVar[int]
phi: _descriptor.FieldDescriptor
REVEALS_FIELD_NUMBER: _ClassVar[int]
reveals: _descriptor.FieldDescriptor
RECORD_FIELD_NUMBER: _ClassVar[int]
record: _descriptor.FieldDescriptor

class Access(_message.Message):
    __slots__ = ("public", "signed_in", "permission", "patient", "service")
    PUBLIC_FIELD_NUMBER: _ClassVar[int]
    SIGNED_IN_FIELD_NUMBER: _ClassVar[int]
    PERMISSION_FIELD_NUMBER: _ClassVar[int]
    PATIENT_FIELD_NUMBER: _ClassVar[int]
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    public: bool
    signed_in: bool
    permission: str
    patient: bool
    service: Services
    def __init__(self, public: _Optional[bool] = ..., signed_in: _Optional[bool] = ..., permission: _Optional[str] = ..., patient: _Optional[bool] = ..., service: _Optional[_Union[Services, _Mapping]] = ...) -> None: ...

class Services(_message.Message):
    __slots__ = ("names",)
    NAMES_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, names: _Optional[_Iterable[str]] = ...) -> None: ...

class Audit(_message.Message):
    __slots__ = ("action", "record_type", "reads")
    ACTION_FIELD_NUMBER: _ClassVar[int]
    RECORD_TYPE_FIELD_NUMBER: _ClassVar[int]
    READS_FIELD_NUMBER: _ClassVar[int]
    action: str
    record_type: str
    reads: bool
    def __init__(self, action: _Optional[str] = ..., record_type: _Optional[str] = ..., reads: _Optional[bool] = ...) -> None: ...

class Record(_message.Message):
    __slots__ = ("type", "id_field")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_FIELD_NUMBER: _ClassVar[int]
    type: str
    id_field: str
    def __init__(self, type: _Optional[str] = ..., id_field: _Optional[str] = ...) -> None: ...
