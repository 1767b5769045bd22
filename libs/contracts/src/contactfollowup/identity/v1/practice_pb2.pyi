from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PracticeSize(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PRACTICE_SIZE_UNSPECIFIED: _ClassVar[PracticeSize]
    PRACTICE_SIZE_SOLO: _ClassVar[PracticeSize]
    PRACTICE_SIZE_SMALL: _ClassVar[PracticeSize]
    PRACTICE_SIZE_MEDIUM: _ClassVar[PracticeSize]
    PRACTICE_SIZE_LARGE: _ClassVar[PracticeSize]
    PRACTICE_SIZE_ENTERPRISE: _ClassVar[PracticeSize]
PRACTICE_SIZE_UNSPECIFIED: PracticeSize
PRACTICE_SIZE_SOLO: PracticeSize
PRACTICE_SIZE_SMALL: PracticeSize
PRACTICE_SIZE_MEDIUM: PracticeSize
PRACTICE_SIZE_LARGE: PracticeSize
PRACTICE_SIZE_ENTERPRISE: PracticeSize

class PracticeAddress(_message.Message):
    __slots__ = ("street", "city", "region", "postal_code", "country")
    STREET_FIELD_NUMBER: _ClassVar[int]
    CITY_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    POSTAL_CODE_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    def __init__(self, street: _Optional[str] = ..., city: _Optional[str] = ..., region: _Optional[str] = ..., postal_code: _Optional[str] = ..., country: _Optional[str] = ...) -> None: ...

class Practice(_message.Message):
    __slots__ = ("name", "size", "address", "npi", "tax_id", "etag")
    NAME_FIELD_NUMBER: _ClassVar[int]
    SIZE_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    NPI_FIELD_NUMBER: _ClassVar[int]
    TAX_ID_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    name: str
    size: PracticeSize
    address: PracticeAddress
    npi: str
    tax_id: str
    etag: str
    def __init__(self, name: _Optional[str] = ..., size: _Optional[_Union[PracticeSize, str]] = ..., address: _Optional[_Union[PracticeAddress, _Mapping]] = ..., npi: _Optional[str] = ..., tax_id: _Optional[str] = ..., etag: _Optional[str] = ...) -> None: ...

class GetPracticeRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetPracticeResponse(_message.Message):
    __slots__ = ("practice",)
    PRACTICE_FIELD_NUMBER: _ClassVar[int]
    practice: Practice
    def __init__(self, practice: _Optional[_Union[Practice, _Mapping]] = ...) -> None: ...

class UpdatePracticeRequest(_message.Message):
    __slots__ = ("practice", "update_mask", "etag")
    PRACTICE_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    practice: Practice
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, practice: _Optional[_Union[Practice, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdatePracticeResponse(_message.Message):
    __slots__ = ("practice",)
    PRACTICE_FIELD_NUMBER: _ClassVar[int]
    practice: Practice
    def __init__(self, practice: _Optional[_Union[Practice, _Mapping]] = ...) -> None: ...
