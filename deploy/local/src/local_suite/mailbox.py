"""`python -m local_suite.mailbox`: takes every letter of the suite over SMTP and sends none on.

It asks for STARTTLS under the suite's own authority, so that letters leave identity the way they leave it anywhere.
"""

import asyncio
import os
import signal
import ssl
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from local_suite.paths import write_private_bytes

LARGEST_LETTER = 1024 * 1024


class Mailbox:
    """Keeps a letter in a file of its own, named so that the newest comes last; its folder is its owner's alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802
        """What SMTP's DATA command answers, once the letter is on disk."""
        content = envelope.content
        written = content.encode() if isinstance(content, str) else content or b""
        write_private_bytes(self._folder / f"{time.time_ns()}.eml", written)
        return "250 kept"


async def serve(environment: Mapping[str, str]) -> None:
    tls = Path(environment["CFU_TLS_DIR"])
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tls / "cert.pem", tls / "key.pem")
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    protocol = partial(
        SMTP,
        Mailbox(Path(environment["CFU_MAILBOX_DIR"])),
        hostname="localhost",
        ident="mailbox",
        data_size_limit=LARGEST_LETTER,
        tls_context=context,
        require_starttls=True,
        loop=loop,
    )
    host, _, port = environment["CFU_MAILBOX_LISTEN"].rpartition(":")
    server = await loop.create_server(protocol, host, int(port))
    await stop.wait()
    server.close()


if __name__ == "__main__":
    os.umask(0o077)
    asyncio.run(serve(os.environ))
    sys.exit(0)
