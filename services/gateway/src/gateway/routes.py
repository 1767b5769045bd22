"""Every address of the edge: those the contracts describe, and over them the few that are written by hand."""

from collections import defaultdict
from collections.abc import Mapping

from starlette.routing import Route

from kit import catalogue

from .clients import Peers, peer_of
from .downloads.endpoints import AuditExport, ImportErrors
from .exchange import JSON, Answer, Endpoint, Exchange
from .middleware.limits import RateLimits
from .openapi.document import openapi_document
from .pages.bundle import Bundle
from .pages.health import Health
from .pages.home import home
from .payments.endpoints import StripeWebhook
from .resource import Resource
from .sessions.authentication import Authentication
from .sessions.endpoints import SignOut
from .settings import Settings
from .sso.endpoints import BackchannelLogout, SsoCallback, SsoStart, link_start, step_up_start
from .transcoding.endpoint import ContractEndpoint
from .transcoding.operations import operations
from .uploads.endpoint import ImportUpload

Endpoints = Mapping[tuple[str, str], Endpoint]


def routes(endpoints: Endpoints, public_origin: str) -> list[Route]:
    """One route per path, so that a wrong method is told apart from a wrong address."""
    by_path: dict[str, dict[str, Endpoint]] = defaultdict(dict)
    for (method, path), endpoint in endpoints.items():
        by_path[path][method] = endpoint
    return [Resource(path, found, public_origin).route() for path, found in by_path.items()]


def contract_endpoints(
    peers: Peers, authentication: Authentication, rates: RateLimits
) -> dict[tuple[str, str], Endpoint]:
    return {
        (operation.http_method, operation.path): ContractEndpoint(
            operation, peer_of(operation.rpc, peers), authentication, rates
        )
        for operation in operations(catalogue.files())
    }


def all_endpoints(
    settings: Settings, peers: Peers, authentication: Authentication, rates: RateLimits, health: Health
) -> Endpoints:
    derived = contract_endpoints(peers, authentication, rates)
    errors = ("GET", "/api/v1/contact-imports/{import_id}/errors")
    identity, crm, audit = peers["identity"], peers["crm"], peers["audit"]
    return derived | {
        ("DELETE", "/api/v1/session"): SignOut(identity, authentication),
        ("GET", "/api/v1/sso/{provider_id}/start"): SsoStart(identity, rates),
        ("GET", "/api/v1/sso/callback"): SsoCallback(identity, rates),
        ("POST", "/api/v1/sso/backchannel-logout"): BackchannelLogout(identity),
        ("POST", "/api/v1/me/sso-links"): link_start(identity, authentication),
        ("POST", "/api/v1/me/step-up:sso"): step_up_start(identity, authentication),
        ("POST", "/api/v1/contacts:import"): ImportUpload(crm, authentication, settings.upload_limit),
        ("GET", "/api/v1/audit/export"): AuditExport(audit, authentication),
        errors: ImportErrors(derived[errors], crm, authentication),
        ("POST", "/api/v1/billing/stripe-webhook"): StripeWebhook(identity),
        ("GET", "/api/openapi.json"): fixed(openapi_document()),
        ("GET", "/healthz"): health,
        ("GET", "/"): home(settings.public_origin),
        **(Bundle(settings.pages / "app", "/app", settings.public_origin).endpoints() if settings.pages else {}),
    }


def fixed(content: bytes) -> Endpoint:
    async def endpoint(_exchange: Exchange) -> Answer:
        return Answer(200, [(b"content-type", JSON)], content)

    return endpoint
