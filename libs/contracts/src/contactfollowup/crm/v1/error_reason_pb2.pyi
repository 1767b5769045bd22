from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    ERROR_REASON_INVALID_PHONE: _ClassVar[ErrorReason]
    ERROR_REASON_INVALID_DATE_OF_BIRTH: _ClassVar[ErrorReason]
    ERROR_REASON_INVALID_EMAIL: _ClassVar[ErrorReason]
    ERROR_REASON_CONTACT_UNNAMED: _ClassVar[ErrorReason]
    ERROR_REASON_SEARCH_EMPTY: _ClassVar[ErrorReason]
    ERROR_REASON_LEGAL_HOLD: _ClassVar[ErrorReason]
    ERROR_REASON_FIELD_NOT_WRITABLE: _ClassVar[ErrorReason]
    ERROR_REASON_FILE_EMPTY: _ClassVar[ErrorReason]
    ERROR_REASON_FILE_NOT_TEXT: _ClassVar[ErrorReason]
    ERROR_REASON_HEADER_NOT_RECOGNISED: _ClassVar[ErrorReason]
    ERROR_REASON_DESCRIPTION_MISSING: _ClassVar[ErrorReason]
    ERROR_REASON_CELL_COUNT: _ClassVar[ErrorReason]
    ERROR_REASON_QUOTE_NOT_CLOSED: _ClassVar[ErrorReason]
    ERROR_REASON_CELL_TOO_LONG: _ClassVar[ErrorReason]
    ERROR_REASON_CELL_NOT_TEXT: _ClassVar[ErrorReason]
    ERROR_REASON_UPLOAD_CUT_OFF: _ClassVar[ErrorReason]
    ERROR_REASON_COLUMN_FORBIDDEN: _ClassVar[ErrorReason]
    ERROR_REASON_OWNER_FORBIDDEN: _ClassVar[ErrorReason]
    ERROR_REASON_CONTACT_LIMIT_REACHED: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
ERROR_REASON_INVALID_PHONE: ErrorReason
ERROR_REASON_INVALID_DATE_OF_BIRTH: ErrorReason
ERROR_REASON_INVALID_EMAIL: ErrorReason
ERROR_REASON_CONTACT_UNNAMED: ErrorReason
ERROR_REASON_SEARCH_EMPTY: ErrorReason
ERROR_REASON_LEGAL_HOLD: ErrorReason
ERROR_REASON_FIELD_NOT_WRITABLE: ErrorReason
ERROR_REASON_FILE_EMPTY: ErrorReason
ERROR_REASON_FILE_NOT_TEXT: ErrorReason
ERROR_REASON_HEADER_NOT_RECOGNISED: ErrorReason
ERROR_REASON_DESCRIPTION_MISSING: ErrorReason
ERROR_REASON_CELL_COUNT: ErrorReason
ERROR_REASON_QUOTE_NOT_CLOSED: ErrorReason
ERROR_REASON_CELL_TOO_LONG: ErrorReason
ERROR_REASON_CELL_NOT_TEXT: ErrorReason
ERROR_REASON_UPLOAD_CUT_OFF: ErrorReason
ERROR_REASON_COLUMN_FORBIDDEN: ErrorReason
ERROR_REASON_OWNER_FORBIDDEN: ErrorReason
ERROR_REASON_CONTACT_LIMIT_REACHED: ErrorReason
