import datetime

from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
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

class VendorCategory(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VENDOR_CATEGORY_UNSPECIFIED: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_EHR: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_SCHEDULING: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_MESSAGING: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_EMAIL: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_PAYMENT: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_CLOUD: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_AI: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_MONITORING: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_ANALYTICS: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_CRM: _ClassVar[VendorCategory]
    VENDOR_CATEGORY_OTHER: _ClassVar[VendorCategory]

class VendorBaaState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VENDOR_BAA_STATE_UNSPECIFIED: _ClassVar[VendorBaaState]
    VENDOR_BAA_STATE_NONE: _ClassVar[VendorBaaState]
    VENDOR_BAA_STATE_REQUESTED: _ClassVar[VendorBaaState]
    VENDOR_BAA_STATE_SIGNED: _ClassVar[VendorBaaState]
    VENDOR_BAA_STATE_TERMINATED: _ClassVar[VendorBaaState]

class VendorStanding(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    VENDOR_STANDING_UNSPECIFIED: _ClassVar[VendorStanding]
    VENDOR_STANDING_ACTIVE: _ClassVar[VendorStanding]
    VENDOR_STANDING_UNKNOWN: _ClassVar[VendorStanding]
    VENDOR_STANDING_NO_BAA: _ClassVar[VendorStanding]
    VENDOR_STANDING_REQUESTED: _ClassVar[VendorStanding]
    VENDOR_STANDING_NOT_YET_EFFECTIVE: _ClassVar[VendorStanding]
    VENDOR_STANDING_LAPSED: _ClassVar[VendorStanding]
    VENDOR_STANDING_TERMINATED: _ClassVar[VendorStanding]
    VENDOR_STANDING_NOT_FOR_PHI: _ClassVar[VendorStanding]
    VENDOR_STANDING_WORKSPACE_WITHOUT_PHI: _ClassVar[VendorStanding]
VENDOR_CATEGORY_UNSPECIFIED: VendorCategory
VENDOR_CATEGORY_EHR: VendorCategory
VENDOR_CATEGORY_SCHEDULING: VendorCategory
VENDOR_CATEGORY_MESSAGING: VendorCategory
VENDOR_CATEGORY_EMAIL: VendorCategory
VENDOR_CATEGORY_PAYMENT: VendorCategory
VENDOR_CATEGORY_CLOUD: VendorCategory
VENDOR_CATEGORY_AI: VendorCategory
VENDOR_CATEGORY_MONITORING: VendorCategory
VENDOR_CATEGORY_ANALYTICS: VendorCategory
VENDOR_CATEGORY_CRM: VendorCategory
VENDOR_CATEGORY_OTHER: VendorCategory
VENDOR_BAA_STATE_UNSPECIFIED: VendorBaaState
VENDOR_BAA_STATE_NONE: VendorBaaState
VENDOR_BAA_STATE_REQUESTED: VendorBaaState
VENDOR_BAA_STATE_SIGNED: VendorBaaState
VENDOR_BAA_STATE_TERMINATED: VendorBaaState
VENDOR_STANDING_UNSPECIFIED: VendorStanding
VENDOR_STANDING_ACTIVE: VendorStanding
VENDOR_STANDING_UNKNOWN: VendorStanding
VENDOR_STANDING_NO_BAA: VendorStanding
VENDOR_STANDING_REQUESTED: VendorStanding
VENDOR_STANDING_NOT_YET_EFFECTIVE: VendorStanding
VENDOR_STANDING_LAPSED: VendorStanding
VENDOR_STANDING_TERMINATED: VendorStanding
VENDOR_STANDING_NOT_FOR_PHI: VendorStanding
VENDOR_STANDING_WORKSPACE_WITHOUT_PHI: VendorStanding

class Vendor(_message.Message):
    __slots__ = ("vendor_id", "code", "name", "category", "region", "touches_phi", "baa_state", "effective_date", "expire_date", "document_reference", "standing", "built_in", "update_time", "etag")
    VENDOR_ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    TOUCHES_PHI_FIELD_NUMBER: _ClassVar[int]
    BAA_STATE_FIELD_NUMBER: _ClassVar[int]
    EFFECTIVE_DATE_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_DATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    BUILT_IN_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    vendor_id: str
    code: str
    name: str
    category: VendorCategory
    region: str
    touches_phi: bool
    baa_state: VendorBaaState
    effective_date: str
    expire_date: str
    document_reference: str
    standing: VendorStanding
    built_in: bool
    update_time: _timestamp_pb2.Timestamp
    etag: str
    def __init__(self, vendor_id: _Optional[str] = ..., code: _Optional[str] = ..., name: _Optional[str] = ..., category: _Optional[_Union[VendorCategory, str]] = ..., region: _Optional[str] = ..., touches_phi: _Optional[bool] = ..., baa_state: _Optional[_Union[VendorBaaState, str]] = ..., effective_date: _Optional[str] = ..., expire_date: _Optional[str] = ..., document_reference: _Optional[str] = ..., standing: _Optional[_Union[VendorStanding, str]] = ..., built_in: _Optional[bool] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class ListVendorsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListVendorsResponse(_message.Message):
    __slots__ = ("vendors",)
    VENDORS_FIELD_NUMBER: _ClassVar[int]
    vendors: _containers.RepeatedCompositeFieldContainer[Vendor]
    def __init__(self, vendors: _Optional[_Iterable[_Union[Vendor, _Mapping]]] = ...) -> None: ...

class GetVendorRequest(_message.Message):
    __slots__ = ("vendor_id",)
    VENDOR_ID_FIELD_NUMBER: _ClassVar[int]
    vendor_id: str
    def __init__(self, vendor_id: _Optional[str] = ...) -> None: ...

class GetVendorResponse(_message.Message):
    __slots__ = ("vendor",)
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    vendor: Vendor
    def __init__(self, vendor: _Optional[_Union[Vendor, _Mapping]] = ...) -> None: ...

class CreateVendorRequest(_message.Message):
    __slots__ = ("vendor", "request_id")
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    vendor: Vendor
    request_id: str
    def __init__(self, vendor: _Optional[_Union[Vendor, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateVendorResponse(_message.Message):
    __slots__ = ("vendor",)
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    vendor: Vendor
    def __init__(self, vendor: _Optional[_Union[Vendor, _Mapping]] = ...) -> None: ...

class UpdateVendorRequest(_message.Message):
    __slots__ = ("vendor_id", "vendor", "update_mask", "etag")
    VENDOR_ID_FIELD_NUMBER: _ClassVar[int]
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    vendor_id: str
    vendor: Vendor
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, vendor_id: _Optional[str] = ..., vendor: _Optional[_Union[Vendor, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdateVendorResponse(_message.Message):
    __slots__ = ("vendor",)
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    vendor: Vendor
    def __init__(self, vendor: _Optional[_Union[Vendor, _Mapping]] = ...) -> None: ...

class DeleteVendorRequest(_message.Message):
    __slots__ = ("vendor_id",)
    VENDOR_ID_FIELD_NUMBER: _ClassVar[int]
    vendor_id: str
    def __init__(self, vendor_id: _Optional[str] = ...) -> None: ...

class DeleteVendorResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CheckVendorRequest(_message.Message):
    __slots__ = ("vendor", "workspace_id")
    VENDOR_FIELD_NUMBER: _ClassVar[int]
    WORKSPACE_ID_FIELD_NUMBER: _ClassVar[int]
    vendor: str
    workspace_id: str
    def __init__(self, vendor: _Optional[str] = ..., workspace_id: _Optional[str] = ...) -> None: ...

class CheckVendorResponse(_message.Message):
    __slots__ = ("phi_allowed", "standing", "cache_until_time")
    PHI_ALLOWED_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    CACHE_UNTIL_TIME_FIELD_NUMBER: _ClassVar[int]
    phi_allowed: bool
    standing: VendorStanding
    cache_until_time: _timestamp_pb2.Timestamp
    def __init__(self, phi_allowed: _Optional[bool] = ..., standing: _Optional[_Union[VendorStanding, str]] = ..., cache_until_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...
