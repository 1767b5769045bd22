"""What identity reads from the environment, and nothing else does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from ipaddress import ip_address
from urllib.parse import urlsplit

from identity.mail.smtp import SmtpServer
from identity.sign_in_history.locations import LocationFile, Locations, NoLocations
from kit.settings import ServiceSettings, env, named_key, one_of, origin
from phi_crypto import load_key, load_keys


def positive_seconds(text: str) -> timedelta:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 366 * 86_400:
        raise ValueError("must be a whole number of seconds, from 1 to one year")
    return timedelta(seconds=int(text))


def mail_address(text: str) -> Address:
    try:
        return Address(display_name="ContactFollowUp", addr_spec=text)
    except Exception:  # noqa: BLE001  the parser of addresses fails in many ways
        raise ValueError("must be an e-mail address") from None


def web_address(url: str) -> str:
    """Where a page of the operator's is, for a link."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("must be an address that begins with https://")
    return url


def resolver(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    try:
        return str(ip_address(host.strip("[]") if colon else text)), whole_number(port) if colon else 53
    except ValueError:
        raise ValueError("must be an IP address and a port, such as 10.0.0.10:53") from None


def payment_provider(name: str, environ: Mapping[str, str]) -> str:
    """Cards cannot be charged without both secrets: better no start than an invoice nobody is asked to pay."""
    provider = str(one_of("manual", "stripe")(environ[name]))
    missing = [key for key in ("STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET") if not environ.get(key)]
    if provider == "stripe" and missing:
        raise ValueError(f"stripe also needs {' and '.join(missing)}")
    return provider


def whole_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 2**31:
        raise ValueError("must be a whole number above 0")
    return int(text)


@dataclass(frozen=True)
class MigrationSettings:
    """The owner role's address, which no serving process has."""

    database_url: str = env("CFU_MIGRATION_DATABASE_URL")


@dataclass(frozen=True)
class Settings(ServiceSettings):
    """`session_idle` and `session_absolute` end a session that is not used, and one in any case.

    `public_url` is where links in letters lead: never taken from a request, whose host anyone can make up.
    """

    signing_key: tuple[str, bytes] = env("CFU_PRINCIPAL_SIGNING_KEY", named_key)
    data_key: bytes = env("CRM_DATA_KEY", load=load_key)
    data_keys_previous: list[bytes] = env("CRM_DATA_KEY_PREVIOUS", load=load_keys, default=[])
    index_key: bytes = env("CRM_INDEX_KEY", load=load_key)
    session_idle: timedelta = env("CFU_SESSION_IDLE", positive_seconds, default=timedelta(hours=8))
    session_absolute: timedelta = env("CFU_SESSION_ABSOLUTE", positive_seconds, default=timedelta(hours=24))
    sign_in_retention: timedelta = env("CFU_SIGN_IN_RETENTION", positive_seconds, default=timedelta(days=365))
    locations: Locations = env("CFU_LOCATION_DATABASE", LocationFile, default=NoLocations())
    sign_up: str = env("CFU_SIGN_UP", one_of("open", "closed"), default="closed")
    policy_version: str = env("CFU_POLICY_VERSION", default="2026-11")
    terms_url: str = env("CFU_TERMS_URL", web_address, default="")
    privacy_url: str = env("CFU_PRIVACY_URL", web_address, default="")
    public_url: str = env("CFU_PUBLIC_URL", origin)
    dns_resolver: tuple[str, int] | None = env("CFU_DNS_RESOLVER", resolver, default=None)
    smtp_server: SmtpServer = env("CFU_SMTP_URL", SmtpServer.parse)
    smtp_trusted: str = env("CFU_SMTP_CA", default="")
    mail_from: Address = env("CFU_MAIL_FROM", mail_address)
    payment_provider: str = env("CFU_PAYMENT_PROVIDER", load=payment_provider, default="manual")
    stripe_secret_key: str = env("STRIPE_SECRET_KEY", default="")
    stripe_webhook_secret: str = env("STRIPE_WEBHOOK_SECRET", default="")
    stripe_api_base: str = env("CFU_STRIPE_API_BASE", origin, default="")
    starter_seat_cents: int | None = env("CFU_STARTER_SEAT_CENTS", whole_number, default=None)
    starter_contact_limit: int = env("CFU_STARTER_CONTACT_LIMIT", whole_number, default=1_000)
    pro_contact_limit: int = env("CFU_PRO_CONTACT_LIMIT", whole_number, default=25_000)
