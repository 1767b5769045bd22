from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_INVALID_CREDENTIALS: _ClassVar[ErrorReason]
    ERROR_REASON_TOO_MANY_ATTEMPTS: _ClassVar[ErrorReason]
    ERROR_REASON_PASSWORD_LENGTH: _ClassVar[ErrorReason]
    ERROR_REASON_PASSWORD_BREACHED: _ClassVar[ErrorReason]
    ERROR_REASON_EMAIL_TAKEN: _ClassVar[ErrorReason]
    ERROR_REASON_SESSION_ENDED: _ClassVar[ErrorReason]
    ERROR_REASON_BAA_NOT_ACCEPTED: _ClassVar[ErrorReason]
    ERROR_REASON_BAA_VERSION_NOT_OFFERED: _ClassVar[ErrorReason]
    ERROR_REASON_BAA_ALREADY_SIGNED: _ClassVar[ErrorReason]
    ERROR_REASON_BAA_NOT_SIGNED: _ClassVar[ErrorReason]
    ERROR_REASON_VENDOR_EXISTS: _ClassVar[ErrorReason]
    ERROR_REASON_VENDOR_BAA_DATES: _ClassVar[ErrorReason]
    ERROR_REASON_VENDOR_LIMIT: _ClassVar[ErrorReason]
    ERROR_REASON_SUBPROCESSOR_NOTICE: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_INVALID_CREDENTIALS: ErrorReason
ERROR_REASON_TOO_MANY_ATTEMPTS: ErrorReason
ERROR_REASON_PASSWORD_LENGTH: ErrorReason
ERROR_REASON_PASSWORD_BREACHED: ErrorReason
ERROR_REASON_EMAIL_TAKEN: ErrorReason
ERROR_REASON_SESSION_ENDED: ErrorReason
ERROR_REASON_BAA_NOT_ACCEPTED: ErrorReason
ERROR_REASON_BAA_VERSION_NOT_OFFERED: ErrorReason
ERROR_REASON_BAA_ALREADY_SIGNED: ErrorReason
ERROR_REASON_BAA_NOT_SIGNED: ErrorReason
ERROR_REASON_VENDOR_EXISTS: ErrorReason
ERROR_REASON_VENDOR_BAA_DATES: ErrorReason
ERROR_REASON_VENDOR_LIMIT: ErrorReason
ERROR_REASON_SUBPROCESSOR_NOTICE: ErrorReason
