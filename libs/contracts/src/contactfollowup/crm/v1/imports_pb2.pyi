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

class ContactImportState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CONTACT_IMPORT_STATE_UNSPECIFIED: _ClassVar[ContactImportState]
    CONTACT_IMPORT_STATE_PENDING: _ClassVar[ContactImportState]
    CONTACT_IMPORT_STATE_RUNNING: _ClassVar[ContactImportState]
    CONTACT_IMPORT_STATE_SUCCEEDED: _ClassVar[ContactImportState]
    CONTACT_IMPORT_STATE_FAILED: _ClassVar[ContactImportState]
CONTACT_IMPORT_STATE_UNSPECIFIED: ContactImportState
CONTACT_IMPORT_STATE_PENDING: ContactImportState
CONTACT_IMPORT_STATE_RUNNING: ContactImportState
CONTACT_IMPORT_STATE_SUCCEEDED: ContactImportState
CONTACT_IMPORT_STATE_FAILED: ContactImportState

class ColumnMapping(_message.Message):
    __slots__ = ("column", "field")
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    column: str
    field: str
    def __init__(self, column: _Optional[str] = ..., field: _Optional[str] = ...) -> None: ...

class ContactImport(_message.Message):
    __slots__ = ("import_id", "state", "dry_run", "processed_count", "created_count", "updated_count", "unchanged_count", "rejected_count", "columns", "size_bytes", "processed_bytes", "failure_reason", "create_time", "finish_time", "failure_column")
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    PROCESSED_COUNT_FIELD_NUMBER: _ClassVar[int]
    CREATED_COUNT_FIELD_NUMBER: _ClassVar[int]
    UPDATED_COUNT_FIELD_NUMBER: _ClassVar[int]
    UNCHANGED_COUNT_FIELD_NUMBER: _ClassVar[int]
    REJECTED_COUNT_FIELD_NUMBER: _ClassVar[int]
    COLUMNS_FIELD_NUMBER: _ClassVar[int]
    SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
    PROCESSED_BYTES_FIELD_NUMBER: _ClassVar[int]
    FAILURE_REASON_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    FINISH_TIME_FIELD_NUMBER: _ClassVar[int]
    FAILURE_COLUMN_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    state: ContactImportState
    dry_run: bool
    processed_count: int
    created_count: int
    updated_count: int
    unchanged_count: int
    rejected_count: int
    columns: _containers.RepeatedCompositeFieldContainer[ColumnMapping]
    size_bytes: int
    processed_bytes: int
    failure_reason: str
    create_time: _timestamp_pb2.Timestamp
    finish_time: _timestamp_pb2.Timestamp
    failure_column: str
    def __init__(self, import_id: _Optional[str] = ..., state: _Optional[_Union[ContactImportState, str]] = ..., dry_run: _Optional[bool] = ..., processed_count: _Optional[int] = ..., created_count: _Optional[int] = ..., updated_count: _Optional[int] = ..., unchanged_count: _Optional[int] = ..., rejected_count: _Optional[int] = ..., columns: _Optional[_Iterable[_Union[ColumnMapping, _Mapping]]] = ..., size_bytes: _Optional[int] = ..., processed_bytes: _Optional[int] = ..., failure_reason: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., finish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., failure_column: _Optional[str] = ...) -> None: ...

class UploadDescription(_message.Message):
    __slots__ = ("request_id",)
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    request_id: str
    def __init__(self, request_id: _Optional[str] = ...) -> None: ...

class UploadEnd(_message.Message):
    __slots__ = ("dry_run",)
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    dry_run: bool
    def __init__(self, dry_run: _Optional[bool] = ...) -> None: ...

class UploadContactImportRequest(_message.Message):
    __slots__ = ("description", "content", "end")
    DESCRIPTION_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    description: UploadDescription
    content: bytes
    end: UploadEnd
    def __init__(self, description: _Optional[_Union[UploadDescription, _Mapping]] = ..., content: _Optional[bytes] = ..., end: _Optional[_Union[UploadEnd, _Mapping]] = ...) -> None: ...

class UploadContactImportResponse(_message.Message):
    __slots__ = ("contact_import",)
    CONTACT_IMPORT_FIELD_NUMBER: _ClassVar[int]
    contact_import: ContactImport
    def __init__(self, contact_import: _Optional[_Union[ContactImport, _Mapping]] = ...) -> None: ...

class GetContactImportRequest(_message.Message):
    __slots__ = ("import_id",)
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    def __init__(self, import_id: _Optional[str] = ...) -> None: ...

class GetContactImportResponse(_message.Message):
    __slots__ = ("contact_import",)
    CONTACT_IMPORT_FIELD_NUMBER: _ClassVar[int]
    contact_import: ContactImport
    def __init__(self, contact_import: _Optional[_Union[ContactImport, _Mapping]] = ...) -> None: ...

class ListContactImportsRequest(_message.Message):
    __slots__ = ("page_size", "page_token")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListContactImportsResponse(_message.Message):
    __slots__ = ("contact_imports", "next_page_token")
    CONTACT_IMPORTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    contact_imports: _containers.RepeatedCompositeFieldContainer[ContactImport]
    next_page_token: str
    def __init__(self, contact_imports: _Optional[_Iterable[_Union[ContactImport, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListContactImportErrorsRequest(_message.Message):
    __slots__ = ("import_id", "page_size", "page_token")
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    page_size: int
    page_token: str
    def __init__(self, import_id: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ContactImportError(_message.Message):
    __slots__ = ("line", "column", "reason", "message")
    LINE_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    line: int
    column: str
    reason: str
    message: str
    def __init__(self, line: _Optional[int] = ..., column: _Optional[str] = ..., reason: _Optional[str] = ..., message: _Optional[str] = ...) -> None: ...

class ListContactImportErrorsResponse(_message.Message):
    __slots__ = ("errors", "next_page_token")
    ERRORS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    errors: _containers.RepeatedCompositeFieldContainer[ContactImportError]
    next_page_token: str
    def __init__(self, errors: _Optional[_Iterable[_Union[ContactImportError, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class DownloadRejectedRowsRequest(_message.Message):
    __slots__ = ("import_id",)
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    def __init__(self, import_id: _Optional[str] = ...) -> None: ...

class DownloadRejectedRowsResponse(_message.Message):
    __slots__ = ("content",)
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    def __init__(self, content: _Optional[bytes] = ...) -> None: ...
