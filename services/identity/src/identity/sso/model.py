"""Identity providers, what they say of people, and the rules that decide on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from identity.sso.errors import SsoDomainNotAllowedError, SsoNotProvedAnewError, SsoTokenInvalidError
from kit.errors import InvalidInput

GOOGLE_ISSUER = "https://accounts.google.com"
MICROSOFT_AUTHORITY = "https://login.microsoftonline.com"
# How Microsoft writes the issuer of an application that several tenants use.
TENANT = "{tenantid}"
FEATURE = "sso"
ATTEMPT_LIFETIME = timedelta(minutes=10)
MOST_PROVIDERS = 20
# How far the clocks of providers may be off.
SKEW = timedelta(seconds=60)
# RFC 8176: several factors, or one that is no password and none that travels by telephone.
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "sc"})
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_NAME = 200
CALLBACK = "/api/v1/sso/callback"
# A path of ours and nothing that a browser reads as another host: `//host` and `/\\host` are.
OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")

Claims = Mapping[str, Any]


class ProviderKind(StrEnum):
    GOOGLE = "GOOGLE"
    MICROSOFT = "MICROSOFT"
    OIDC = "OIDC"


class Assurance(StrEnum):
    """How far a provider's word goes: for both factors, or as far as it says itself."""

    TRUSTED = "TRUSTED"
    STATED = "STATED"


@dataclass(frozen=True, slots=True)
class RoleRule:
    """Who has the value in the provider's role claim gets the role."""

    value: str
    role: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What an administrator decides about a provider."""

    kind: ProviderKind
    display_name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    tenant_ids: tuple[str, ...] = ()
    allowed_domains: tuple[str, ...] = ()
    just_in_time: bool = False
    default_role: str = ""
    role_claim: str = ""
    role_rules: tuple[RoleRule, ...] = ()
    enabled: bool = False
    assurance: Assurance = Assurance.STATED
    acr_values: tuple[str, ...] = ()
    follow_roles: bool = False


@dataclass(frozen=True, slots=True)
class Provider:
    provider_id: UUID
    workspace_id: UUID
    terms: Terms
    version: int
    create_time: datetime
    update_time: datetime

    @property
    def discovery_url(self) -> str:
        """An application of several tenants is described by the tenant called `organizations`."""
        return self.terms.issuer.replace(TENANT, "organizations").rstrip("/") + "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Policy:
    """Who has to sign in through a provider."""

    workspace_id: UUID
    sso_required: bool = False
    break_glass_user_ids: frozenset[UUID] = frozenset()

    def demands(self, user_id: UUID) -> bool:
        return self.sso_required and user_id not in self.break_glass_user_ids


@dataclass(frozen=True, slots=True)
class Choice:
    """A provider as people who have not signed in see it."""

    provider_id: UUID
    display_name: str
    allowed_domains: frozenset[str]

    @property
    def start_path(self) -> str:
        return f"/api/v1/sso/{self.provider_id}/start"

    def takes(self, domain: str) -> bool:
        return not self.allowed_domains or domain in self.allowed_domains


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in, a linking or a step-up on its way through a provider. `session_id` is the one that began the last two.

    `fresh`: the person has to prove anew who they are.
    """

    workspace_id: UUID
    provider_id: UUID
    return_to: str
    user_id: UUID | None = None
    session_id: UUID | None = None
    fresh: bool = False
    step_up: bool = False
    begin_time: datetime = NEVER


@dataclass(frozen=True, slots=True)
class Link:
    """An identity at a provider that signs in to an account."""

    link_id: UUID
    workspace_id: UUID
    user_id: UUID
    issuer: str
    email: str = field(repr=False)
    create_time: datetime
    last_sign_in_time: datetime | None = None
    # The account was made for this identity.
    provisioned: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """Who someone is at a provider: the issuer, and what it never gives to another person."""

    issuer: str
    subject: str = field(repr=False)

    @property
    def key(self) -> str:
        return f"{self.issuer}\n{self.subject}"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody who came through a provider; `named` is what it calls the session, nothing when it has no name."""

    link: Link
    provider_id: UUID
    identity: Identity
    named: str


def return_path(text: str) -> str:
    """Where the browser goes in the end. Raises InvalidInput unless it is a path of this deployment."""
    path = text or "/"
    if not OWN_PATH.fullmatch(path):
        raise InvalidInput("Give a path of this deployment, such as /app.", field="return_to")
    return path


def settled(terms: Terms) -> Terms:
    """The issuer that follows from the kind, and what the kind asks for. Raises InvalidInput."""
    if not terms.display_name:
        raise InvalidInput("Give a name that people choose it by.", field="provider.display_name")
    if not terms.client_id:
        raise InvalidInput("Give the client id that the provider gave you.", field="provider.client_id")
    if terms.just_in_time and not (terms.default_role or terms.role_rules):
        raise InvalidInput("Say which role people get who are added.", field="provider.default_role")
    if terms.role_rules and not terms.role_claim:
        raise InvalidInput("Name the claim that the rules look at.", field="provider.role_claim")
    terms = replace(
        terms,
        allowed_domains=tuple(domain.lower() for domain in terms.allowed_domains),
        tenant_ids=tuple(tenant.lower() for tenant in terms.tenant_ids),
    )
    return replace(terms, issuer=_issuer(terms))


def _issuer(terms: Terms) -> str:
    if terms.kind is ProviderKind.GOOGLE:
        if not terms.allowed_domains:
            raise InvalidInput("Name the hosted domains whose people sign in.", field="provider.allowed_domains")
        return GOOGLE_ISSUER
    if terms.kind is ProviderKind.MICROSOFT:
        if not terms.tenant_ids:
            raise InvalidInput("Name the tenants whose people sign in.", field="provider.tenant_ids")
        tenant = terms.tenant_ids[0] if len(terms.tenant_ids) == 1 else TENANT
        return f"{MICROSOFT_AUTHORITY}/{tenant}/v2.0"
    return terms.issuer


def issuer_of(terms: Terms, claims: Claims) -> str:
    """The issuer that the token has to name. Raises SsoDomainNotAllowedError for a tenant that is not taken."""
    if terms.kind is not ProviderKind.MICROSOFT:
        return terms.issuer
    tenant = claims.get("tid")
    if not isinstance(tenant, str) or tenant.lower() not in terms.tenant_ids:
        raise SsoDomainNotAllowedError
    return terms.issuer.replace(TENANT, tenant)


def identity_of(terms: Terms, claims: Claims) -> Identity:
    """Microsoft's `sub` differs from application to application; tenant and object id do not."""
    issuer = issuer_of(terms, claims)
    if terms.kind is not ProviderKind.MICROSOFT:
        return Identity(issuer, _text(claims, "sub"))
    return Identity(issuer, f"{_text(claims, 'tid').lower()}/{_text(claims, 'oid')}")


def check_domain(terms: Terms, claims: Claims) -> None:
    """Google says in `hd` which organisation answers for someone; an address alone may be anyone's."""
    if not terms.allowed_domains:
        return
    domain = claims.get("hd") if terms.kind is ProviderKind.GOOGLE else domain_of(email_of(claims))
    if not isinstance(domain, str) or domain.lower() not in terms.allowed_domains:
        raise SsoDomainNotAllowedError


def email_of(claims: Claims) -> str:
    """The address told, or nothing when it is none."""
    email = claims.get("email")
    return email if isinstance(email, str) and ADDRESS.fullmatch(email) else ""


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def vouched(terms: Terms, claims: Claims) -> bool:
    """Whether the address is the person's: the provider says so, or an administrator says it speaks for the domain."""
    email = email_of(claims)
    return bool(email) and (claims.get("email_verified") is True or domain_of(email) in terms.allowed_domains)


def name_of(claims: Claims) -> str:
    name = claims.get("name")
    text = " ".join(name.split()) if isinstance(name, str) and name.isprintable() else ""
    return (text or email_of(claims).partition("@")[0])[:LONGEST_NAME]


def proved_time(claims: Claims, now: datetime) -> datetime:
    """When the person last proved who they are: never, as far as a provider says that does not say when."""
    told = claims.get("auth_time")
    if isinstance(told, int) and not isinstance(told, bool) and 0 <= told <= (now + SKEW).timestamp():
        return min(datetime.fromtimestamp(told, UTC), now)
    return NEVER


def check_proved_since(claims: Claims, begin_time: datetime, now: datetime) -> None:
    """A provider that was asked to let someone prove anew has to say that they did. Raises SsoNotProvedAnewError."""
    if proved_time(claims, now) < begin_time - SKEW:
        raise SsoNotProvedAnewError


def assured(terms: Terms, claims: Claims) -> bool:
    """Whether the provider vouches for two factors."""
    told = claims.get("amr")
    methods = {each for each in told if isinstance(each, str)} if isinstance(told, list) else set[str]()
    stated = bool(methods & SECOND_FACTORS) or claims.get("acr") in terms.acr_values
    return terms.assurance is Assurance.TRUSTED or stated


def role_of(terms: Terms, claims: Claims) -> str:
    """The role of someone new; nothing when no rule fits and there is no default."""
    held = claims.get(terms.role_claim) if terms.role_claim else None
    values = held if isinstance(held, list) else [held]
    return next((rule.role for rule in terms.role_rules if rule.value in values), terms.default_role)


def _text(claims: Claims, name: str) -> str:
    value = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 255:
        raise SsoTokenInvalidError(metadata={"check": name})
    return value
