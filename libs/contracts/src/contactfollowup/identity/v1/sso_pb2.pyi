import datetime

from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from contactfollowup.identity.v1 import sessions_pb2 as _sessions_pb2
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

class SsoProviderKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SSO_PROVIDER_KIND_UNSPECIFIED: _ClassVar[SsoProviderKind]
    SSO_PROVIDER_KIND_GOOGLE: _ClassVar[SsoProviderKind]
    SSO_PROVIDER_KIND_MICROSOFT: _ClassVar[SsoProviderKind]
    SSO_PROVIDER_KIND_OIDC: _ClassVar[SsoProviderKind]

class SsoAssurance(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SSO_ASSURANCE_UNSPECIFIED: _ClassVar[SsoAssurance]
    SSO_ASSURANCE_TRUSTED: _ClassVar[SsoAssurance]
    SSO_ASSURANCE_STATED: _ClassVar[SsoAssurance]
SSO_PROVIDER_KIND_UNSPECIFIED: SsoProviderKind
SSO_PROVIDER_KIND_GOOGLE: SsoProviderKind
SSO_PROVIDER_KIND_MICROSOFT: SsoProviderKind
SSO_PROVIDER_KIND_OIDC: SsoProviderKind
SSO_ASSURANCE_UNSPECIFIED: SsoAssurance
SSO_ASSURANCE_TRUSTED: SsoAssurance
SSO_ASSURANCE_STATED: SsoAssurance

class SsoRoleRule(_message.Message):
    __slots__ = ("value", "role")
    VALUE_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    value: str
    role: str
    def __init__(self, value: _Optional[str] = ..., role: _Optional[str] = ...) -> None: ...

class SsoProvider(_message.Message):
    __slots__ = ("provider_id", "kind", "display_name", "issuer", "client_id", "client_secret", "tenant_ids", "allowed_domains", "just_in_time", "default_role", "role_claim", "role_rules", "enabled", "etag", "create_time", "update_time", "assurance", "acr_values", "follow_roles")
    PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    CLIENT_ID_FIELD_NUMBER: _ClassVar[int]
    CLIENT_SECRET_FIELD_NUMBER: _ClassVar[int]
    TENANT_IDS_FIELD_NUMBER: _ClassVar[int]
    ALLOWED_DOMAINS_FIELD_NUMBER: _ClassVar[int]
    JUST_IN_TIME_FIELD_NUMBER: _ClassVar[int]
    DEFAULT_ROLE_FIELD_NUMBER: _ClassVar[int]
    ROLE_CLAIM_FIELD_NUMBER: _ClassVar[int]
    ROLE_RULES_FIELD_NUMBER: _ClassVar[int]
    ENABLED_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    ASSURANCE_FIELD_NUMBER: _ClassVar[int]
    ACR_VALUES_FIELD_NUMBER: _ClassVar[int]
    FOLLOW_ROLES_FIELD_NUMBER: _ClassVar[int]
    provider_id: str
    kind: SsoProviderKind
    display_name: str
    issuer: str
    client_id: str
    client_secret: str
    tenant_ids: _containers.RepeatedScalarFieldContainer[str]
    allowed_domains: _containers.RepeatedScalarFieldContainer[str]
    just_in_time: bool
    default_role: str
    role_claim: str
    role_rules: _containers.RepeatedCompositeFieldContainer[SsoRoleRule]
    enabled: bool
    etag: str
    create_time: _timestamp_pb2.Timestamp
    update_time: _timestamp_pb2.Timestamp
    assurance: SsoAssurance
    acr_values: _containers.RepeatedScalarFieldContainer[str]
    follow_roles: bool
    def __init__(self, provider_id: _Optional[str] = ..., kind: _Optional[_Union[SsoProviderKind, str]] = ..., display_name: _Optional[str] = ..., issuer: _Optional[str] = ..., client_id: _Optional[str] = ..., client_secret: _Optional[str] = ..., tenant_ids: _Optional[_Iterable[str]] = ..., allowed_domains: _Optional[_Iterable[str]] = ..., just_in_time: _Optional[bool] = ..., default_role: _Optional[str] = ..., role_claim: _Optional[str] = ..., role_rules: _Optional[_Iterable[_Union[SsoRoleRule, _Mapping]]] = ..., enabled: _Optional[bool] = ..., etag: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., assurance: _Optional[_Union[SsoAssurance, str]] = ..., acr_values: _Optional[_Iterable[str]] = ..., follow_roles: _Optional[bool] = ...) -> None: ...

class SsoPolicy(_message.Message):
    __slots__ = ("workspace_id", "sso_required", "break_glass_user_ids")
    WORKSPACE_ID_FIELD_NUMBER: _ClassVar[int]
    SSO_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    BREAK_GLASS_USER_IDS_FIELD_NUMBER: _ClassVar[int]
    workspace_id: str
    sso_required: bool
    break_glass_user_ids: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, workspace_id: _Optional[str] = ..., sso_required: _Optional[bool] = ..., break_glass_user_ids: _Optional[_Iterable[str]] = ...) -> None: ...

class SsoLink(_message.Message):
    __slots__ = ("link_id", "issuer", "email", "create_time", "last_sign_in_time")
    LINK_ID_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    LAST_SIGN_IN_TIME_FIELD_NUMBER: _ClassVar[int]
    link_id: str
    issuer: str
    email: str
    create_time: _timestamp_pb2.Timestamp
    last_sign_in_time: _timestamp_pb2.Timestamp
    def __init__(self, link_id: _Optional[str] = ..., issuer: _Optional[str] = ..., email: _Optional[str] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., last_sign_in_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class SsoStart(_message.Message):
    __slots__ = ("authorization_url",)
    AUTHORIZATION_URL_FIELD_NUMBER: _ClassVar[int]
    authorization_url: str
    def __init__(self, authorization_url: _Optional[str] = ...) -> None: ...

class ListSsoProvidersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListSsoProvidersResponse(_message.Message):
    __slots__ = ("providers",)
    PROVIDERS_FIELD_NUMBER: _ClassVar[int]
    providers: _containers.RepeatedCompositeFieldContainer[SsoProvider]
    def __init__(self, providers: _Optional[_Iterable[_Union[SsoProvider, _Mapping]]] = ...) -> None: ...

class GetSsoProviderRequest(_message.Message):
    __slots__ = ("provider_id",)
    PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    provider_id: str
    def __init__(self, provider_id: _Optional[str] = ...) -> None: ...

class GetSsoProviderResponse(_message.Message):
    __slots__ = ("provider",)
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    provider: SsoProvider
    def __init__(self, provider: _Optional[_Union[SsoProvider, _Mapping]] = ...) -> None: ...

class CreateSsoProviderRequest(_message.Message):
    __slots__ = ("provider", "request_id")
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    provider: SsoProvider
    request_id: str
    def __init__(self, provider: _Optional[_Union[SsoProvider, _Mapping]] = ..., request_id: _Optional[str] = ...) -> None: ...

class CreateSsoProviderResponse(_message.Message):
    __slots__ = ("provider",)
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    provider: SsoProvider
    def __init__(self, provider: _Optional[_Union[SsoProvider, _Mapping]] = ...) -> None: ...

class UpdateSsoProviderRequest(_message.Message):
    __slots__ = ("provider_id", "provider", "update_mask", "etag")
    PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    provider_id: str
    provider: SsoProvider
    update_mask: _field_mask_pb2.FieldMask
    etag: str
    def __init__(self, provider_id: _Optional[str] = ..., provider: _Optional[_Union[SsoProvider, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., etag: _Optional[str] = ...) -> None: ...

class UpdateSsoProviderResponse(_message.Message):
    __slots__ = ("provider",)
    PROVIDER_FIELD_NUMBER: _ClassVar[int]
    provider: SsoProvider
    def __init__(self, provider: _Optional[_Union[SsoProvider, _Mapping]] = ...) -> None: ...

class DeleteSsoProviderRequest(_message.Message):
    __slots__ = ("provider_id",)
    PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    provider_id: str
    def __init__(self, provider_id: _Optional[str] = ...) -> None: ...

class DeleteSsoProviderResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSsoPolicyRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSsoPolicyResponse(_message.Message):
    __slots__ = ("policy",)
    POLICY_FIELD_NUMBER: _ClassVar[int]
    policy: SsoPolicy
    def __init__(self, policy: _Optional[_Union[SsoPolicy, _Mapping]] = ...) -> None: ...

class UpdateSsoPolicyRequest(_message.Message):
    __slots__ = ("policy", "update_mask")
    POLICY_FIELD_NUMBER: _ClassVar[int]
    UPDATE_MASK_FIELD_NUMBER: _ClassVar[int]
    policy: SsoPolicy
    update_mask: _field_mask_pb2.FieldMask
    def __init__(self, policy: _Optional[_Union[SsoPolicy, _Mapping]] = ..., update_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class UpdateSsoPolicyResponse(_message.Message):
    __slots__ = ("policy",)
    POLICY_FIELD_NUMBER: _ClassVar[int]
    policy: SsoPolicy
    def __init__(self, policy: _Optional[_Union[SsoPolicy, _Mapping]] = ...) -> None: ...

class ListSsoLinksRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListSsoLinksResponse(_message.Message):
    __slots__ = ("links",)
    LINKS_FIELD_NUMBER: _ClassVar[int]
    links: _containers.RepeatedCompositeFieldContainer[SsoLink]
    def __init__(self, links: _Optional[_Iterable[_Union[SsoLink, _Mapping]]] = ...) -> None: ...

class StartSsoLinkRequest(_message.Message):
    __slots__ = ("provider_id", "return_to")
    PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    RETURN_TO_FIELD_NUMBER: _ClassVar[int]
    provider_id: str
    return_to: str
    def __init__(self, provider_id: _Optional[str] = ..., return_to: _Optional[str] = ...) -> None: ...

class StartSsoLinkResponse(_message.Message):
    __slots__ = ("start", "browser_token")
    START_FIELD_NUMBER: _ClassVar[int]
    BROWSER_TOKEN_FIELD_NUMBER: _ClassVar[int]
    start: SsoStart
    browser_token: str
    def __init__(self, start: _Optional[_Union[SsoStart, _Mapping]] = ..., browser_token: _Optional[str] = ...) -> None: ...

class DeleteSsoLinkRequest(_message.Message):
    __slots__ = ("link_id",)
    LINK_ID_FIELD_NUMBER: _ClassVar[int]
    link_id: str
    def __init__(self, link_id: _Optional[str] = ...) -> None: ...

class DeleteSsoLinkResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DiscoverSsoRequest(_message.Message):
    __slots__ = ("email",)
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    email: str
    def __init__(self, email: _Optional[str] = ...) -> None: ...

class DiscoverSsoResponse(_message.Message):
    __slots__ = ("choices", "sso_required")
    CHOICES_FIELD_NUMBER: _ClassVar[int]
    SSO_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    choices: _containers.RepeatedCompositeFieldContainer[SsoChoice]
    sso_required: bool
    def __init__(self, choices: _Optional[_Iterable[_Union[SsoChoice, _Mapping]]] = ..., sso_required: _Optional[bool] = ...) -> None: ...

class SsoChoice(_message.Message):
    __slots__ = ("provider_id", "display_name", "start_path")
    PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    DISPLAY_NAME_FIELD_NUMBER: _ClassVar[int]
    START_PATH_FIELD_NUMBER: _ClassVar[int]
    provider_id: str
    display_name: str
    start_path: str
    def __init__(self, provider_id: _Optional[str] = ..., display_name: _Optional[str] = ..., start_path: _Optional[str] = ...) -> None: ...

class StartSsoRequest(_message.Message):
    __slots__ = ("provider_id", "return_to", "fresh")
    PROVIDER_ID_FIELD_NUMBER: _ClassVar[int]
    RETURN_TO_FIELD_NUMBER: _ClassVar[int]
    FRESH_FIELD_NUMBER: _ClassVar[int]
    provider_id: str
    return_to: str
    fresh: bool
    def __init__(self, provider_id: _Optional[str] = ..., return_to: _Optional[str] = ..., fresh: _Optional[bool] = ...) -> None: ...

class StartSsoResponse(_message.Message):
    __slots__ = ("start", "browser_token")
    START_FIELD_NUMBER: _ClassVar[int]
    BROWSER_TOKEN_FIELD_NUMBER: _ClassVar[int]
    start: SsoStart
    browser_token: str
    def __init__(self, start: _Optional[_Union[SsoStart, _Mapping]] = ..., browser_token: _Optional[str] = ...) -> None: ...

class StartSsoStepUpRequest(_message.Message):
    __slots__ = ("return_to",)
    RETURN_TO_FIELD_NUMBER: _ClassVar[int]
    return_to: str
    def __init__(self, return_to: _Optional[str] = ...) -> None: ...

class StartSsoStepUpResponse(_message.Message):
    __slots__ = ("start", "browser_token")
    START_FIELD_NUMBER: _ClassVar[int]
    BROWSER_TOKEN_FIELD_NUMBER: _ClassVar[int]
    start: SsoStart
    browser_token: str
    def __init__(self, start: _Optional[_Union[SsoStart, _Mapping]] = ..., browser_token: _Optional[str] = ...) -> None: ...

class FinishSsoRequest(_message.Message):
    __slots__ = ("state", "code", "error", "issuer", "browser_token", "session_token", "device_token", "source_address", "user_agent")
    STATE_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    ISSUER_FIELD_NUMBER: _ClassVar[int]
    BROWSER_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    SOURCE_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    state: str
    code: str
    error: str
    issuer: str
    browser_token: str
    session_token: str
    device_token: str
    source_address: str
    user_agent: str
    def __init__(self, state: _Optional[str] = ..., code: _Optional[str] = ..., error: _Optional[str] = ..., issuer: _Optional[str] = ..., browser_token: _Optional[str] = ..., session_token: _Optional[str] = ..., device_token: _Optional[str] = ..., source_address: _Optional[str] = ..., user_agent: _Optional[str] = ...) -> None: ...

class FinishSsoResponse(_message.Message):
    __slots__ = ("session", "session_token", "device_token", "return_to", "challenge_id", "challenge_kinds")
    SESSION_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DEVICE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    RETURN_TO_FIELD_NUMBER: _ClassVar[int]
    CHALLENGE_ID_FIELD_NUMBER: _ClassVar[int]
    CHALLENGE_KINDS_FIELD_NUMBER: _ClassVar[int]
    session: _sessions_pb2.Session
    session_token: str
    device_token: str
    return_to: str
    challenge_id: str
    challenge_kinds: str
    def __init__(self, session: _Optional[_Union[_sessions_pb2.Session, _Mapping]] = ..., session_token: _Optional[str] = ..., device_token: _Optional[str] = ..., return_to: _Optional[str] = ..., challenge_id: _Optional[str] = ..., challenge_kinds: _Optional[str] = ...) -> None: ...

class EndSsoSessionsRequest(_message.Message):
    __slots__ = ("logout_token",)
    LOGOUT_TOKEN_FIELD_NUMBER: _ClassVar[int]
    logout_token: str
    def __init__(self, logout_token: _Optional[str] = ...) -> None: ...

class EndSsoSessionsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
