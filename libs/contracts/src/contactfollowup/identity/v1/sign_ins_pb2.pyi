import datetime

from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SignInMethod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SIGN_IN_METHOD_UNSPECIFIED: _ClassVar[SignInMethod]
    SIGN_IN_METHOD_PASSWORD: _ClassVar[SignInMethod]
    SIGN_IN_METHOD_PASSKEY: _ClassVar[SignInMethod]
    SIGN_IN_METHOD_SINGLE_SIGN_ON: _ClassVar[SignInMethod]

class SignInSecondFactor(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SIGN_IN_SECOND_FACTOR_UNSPECIFIED: _ClassVar[SignInSecondFactor]
    SIGN_IN_SECOND_FACTOR_NONE: _ClassVar[SignInSecondFactor]
    SIGN_IN_SECOND_FACTOR_TOTP: _ClassVar[SignInSecondFactor]
    SIGN_IN_SECOND_FACTOR_PASSKEY: _ClassVar[SignInSecondFactor]
    SIGN_IN_SECOND_FACTOR_RECOVERY_CODE: _ClassVar[SignInSecondFactor]

class DeviceKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DEVICE_KIND_UNSPECIFIED: _ClassVar[DeviceKind]
    DEVICE_KIND_COMPUTER: _ClassVar[DeviceKind]
    DEVICE_KIND_PHONE: _ClassVar[DeviceKind]
    DEVICE_KIND_TABLET: _ClassVar[DeviceKind]
    DEVICE_KIND_UNKNOWN: _ClassVar[DeviceKind]
SIGN_IN_METHOD_UNSPECIFIED: SignInMethod
SIGN_IN_METHOD_PASSWORD: SignInMethod
SIGN_IN_METHOD_PASSKEY: SignInMethod
SIGN_IN_METHOD_SINGLE_SIGN_ON: SignInMethod
SIGN_IN_SECOND_FACTOR_UNSPECIFIED: SignInSecondFactor
SIGN_IN_SECOND_FACTOR_NONE: SignInSecondFactor
SIGN_IN_SECOND_FACTOR_TOTP: SignInSecondFactor
SIGN_IN_SECOND_FACTOR_PASSKEY: SignInSecondFactor
SIGN_IN_SECOND_FACTOR_RECOVERY_CODE: SignInSecondFactor
DEVICE_KIND_UNSPECIFIED: DeviceKind
DEVICE_KIND_COMPUTER: DeviceKind
DEVICE_KIND_PHONE: DeviceKind
DEVICE_KIND_TABLET: DeviceKind
DEVICE_KIND_UNKNOWN: DeviceKind

class Device(_message.Message):
    __slots__ = ("browser", "operating_system", "kind")
    BROWSER_FIELD_NUMBER: _ClassVar[int]
    OPERATING_SYSTEM_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    browser: str
    operating_system: str
    kind: DeviceKind
    def __init__(self, browser: _Optional[str] = ..., operating_system: _Optional[str] = ..., kind: _Optional[_Union[DeviceKind, str]] = ...) -> None: ...

class Location(_message.Message):
    __slots__ = ("city", "region", "country")
    CITY_FIELD_NUMBER: _ClassVar[int]
    REGION_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    city: str
    region: str
    country: str
    def __init__(self, city: _Optional[str] = ..., region: _Optional[str] = ..., country: _Optional[str] = ...) -> None: ...

class SignIn(_message.Message):
    __slots__ = ("sign_in_id", "create_time", "opened", "refusal_reason", "method", "second_factor", "source_address", "user_agent", "device", "location", "new_device", "further_refusal_count")
    SIGN_IN_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    OPENED_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_REASON_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    SECOND_FACTOR_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    DEVICE_FIELD_NUMBER: _ClassVar[int]
    LOCATION_FIELD_NUMBER: _ClassVar[int]
    NEW_DEVICE_FIELD_NUMBER: _ClassVar[int]
    FURTHER_REFUSAL_COUNT_FIELD_NUMBER: _ClassVar[int]
    sign_in_id: str
    create_time: _timestamp_pb2.Timestamp
    opened: bool
    refusal_reason: str
    method: SignInMethod
    second_factor: SignInSecondFactor
    source_address: str
    user_agent: str
    device: Device
    location: Location
    new_device: bool
    further_refusal_count: int
    def __init__(self, sign_in_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., opened: _Optional[bool] = ..., refusal_reason: _Optional[str] = ..., method: _Optional[_Union[SignInMethod, str]] = ..., second_factor: _Optional[_Union[SignInSecondFactor, str]] = ..., source_address: _Optional[str] = ..., user_agent: _Optional[str] = ..., device: _Optional[_Union[Device, _Mapping]] = ..., location: _Optional[_Union[Location, _Mapping]] = ..., new_device: _Optional[bool] = ..., further_refusal_count: _Optional[int] = ...) -> None: ...

class ListOwnSignInsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListOwnSignInsResponse(_message.Message):
    __slots__ = ("sign_ins", "next_page_token")
    SIGN_INS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    sign_ins: _containers.RepeatedCompositeFieldContainer[SignIn]
    next_page_token: str
    def __init__(self, sign_ins: _Optional[_Iterable[_Union[SignIn, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListUserSignInsRequest(_message.Message):
    __slots__ = ("user_id", "page_size", "page_token")
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    user_id: str
    page_size: int
    page_token: str
    def __init__(self, user_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListUserSignInsResponse(_message.Message):
    __slots__ = ("sign_ins", "next_page_token")
    SIGN_INS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    sign_ins: _containers.RepeatedCompositeFieldContainer[SignIn]
    next_page_token: str
    def __init__(self, sign_ins: _Optional[_Iterable[_Union[SignIn, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...
