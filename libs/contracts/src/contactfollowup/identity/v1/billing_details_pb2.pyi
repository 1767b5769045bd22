from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from contactfollowup.identity.v1 import practice_pb2 as _practice_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class BillingDetails(_message.Message):
    __slots__ = ("organisation", "contact_name", "contact_email", "address", "etag")
    ORGANISATION_FIELD_NUMBER: _ClassVar[int]
    CONTACT_NAME_FIELD_NUMBER: _ClassVar[int]
    CONTACT_EMAIL_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    organisation: str
    contact_name: str
    contact_email: str
    address: _practice_pb2.PracticeAddress
    etag: str
    def __init__(self, organisation: _Optional[str] = ..., contact_name: _Optional[str] = ..., contact_email: _Optional[str] = ..., address: _Optional[_Union[_practice_pb2.PracticeAddress, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class GetBillingDetailsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetBillingDetailsResponse(_message.Message):
    __slots__ = ("billing_details",)
    BILLING_DETAILS_FIELD_NUMBER: _ClassVar[int]
    billing_details: BillingDetails
    def __init__(self, billing_details: _Optional[_Union[BillingDetails, _Mapping]] = ...) -> None: ...

class UpdateBillingDetailsRequest(_message.Message):
    __slots__ = ("billing_details", "update_mask", "etag")
    BILLING_DETAILS_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    billing_details: BillingDetails
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, billing_details: _Optional[_Union[BillingDetails, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdateBillingDetailsResponse(_message.Message):
    __slots__ = ("billing_details",)
    BILLING_DETAILS_FIELD_NUMBER: _ClassVar[int]
    billing_details: BillingDetails
    def __init__(self, billing_details: _Optional[_Union[BillingDetails, _Mapping]] = ...) -> None: ...
