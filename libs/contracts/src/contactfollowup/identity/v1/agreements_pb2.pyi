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

class BaaState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BAA_STATE_UNSPECIFIED: _ClassVar[BaaState]
    BAA_STATE_UNSIGNED: _ClassVar[BaaState]
    BAA_STATE_IN_FORCE: _ClassVar[BaaState]
    BAA_STATE_ENDED: _ClassVar[BaaState]
BAA_STATE_UNSPECIFIED: BaaState
BAA_STATE_UNSIGNED: BaaState
BAA_STATE_IN_FORCE: BaaState
BAA_STATE_ENDED: BaaState

class AgreementDocument(_message.Message):
    __slots__ = ("document_version", "title", "sha256", "text")
    DOCUMENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    document_version: str
    title: str
    sha256: str
    text: str
    def __init__(self, document_version: _Optional[str] = ..., title: _Optional[str] = ..., sha256: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class BaaSignature(_message.Message):
    __slots__ = ("signature_id", "document_version", "document_sha256", "signer_name", "signer_title", "user_id", "source", "sign_time")
    SIGNATURE_ID_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_SHA256_FIELD_NUMBER: _ClassVar[int]
    SIGNER_NAME_FIELD_NUMBER: _ClassVar[int]
    SIGNER_TITLE_FIELD_NUMBER: _ClassVar[int]
    USER_ID_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    SIGN_TIME_FIELD_NUMBER: _ClassVar[int]
    signature_id: str
    document_version: str
    document_sha256: str
    signer_name: str
    signer_title: str
    user_id: str
    source: str
    sign_time: _timestamp_pb2.Timestamp
    def __init__(self, signature_id: _Optional[str] = ..., document_version: _Optional[str] = ..., document_sha256: _Optional[str] = ..., signer_name: _Optional[str] = ..., signer_title: _Optional[str] = ..., user_id: _Optional[str] = ..., source: _Optional[str] = ..., sign_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Agreements(_message.Message):
    __slots__ = ("baa_state", "document", "signatures", "phi_mode", "phi_allowed")
    BAA_STATE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURES_FIELD_NUMBER: _ClassVar[int]
    PHI_MODE_FIELD_NUMBER: _ClassVar[int]
    PHI_ALLOWED_FIELD_NUMBER: _ClassVar[int]
    baa_state: BaaState
    document: AgreementDocument
    signatures: _containers.RepeatedCompositeFieldContainer[BaaSignature]
    phi_mode: bool
    phi_allowed: bool
    def __init__(self, baa_state: _Optional[_Union[BaaState, str]] = ..., document: _Optional[_Union[AgreementDocument, _Mapping]] = ..., signatures: _Optional[_Iterable[_Union[BaaSignature, _Mapping]]] = ..., phi_mode: _Optional[bool] = ..., phi_allowed: _Optional[bool] = ...) -> None: ...

class GetAgreementsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetAgreementsResponse(_message.Message):
    __slots__ = ("agreements",)
    AGREEMENTS_FIELD_NUMBER: _ClassVar[int]
    agreements: Agreements
    def __init__(self, agreements: _Optional[_Union[Agreements, _Mapping]] = ...) -> None: ...

class GetAgreementDocumentRequest(_message.Message):
    __slots__ = ("document_version",)
    DOCUMENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    document_version: str
    def __init__(self, document_version: _Optional[str] = ...) -> None: ...

class GetAgreementDocumentResponse(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: AgreementDocument
    def __init__(self, document: _Optional[_Union[AgreementDocument, _Mapping]] = ...) -> None: ...

class SignBaaRequest(_message.Message):
    __slots__ = ("signer_name", "signer_title", "document_version", "accepted")
    SIGNER_NAME_FIELD_NUMBER: _ClassVar[int]
    SIGNER_TITLE_FIELD_NUMBER: _ClassVar[int]
    DOCUMENT_VERSION_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    signer_name: str
    signer_title: str
    document_version: str
    accepted: bool
    def __init__(self, signer_name: _Optional[str] = ..., signer_title: _Optional[str] = ..., document_version: _Optional[str] = ..., accepted: _Optional[bool] = ...) -> None: ...

class SignBaaResponse(_message.Message):
    __slots__ = ("agreements",)
    AGREEMENTS_FIELD_NUMBER: _ClassVar[int]
    agreements: Agreements
    def __init__(self, agreements: _Optional[_Union[Agreements, _Mapping]] = ...) -> None: ...

class SetPhiModeRequest(_message.Message):
    __slots__ = ("enabled",)
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    enabled: bool
    def __init__(self, enabled: _Optional[bool] = ...) -> None: ...

class SetPhiModeResponse(_message.Message):
    __slots__ = ("agreements",)
    AGREEMENTS_FIELD_NUMBER: _ClassVar[int]
    agreements: Agreements
    def __init__(self, agreements: _Optional[_Union[Agreements, _Mapping]] = ...) -> None: ...
