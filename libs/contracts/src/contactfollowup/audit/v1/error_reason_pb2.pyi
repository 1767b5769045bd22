from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_LOG_EMPTY: _ClassVar[ErrorReason]
    ERROR_REASON_SIZE_OUT_OF_RANGE: _ClassVar[ErrorReason]
    ERROR_REASON_TIME_RANGE_REVERSED: _ClassVar[ErrorReason]
    ERROR_REASON_LOG_DAMAGED: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_LOG_EMPTY: ErrorReason
ERROR_REASON_SIZE_OUT_OF_RANGE: ErrorReason
ERROR_REASON_TIME_RANGE_REVERSED: ErrorReason
ERROR_REASON_LOG_DAMAGED: ErrorReason
