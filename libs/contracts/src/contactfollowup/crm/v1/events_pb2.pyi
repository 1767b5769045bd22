from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class ContactCreated(_message.Message):
    __slots__ = ("contact_id",)
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    contact_id: str
    def __init__(self, contact_id: _Optional[str] = ...) -> None: ...

class ContactUpdated(_message.Message):
    __slots__ = ("contact_id", "fields")
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    contact_id: str
    fields: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, contact_id: _Optional[str] = ..., fields: _Optional[_Iterable[str]] = ...) -> None: ...

class ContactArchived(_message.Message):
    __slots__ = ("contact_id",)
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    contact_id: str
    def __init__(self, contact_id: _Optional[str] = ...) -> None: ...

class ContactRestored(_message.Message):
    __slots__ = ("contact_id",)
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    contact_id: str
    def __init__(self, contact_id: _Optional[str] = ...) -> None: ...

class ContactErased(_message.Message):
    __slots__ = ("contact_id",)
    CONTACT_ID_FIELD_NUMBER: _ClassVar[int]
    contact_id: str
    def __init__(self, contact_id: _Optional[str] = ...) -> None: ...

class ContactsImported(_message.Message):
    __slots__ = ("import_id", "created_contact_ids", "updated_contact_ids")
    IMPORT_ID_FIELD_NUMBER: _ClassVar[int]
    CREATED_CONTACT_IDS_FIELD_NUMBER: _ClassVar[int]
    UPDATED_CONTACT_IDS_FIELD_NUMBER: _ClassVar[int]
    import_id: str
    created_contact_ids: _containers.RepeatedScalarFieldContainer[str]
    updated_contact_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, import_id: _Optional[str] = ..., created_contact_ids: _Optional[_Iterable[str]] = ..., updated_contact_ids: _Optional[_Iterable[str]] = ...) -> None: ...
