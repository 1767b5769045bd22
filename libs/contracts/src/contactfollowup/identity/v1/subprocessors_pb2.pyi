import datetime

from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Subprocessor(_message.Message):
    __slots__ = ("code", "name", "purpose", "region", "touches_phi", "baa", "announce_time", "effective_time")
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    TOUCHES_PHI_FIELD_NUMBER: _ClassVar[int]
    BAA_FIELD_NUMBER: _ClassVar[int]
    ANNOUNCE_TIME_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_TIME_FIELD_NUMBER: _ClassVar[int]
    code: str
    name: str
    purpose: str
    region: str
    touches_phi: bool
    baa: bool
    announce_time: _timestamp_pb2.Timestamp
    effective_time: _timestamp_pb2.Timestamp
    def __init__(self, code: _Optional[str] = ..., name: _Optional[str] = ..., purpose: _Optional[str] = ..., region: _Optional[str] = ..., touches_phi: _Optional[bool] = ..., baa: _Optional[bool] = ..., announce_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., effective_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListSubprocessorsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListSubprocessorsResponse(_message.Message):
    __slots__ = ("subprocessors",)
    SUBPROCESSORS_FIELD_NUMBER: _ClassVar[int]
    subprocessors: _containers.RepeatedCompositeFieldContainer[Subprocessor]
    def __init__(self, subprocessors: _Optional[_Iterable[_Union[Subprocessor, _Mapping]]] = ...) -> None: ...
