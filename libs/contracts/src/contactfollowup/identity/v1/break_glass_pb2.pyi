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

class BreakGlassOutcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BREAK_GLASS_OUTCOME_UNSPECIFIED: _ClassVar[BreakGlassOutcome]
    BREAK_GLASS_OUTCOME_JUSTIFIED: _ClassVar[BreakGlassOutcome]
    BREAK_GLASS_OUTCOME_NOT_JUSTIFIED: _ClassVar[BreakGlassOutcome]
BREAK_GLASS_OUTCOME_UNSPECIFIED: BreakGlassOutcome
BREAK_GLASS_OUTCOME_JUSTIFIED: BreakGlassOutcome
BREAK_GLASS_OUTCOME_NOT_JUSTIFIED: BreakGlassOutcome

class BreakGlassGrant(_message.Message):
    __slots__ = ("grant_id", "user_id", "reason", "contact_id", "create_time", "expire_time", "in_force", "outcome", "note", "reviewer_id", "review_time")
    GRANT_ID_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    EXPIRE_TIME_FIELD_NUMBER: _ClassVar[int]
    IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REVIEWER_ID_FIELD_NUMBER: _ClassVar[int]
    REVIEW_TIME_FIELD_NUMBER: _ClassVar[int]
    grant_id: str
    user_id: str
    reason: str
    contact_id: str
    create_time: _timestamp_pb2.Timestamp
    expire_time: _timestamp_pb2.Timestamp
    in_force: bool
    outcome: BreakGlassOutcome
    note: str
    reviewer_id: str
    review_time: _timestamp_pb2.Timestamp
    def __init__(self, grant_id: _Optional[str] = ..., user_id: _Optional[str] = ..., reason: _Optional[str] = ..., contact_id: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expire_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., in_force: _Optional[bool] = ..., outcome: _Optional[_Union[BreakGlassOutcome, str]] = ..., note: _Optional[str] = ..., reviewer_id: _Optional[str] = ..., review_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class CreateBreakGlassGrantRequest(_message.Message):
    __slots__ = ("reason", "contact_id")
    REASON_FIELD_NUMBER: _ClassVar[int]
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    reason: str
    contact_id: str
    def __init__(self, reason: _Optional[str] = ..., contact_id: _Optional[str] = ...) -> None: ...

class CreateBreakGlassGrantResponse(_message.Message):
    __slots__ = ("grant",)
    GRANT_FIELD_NUMBER: _ClassVar[int]
    grant: BreakGlassGrant
    def __init__(self, grant: _Optional[_Union[BreakGlassGrant, _Mapping]] = ...) -> None: ...

class ListBreakGlassGrantsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "include_reviewed")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    INCLUDE_REVIEWED_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    include_reviewed: bool
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., include_reviewed: _Optional[bool] = ...) -> None: ...

class ListBreakGlassGrantsResponse(_message.Message):
    __slots__ = ("grants", "next_page_token")
    GRANTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    grants: _containers.RepeatedCompositeFieldContainer[BreakGlassGrant]
    next_page_token: str
    def __init__(self, grants: _Optional[_Iterable[_Union[BreakGlassGrant, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ReviewBreakGlassGrantRequest(_message.Message):
    __slots__ = ("grant_id", "outcome", "note")
    GRANT_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    grant_id: str
    outcome: BreakGlassOutcome
    note: str
    def __init__(self, grant_id: _Optional[str] = ..., outcome: _Optional[_Union[BreakGlassOutcome, str]] = ..., note: _Optional[str] = ...) -> None: ...

class ReviewBreakGlassGrantResponse(_message.Message):
    __slots__ = ("grant",)
    GRANT_FIELD_NUMBER: _ClassVar[int]
    grant: BreakGlassGrant
    def __init__(self, grant: _Optional[_Union[BreakGlassGrant, _Mapping]] = ...) -> None: ...

class EndBreakGlassGrantRequest(_message.Message):
    __slots__ = ("grant_id",)
    GRANT_ID_FIELD_NUMBER: _ClassVar[int]
    grant_id: str
    def __init__(self, grant_id: _Optional[str] = ...) -> None: ...

class EndBreakGlassGrantResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
