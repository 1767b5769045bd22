"""The processes of the suite as a table, and the environment that each row is given and nothing more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote, urlsplit

from local_suite import health, pages
from local_suite.keys import PRINCIPAL_KEY_ID, Keys
from local_suite.paths import Paths

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Service:
    """One process. `keys` maps a variable to the key it holds; `calls` are the services it dials.

    `optional` variables are handed on from whoever started the suite, to this process alone.
    """

    name: str
    module: str
    keys: Mapping[str, str]
    calls: tuple[str, ...] = ()
    database: bool = False
    grpc: bool = True
    optional: tuple[str, ...] = ()


CRM_KEYS = {"CRM_DATA_KEY": "CRM_DATA_KEY", "CRM_INDEX_KEY": "CRM_INDEX_KEY"}

IDENTITY = Service(
    "identity",
    "identity",
    {"CFU_PAGE_KEY": "PAGE_KEY_IDENTITY", **CRM_KEYS},
    database=True,
    optional=(
        "CFU_SESSION_IDLE",
        "CFU_SESSION_ABSOLUTE",
        "CFU_SIGN_IN_RETENTION",
        "CFU_LOCATION_DATABASE",
        "CFU_DNS_RESOLVER",
        "CFU_PAYMENT_PROVIDER",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "CFU_STRIPE_API_BASE",
        "CFU_STARTER_SEAT_CENTS",
        "CFU_STARTER_CONTACT_LIMIT",
        "CFU_PRO_CONTACT_LIMIT",
    ),
)
CRM = Service(
    "crm",
    "crm",
    {"CFU_PAGE_KEY": "PAGE_KEY_CRM", **CRM_KEYS},
    ("identity",),
    database=True,
    optional=("CFU_DEFAULT_REGION", "CFU_DATABASE_CONNECTIONS"),
)
AUDIT = Service(
    "audit",
    "audit",
    {"CFU_PAGE_KEY": "PAGE_KEY_AUDIT", "AUDIT_SIGNING_KEY": "AUDIT_SIGNING_KEY"},
    database=True,
)
WITNESS = Service("witness", "audit.witness", {"WITNESS_SIGNING_KEY": "WITNESS_SIGNING_KEY"}, grpc=False)
MAILBOX = Service("mailbox", "local_suite.mailbox", {}, grpc=False)
GATEWAY = Service(
    "gateway",
    "gateway",
    {},
    ("identity", "crm", "audit"),
    grpc=False,
    optional=(
        "CFU_RATE_LIMIT_SESSION",
        "CFU_RATE_LIMIT_ADDRESS",
        "CFU_RATE_LIMIT_SIGN_IN",
        "CFU_UPLOAD_LIMIT_BYTES",
        "CFU_TRUSTED_PROXIES",
    ),
)

MAIL = (
    "CFU_SMTP_URL",
    "CFU_SMTP_CA",
    "CFU_MAIL_FROM",
    "CFU_SIGN_UP",
    "CFU_POLICY_VERSION",
    "CFU_TERMS_URL",
    "CFU_PRIVACY_URL",
)
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "COVERAGE_PROCESS_START")

# Stopped in this order, started all at once.
SERVICES = (GATEWAY, IDENTITY, CRM, AUDIT, WITNESS, MAILBOX)
WITH_DATABASE = tuple(service for service in SERVICES if service.database)
WITH_CERTIFICATE = ("gateway", "identity", "crm", "audit", "mailbox")


@dataclass(frozen=True, slots=True)
class Site:
    """Where everything of one running suite is found."""

    paths: Paths
    keys: Keys
    ports: Mapping[str, int]
    gateway_port: int
    nats_url: str
    database_urls: Mapping[str, str]
    migration_urls: Mapping[str, str]
    given: Mapping[str, str]

    @property
    def inherited(self) -> dict[str, str]:
        """What every process may know of the shell the suite was started from."""
        return {name: self.given[name] for name in INHERITED if name in self.given}

    @property
    def base_url(self) -> str:
        """What browsers use. Passkeys are for names only, so it is none of an address; both lead to the same edge."""
        return f"http://localhost:{self.gateway_port}"

    def health_url(self, name: str) -> str:
        if name == GATEWAY.name:
            return f"http://{LOOPBACK}:{self.gateway_port}/healthz"
        if name == WITNESS.name:
            return f"http://{LOOPBACK}:{self.ports['witness']}"
        if name == MAILBOX.name:
            return f"smtp://{LOOPBACK}:{self.ports['mailbox']}"
        return f"grpc://{LOOPBACK}:{self.ports[f'{name}.health']}"


def port_names() -> list[str]:
    """Every port but the gateway's, which is not chosen at random."""
    grpc = [f"{service.name}.{use}" for service in SERVICES if service.grpc for use in ("grpc", "health")]
    return [*grpc, "witness", "mailbox", "postgres", "nats"]


def readiness(service: Service, site: Site) -> Callable[[], bool]:
    if service.grpc:
        return partial(health.grpc_ready, site.ports[f"{service.name}.health"])
    if service is GATEWAY:
        return partial(health.http_ready, site.gateway_port)
    if service is MAILBOX:
        return partial(health.smtp_ready, site.ports["mailbox"])
    return partial(health.http_ready, site.ports["witness"])


def environment(service: Service, site: Site) -> dict[str, str]:
    """What the process finds in its environment when it serves."""
    handed_on = {name: site.given[name] for name in service.optional if name in site.given}
    every = {**site.inherited, **handed_on, "CFU_ENVIRONMENT": "development", **_secrets(service, site)}
    if service is WITNESS:
        return {**every, **_witness(site)}
    if service is MAILBOX:
        return {**every, **_mailbox(site)}
    every["CFU_NATS_URL"] = site.nats_url
    every["CFU_TLS_DIR"] = str(site.paths.tls / service.name)
    every["CFU_PRINCIPAL_PUBLIC_KEYS"] = f"{PRINCIPAL_KEY_ID}:{site.keys['PRINCIPAL_PUBLIC']}"
    every |= {f"CFU_{name.upper()}_ADDRESS": f"{LOOPBACK}:{site.ports[f'{name}.grpc']}" for name in service.calls}
    if service.grpc:
        every["CFU_LISTEN"] = f"{LOOPBACK}:{site.ports[f'{service.name}.grpc']}"
        every["CFU_HEALTH_LISTEN"] = f"{LOOPBACK}:{site.ports[f'{service.name}.health']}"
    if service.database:
        every["CFU_DATABASE_URL"] = site.database_urls[service.name]
    if service is IDENTITY:
        every |= _mail(site)
    if service is AUDIT:
        every["CFU_WITNESS_URL"] = f"http://{LOOPBACK}:{site.ports['witness']}"
        every["CFU_WITNESS_PUBLIC_KEY"] = site.keys["WITNESS_PUBLIC"]
    if service is GATEWAY:
        every["CFU_HTTP_LISTEN"] = f"{LOOPBACK}:{site.gateway_port}"
        every["CFU_PUBLIC_URL"] = site.base_url
        every["CFU_PAGES_DIR"] = str(pages.BUILT)
    return every


def migration_environment(service: Service, site: Site) -> dict[str, str]:
    """The owner role goes to `migrate` alone."""
    return {
        **site.inherited,
        "CFU_ENVIRONMENT": "development",
        "CFU_MIGRATION_DATABASE_URL": site.migration_urls[service.name],
        # Who the migrations grant rights to; a database of the user's own may name its roles otherwise.
        "CFU_APPLICATION_ROLE": unquote(urlsplit(site.database_urls[service.name]).username or ""),
    }


def _secrets(service: Service, site: Site) -> dict[str, str]:
    held = {variable: site.keys[name] for variable, name in service.keys.items()}
    if service is IDENTITY:
        held["CFU_PRINCIPAL_SIGNING_KEY"] = f"{PRINCIPAL_KEY_ID}:{site.keys['PRINCIPAL_SEED']}"
    return held


def _witness(site: Site) -> dict[str, str]:
    return {
        "CFU_WITNESS_LISTEN": f"{LOOPBACK}:{site.ports['witness']}",
        "CFU_WITNESS_DIR": str(site.paths.witness),
        "CFU_WITNESS_LOG_KEY": site.keys["AUDIT_PUBLIC"],
    }


def _mailbox(site: Site) -> dict[str, str]:
    return {
        "CFU_MAILBOX_LISTEN": f"{LOOPBACK}:{site.ports['mailbox']}",
        "CFU_MAILBOX_DIR": str(site.paths.mail),
        "CFU_TLS_DIR": str(site.paths.tls / MAILBOX.name),
    }


def _mail(site: Site) -> dict[str, str]:
    """To the mailbox of the suite, unless whoever started it has a server of their own."""
    given = {name: site.given[name] for name in MAIL if name in site.given}
    server = {
        "CFU_SMTP_URL": f"smtp://{LOOPBACK}:{site.ports['mailbox']}",
        "CFU_SMTP_CA": str(site.paths.tls / IDENTITY.name / "ca.pem"),
    }
    return {
        "CFU_PUBLIC_URL": site.base_url,
        "CFU_SIGN_UP": "open",
        "CFU_MAIL_FROM": "no-reply@sandbox.example",
        **({} if "CFU_SMTP_URL" in given else server),
        **given,
    }
