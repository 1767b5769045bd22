import datetime

from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Property(_message.Message):
    __slots__ = ("property_id", "name", "phi", "create_time")
    PROPERTY_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PHI_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    property_id: str
    name: str
    phi: bool
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, property_id: _Optional[str] = ..., name: _Optional[str] = ..., phi: _Optional[bool] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListPropertiesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListPropertiesResponse(_message.Message):
    __slots__ = ("properties",)
    PROPERTIES_FIELD_NUMBER: _ClassVar[int]
    properties: _containers.RepeatedCompositeFieldContainer[Property]
    def __init__(self, properties: _Optional[_Iterable[_Union[Property, _Mapping]]] = ...) -> None: ...

class UpdatePropertyRequest(_message.Message):
    __slots__ = ("property_id", "phi")
    PROPERTY_ID_FIELD_NUMBER: _ClassVar[int]
    PHI_FIELD_NUMBER: _ClassVar[int]
    property_id: str
    phi: bool
    def __init__(self, property_id: _Optional[str] = ..., phi: _Optional[bool] = ...) -> None: ...

class UpdatePropertyResponse(_message.Message):
    __slots__ = ("property",)
    PROPERTY_FIELD_NUMBER: _ClassVar[int]
    property: Property
    def __init__(self, property: _Optional[_Union[Property, _Mapping]] = ...) -> None: ...
