import datetime

from buf.validate import validate_pb2 as _validate_pb2
from contactfollowup.contract.v1 import options_pb2 as _options_pb2
from contactfollowup.identity.v1 import invoices_pb2 as _invoices_pb2
from contactfollowup.identity.v1 import payments_pb2 as _payments_pb2
from google.api import annotations_pb2 as _annotations_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Plan(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PLAN_UNSPECIFIED: _ClassVar[Plan]
    PLAN_STARTER: _ClassVar[Plan]
    PLAN_PRO: _ClassVar[Plan]
    PLAN_ENTERPRISE: _ClassVar[Plan]

class BillingPeriod(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BILLING_PERIOD_UNSPECIFIED: _ClassVar[BillingPeriod]
    BILLING_PERIOD_MONTHLY: _ClassVar[BillingPeriod]
    BILLING_PERIOD_ANNUAL: _ClassVar[BillingPeriod]

class AddOn(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ADD_ON_UNSPECIFIED: _ClassVar[AddOn]
    ADD_ON_MARKETING: _ClassVar[AddOn]

class SubscriptionState(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SUBSCRIPTION_STATE_UNSPECIFIED: _ClassVar[SubscriptionState]
    SUBSCRIPTION_STATE_TRIALING: _ClassVar[SubscriptionState]
    SUBSCRIPTION_STATE_TRIAL_ENDED: _ClassVar[SubscriptionState]
    SUBSCRIPTION_STATE_ACTIVE: _ClassVar[SubscriptionState]
    SUBSCRIPTION_STATE_PAST_DUE: _ClassVar[SubscriptionState]
    SUBSCRIPTION_STATE_FOLLOWING: _ClassVar[SubscriptionState]
    SUBSCRIPTION_STATE_READ_ONLY: _ClassVar[SubscriptionState]

class SubscriptionPrompt(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    SUBSCRIPTION_PROMPT_UNSPECIFIED: _ClassVar[SubscriptionPrompt]
    SUBSCRIPTION_PROMPT_TRIAL_ENDING: _ClassVar[SubscriptionPrompt]
    SUBSCRIPTION_PROMPT_CHOOSE_PLAN: _ClassVar[SubscriptionPrompt]
    SUBSCRIPTION_PROMPT_ADD_PAYMENT_METHOD: _ClassVar[SubscriptionPrompt]
    SUBSCRIPTION_PROMPT_PAYMENT_FAILED: _ClassVar[SubscriptionPrompt]
    SUBSCRIPTION_PROMPT_PAST_DUE: _ClassVar[SubscriptionPrompt]
PLAN_UNSPECIFIED: Plan
PLAN_STARTER: Plan
PLAN_PRO: Plan
PLAN_ENTERPRISE: Plan
BILLING_PERIOD_UNSPECIFIED: BillingPeriod
BILLING_PERIOD_MONTHLY: BillingPeriod
BILLING_PERIOD_ANNUAL: BillingPeriod
ADD_ON_UNSPECIFIED: AddOn
ADD_ON_MARKETING: AddOn
SUBSCRIPTION_STATE_UNSPECIFIED: SubscriptionState
SUBSCRIPTION_STATE_TRIALING: SubscriptionState
SUBSCRIPTION_STATE_TRIAL_ENDED: SubscriptionState
SUBSCRIPTION_STATE_ACTIVE: SubscriptionState
SUBSCRIPTION_STATE_PAST_DUE: SubscriptionState
SUBSCRIPTION_STATE_FOLLOWING: SubscriptionState
SUBSCRIPTION_STATE_READ_ONLY: SubscriptionState
SUBSCRIPTION_PROMPT_UNSPECIFIED: SubscriptionPrompt
SUBSCRIPTION_PROMPT_TRIAL_ENDING: SubscriptionPrompt
SUBSCRIPTION_PROMPT_CHOOSE_PLAN: SubscriptionPrompt
SUBSCRIPTION_PROMPT_ADD_PAYMENT_METHOD: SubscriptionPrompt
SUBSCRIPTION_PROMPT_PAYMENT_FAILED: SubscriptionPrompt
SUBSCRIPTION_PROMPT_PAST_DUE: SubscriptionPrompt

class SubscriptionTerms(_message.Message):
    __slots__ = ("plan", "billing_period", "add_ons")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    BILLING_PERIOD_FIELD_NUMBER: _ClassVar[int]
    ADD_ONS_FIELD_NUMBER: _ClassVar[int]
    plan: Plan
    billing_period: BillingPeriod
    add_ons: _containers.RepeatedScalarFieldContainer[AddOn]
    def __init__(self, plan: _Optional[_Union[Plan, str]] = ..., billing_period: _Optional[_Union[BillingPeriod, str]] = ..., add_ons: _Optional[_Iterable[_Union[AddOn, str]]] = ...) -> None: ...

class Entitlements(_message.Message):
    __slots__ = ("plan", "features", "contact_limit")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    CONTACT_LIMIT_FIELD_NUMBER: _ClassVar[int]
    plan: Plan
    features: _containers.RepeatedScalarFieldContainer[str]
    contact_limit: int
    def __init__(self, plan: _Optional[_Union[Plan, str]] = ..., features: _Optional[_Iterable[str]] = ..., contact_limit: _Optional[int] = ...) -> None: ...

class Subscription(_message.Message):
    __slots__ = ("workspace_id", "state", "plan", "billing_period", "add_ons", "pending", "seats", "mission_discount", "trial_end_time", "term_start_date", "term_end_date", "waiting_lines", "waiting_cents", "payment_method", "prompts", "contact_limit", "etag", "dunning")
    WORKSPACE_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    PLAN_FIELD_NUMBER: _ClassVar[int]
    BILLING_PERIOD_FIELD_NUMBER: _ClassVar[int]
    ADD_ONS_FIELD_NUMBER: _ClassVar[int]
    PENDING_FIELD_NUMBER: _ClassVar[int]
    SEATS_FIELD_NUMBER: _ClassVar[int]
    MISSION_DISCOUNT_FIELD_NUMBER: _ClassVar[int]
    TRIAL_END_TIME_FIELD_NUMBER: _ClassVar[int]
    TERM_START_DATE_FIELD_NUMBER: _ClassVar[int]
    TERM_END_DATE_FIELD_NUMBER: _ClassVar[int]
    WAITING_LINES_FIELD_NUMBER: _ClassVar[int]
    WAITING_CENTS_FIELD_NUMBER: _ClassVar[int]
    PAYMENT_METHOD_FIELD_NUMBER: _ClassVar[int]
    PROMPTS_FIELD_NUMBER: _ClassVar[int]
    CONTACT_LIMIT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    DUNNING_FIELD_NUMBER: _ClassVar[int]
    workspace_id: str
    state: SubscriptionState
    plan: Plan
    billing_period: BillingPeriod
    add_ons: _containers.RepeatedScalarFieldContainer[AddOn]
    pending: SubscriptionTerms
    seats: int
    mission_discount: bool
    trial_end_time: _timestamp_pb2.Timestamp
    term_start_date: str
    term_end_date: str
    waiting_lines: _containers.RepeatedCompositeFieldContainer[_invoices_pb2.InvoiceLine]
    waiting_cents: int
    payment_method: _payments_pb2.PaymentMethod
    prompts: _containers.RepeatedScalarFieldContainer[SubscriptionPrompt]
    contact_limit: int
    etag: str
    dunning: Dunning
    def __init__(self, workspace_id: _Optional[str] = ..., state: _Optional[_Union[SubscriptionState, str]] = ..., plan: _Optional[_Union[Plan, str]] = ..., billing_period: _Optional[_Union[BillingPeriod, str]] = ..., add_ons: _Optional[_Iterable[_Union[AddOn, str]]] = ..., pending: _Optional[_Union[SubscriptionTerms, _Mapping]] = ..., seats: _Optional[int] = ..., mission_discount: _Optional[bool] = ..., trial_end_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., term_start_date: _Optional[str] = ..., term_end_date: _Optional[str] = ..., waiting_lines: _Optional[_Iterable[_Union[_invoices_pb2.InvoiceLine, _Mapping]]] = ..., waiting_cents: _Optional[int] = ..., payment_method: _Optional[_Union[_payments_pb2.PaymentMethod, _Mapping]] = ..., prompts: _Optional[_Iterable[_Union[SubscriptionPrompt, str]]] = ..., contact_limit: _Optional[int] = ..., etag: _Optional[str] = ..., dunning: _Optional[_Union[Dunning, _Mapping]] = ...) -> None: ...

class Dunning(_message.Message):
    __slots__ = ("past_due_time", "past_due_cents", "next_attempt_time", "next_letter_time", "read_only_time")
    PAST_DUE_TIME_FIELD_NUMBER: _ClassVar[int]
    PAST_DUE_CENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_ATTEMPT_TIME_FIELD_NUMBER: _ClassVar[int]
    NEXT_LETTER_TIME_FIELD_NUMBER: _ClassVar[int]
    READ_ONLY_TIME_FIELD_NUMBER: _ClassVar[int]
    past_due_time: _timestamp_pb2.Timestamp
    past_due_cents: int
    next_attempt_time: _timestamp_pb2.Timestamp
    next_letter_time: _timestamp_pb2.Timestamp
    read_only_time: _timestamp_pb2.Timestamp
    def __init__(self, past_due_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., past_due_cents: _Optional[int] = ..., next_attempt_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., next_letter_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., read_only_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetSubscriptionRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetSubscriptionResponse(_message.Message):
    __slots__ = ("subscription",)
    SUBSCRIPTION_FIELD_NUMBER: _ClassVar[int]
    subscription: Subscription
    def __init__(self, subscription: _Optional[_Union[Subscription, _Mapping]] = ...) -> None: ...

class PreviewSubscriptionRequest(_message.Message):
    __slots__ = ("plan", "billing_period", "add_ons", "seats")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    BILLING_PERIOD_FIELD_NUMBER: _ClassVar[int]
    ADD_ONS_FIELD_NUMBER: _ClassVar[int]
    SEATS_FIELD_NUMBER: _ClassVar[int]
    plan: Plan
    billing_period: BillingPeriod
    add_ons: _containers.RepeatedScalarFieldContainer[AddOn]
    seats: int
    def __init__(self, plan: _Optional[_Union[Plan, str]] = ..., billing_period: _Optional[_Union[BillingPeriod, str]] = ..., add_ons: _Optional[_Iterable[_Union[AddOn, str]]] = ..., seats: _Optional[int] = ...) -> None: ...

class PreviewSubscriptionResponse(_message.Message):
    __slots__ = ("at_once", "at_renewal", "seats", "lines", "total_cents", "renewal_date", "renewal_lines", "renewal_total_cents", "currency", "invoiced_at_once")
    AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    AT_RENEWAL_FIELD_NUMBER: _ClassVar[int]
    SEATS_FIELD_NUMBER: _ClassVar[int]
    LINES_FIELD_NUMBER: _ClassVar[int]
    TOTAL_CENTS_FIELD_NUMBER: _ClassVar[int]
    RENEWAL_DATE_FIELD_NUMBER: _ClassVar[int]
    RENEWAL_LINES_FIELD_NUMBER: _ClassVar[int]
    RENEWAL_TOTAL_CENTS_FIELD_NUMBER: _ClassVar[int]
    CURRENCY_FIELD_NUMBER: _ClassVar[int]
    INVOICED_AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    at_once: SubscriptionTerms
    at_renewal: SubscriptionTerms
    seats: int
    lines: _containers.RepeatedCompositeFieldContainer[_invoices_pb2.InvoiceLine]
    total_cents: int
    renewal_date: str
    renewal_lines: _containers.RepeatedCompositeFieldContainer[_invoices_pb2.InvoiceLine]
    renewal_total_cents: int
    currency: str
    invoiced_at_once: bool
    def __init__(self, at_once: _Optional[_Union[SubscriptionTerms, _Mapping]] = ..., at_renewal: _Optional[_Union[SubscriptionTerms, _Mapping]] = ..., seats: _Optional[int] = ..., lines: _Optional[_Iterable[_Union[_invoices_pb2.InvoiceLine, _Mapping]]] = ..., total_cents: _Optional[int] = ..., renewal_date: _Optional[str] = ..., renewal_lines: _Optional[_Iterable[_Union[_invoices_pb2.InvoiceLine, _Mapping]]] = ..., renewal_total_cents: _Optional[int] = ..., currency: _Optional[str] = ..., invoiced_at_once: _Optional[bool] = ...) -> None: ...

class ChangeSubscriptionRequest(_message.Message):
    __slots__ = ("plan", "billing_period", "add_ons", "etag")
    PLAN_FIELD_NUMBER: _ClassVar[int]
    BILLING_PERIOD_FIELD_NUMBER: _ClassVar[int]
    ADD_ONS_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    plan: Plan
    billing_period: BillingPeriod
    add_ons: _containers.RepeatedScalarFieldContainer[AddOn]
    etag: str
    def __init__(self, plan: _Optional[_Union[Plan, str]] = ..., billing_period: _Optional[_Union[BillingPeriod, str]] = ..., add_ons: _Optional[_Iterable[_Union[AddOn, str]]] = ..., etag: _Optional[str] = ...) -> None: ...

class ChangeSubscriptionResponse(_message.Message):
    __slots__ = ("subscription", "invoice")
    SUBSCRIPTION_FIELD_NUMBER: _ClassVar[int]
    INVOICE_FIELD_NUMBER: _ClassVar[int]
    subscription: Subscription
    invoice: _invoices_pb2.Invoice
    def __init__(self, subscription: _Optional[_Union[Subscription, _Mapping]] = ..., invoice: _Optional[_Union[_invoices_pb2.Invoice, _Mapping]] = ...) -> None: ...

class GetEntitlementsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetEntitlementsResponse(_message.Message):
    __slots__ = ("entitlements",)
    ENTITLEMENTS_FIELD_NUMBER: _ClassVar[int]
    entitlements: Entitlements
    def __init__(self, entitlements: _Optional[_Union[Entitlements, _Mapping]] = ...) -> None: ...

class GetWorkspaceEntitlementsRequest(_message.Message):
    __slots__ = ("workspace_id",)
    WORKSPACE_ID_FIELD_NUMBER: _ClassVar[int]
    workspace_id: str
    def __init__(self, workspace_id: _Optional[str] = ...) -> None: ...

class GetWorkspaceEntitlementsResponse(_message.Message):
    __slots__ = ("entitlements",)
    ENTITLEMENTS_FIELD_NUMBER: _ClassVar[int]
    entitlements: Entitlements
    def __init__(self, entitlements: _Optional[_Union[Entitlements, _Mapping]] = ...) -> None: ...
