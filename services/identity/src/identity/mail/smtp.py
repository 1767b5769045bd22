"""Letters over SMTP, always under TLS: STARTTLS for `smtp://`, TLS from the first byte for `smtps://`."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

import aiosmtplib

from identity.mail.model import QueuedLetter

SECONDS = 20.0
PORTS = {"smtp": 587, "smtps": 465}

Send = Callable[[QueuedLetter], Awaitable[None]]


class DeliveryError(Exception):
    """`cause` is a code; a server's own words may quote the letter and are dropped."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class UnreachableError(DeliveryError):
    """Later it may work."""


class RefusedError(DeliveryError):
    """It will never work: the address is none, or not one of the server's."""


@dataclass(frozen=True, slots=True)
class SmtpServer:
    host: str
    port: int
    implicit_tls: bool
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @classmethod
    def parse(cls, url: str) -> "SmtpServer":
        """`smtp://user:password@host:587`. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.path not in {"", "/"} or parts.query:
            raise ValueError("must be smtp://user:password@host:587 (STARTTLS) or smtps://user:password@host:465")
        return cls(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            implicit_tls=parts.scheme == "smtps",
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


@dataclass(frozen=True, slots=True)
class PostOffice:
    """A server that takes letters, and whom they come from. `trusted` names a file of CAs instead of the system's."""

    server: SmtpServer
    sender: Address
    trusted: str = ""

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Send]:
        """A function that sends one letter; it connects when first used, and again after a connection broke."""
        client = self._client()
        try:
            yield lambda queued: self._send(client, queued)
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        server = self.server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.implicit_tls,
            start_tls=not server.implicit_tls,
            tls_context=ssl.create_default_context(cafile=self.trusted or None),
            local_hostname=self.sender.domain,
            timeout=SECONDS,
        )

    async def _send(self, client: aiosmtplib.SMTP, queued: QueuedLetter) -> None:
        """Raises UnreachableError, RefusedError."""
        try:
            written = _written(self.sender, queued)
            if not client.is_connected:
                await client.connect()
            await client.send_message(written, sender=self.sender.addr_spec, recipients=[queued.letter.to])
        except aiosmtplib.SMTPNotSupported as failure:
            raise RefusedError(type(failure).__name__) from None
        except aiosmtplib.SMTPRecipientsRefused as failure:
            raise _refusal(failure.recipients[0].code) from None
        except aiosmtplib.SMTPDataError as failure:
            raise _refusal(failure.code) from None
        except aiosmtplib.SMTPResponseException as failure:
            raise UnreachableError(f"smtp_{failure.code}") from None
        except (aiosmtplib.SMTPException, OSError) as failure:
            raise UnreachableError(type(failure).__name__) from None


def _refusal(code: int) -> DeliveryError:
    """A code of 500 and above is the server's last word on this letter."""
    return (RefusedError if code >= 500 else UnreachableError)(f"smtp_{code}")


def _written(sender: Address, queued: QueuedLetter) -> EmailMessage:
    try:
        return message(sender, queued)
    except Exception as fault:  # noqa: BLE001  the parser of addresses fails in many ways, and this letter would always
        raise RefusedError(type(fault).__name__) from None


def message(sender: Address, queued: QueuedLetter) -> EmailMessage:
    """The letter as it travels. Its Message-ID is the same each time, so that a second copy is known as one."""
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = Address(addr_spec=queued.letter.to)
    made["Subject"] = queued.letter.subject
    made["Date"] = format_datetime(queued.create_time)
    made["Message-ID"] = f"<{queued.letter_id}@{sender.domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(queued.letter.text)
    return made
