"""Letters through a real SMTP server under TLS: none lost, none left over, nothing of them readable at rest."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from aiosmtpd.smtp import SMTP

from identity.mail.model import Letter
from identity.mail.notices import Notice
from identity.mail.service import Delivery, Letters
from identity.mail.smtp import PostOffice, SmtpServer
from identity.mail.store import LetterStore
from identity.workspaces.model import WorkspaceKind
from identity.workspaces.store import WorkspaceKeys
from kit.db import DEPLOYMENT, Database
from kit.testing.servers import free_port
from phi_crypto import MasterKeys

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House, TestClock


@dataclass
class Inbox:
    """What the server took, and how it answers."""

    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer: str = "250 taken"
    recipient_answer: str = "250 known"

    async def handle_RCPT(self, _: SMTP, __: Any, envelope: Any, address: str, ___: list[str]) -> str:
        if self.recipient_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, _: SMTP, __: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=default))
            self.recipients += envelope.rcpt_tos
        return self.answer


@dataclass
class Post:
    """The mail of a test: a queue of its own workspace, and a server that may be switched off."""

    house: "House"
    database: Database
    letters: Letters
    delivery: Delivery
    inbox: Inbox
    tls_dir: Path
    port: int
    implicit: bool

    async def post(self, letter: Letter) -> None:
        async with self.database.transaction(DEPLOYMENT) as tx:
            await self.letters.post(tx, self.house.workspaces[WorkspaceKind.PRODUCTION], letter)

    async def row(self) -> asyncpg.Record:
        row = await self.house.superuser.fetchrow("SELECT * FROM letters")
        assert row
        return row

    async def waiting(self) -> int:
        return int(await self.house.superuser.fetchval("SELECT count(*) FROM letters"))

    @asynccontextmanager
    async def server(self) -> AsyncIterator[None]:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.tls_dir / "cert.pem", self.tls_dir / "key.pem")
        starttls: dict[str, Any] = {} if self.implicit else {"tls_context": context, "require_starttls": True}
        loop = asyncio.get_running_loop()
        protocol = partial(SMTP, self.inbox, hostname="localhost", loop=loop, **starttls)
        implicit = context if self.implicit else None
        server = await loop.create_server(protocol, "127.0.0.1", self.port, family=socket.AF_INET, ssl=implicit)
        try:
            yield
        finally:
            server.close()


@pytest.fixture(params=["smtp", "smtps"])
async def post(
    request: pytest.FixtureRequest,
    house: "House",
    database: Database,
    tls_dirs: Callable[[str], Path],
) -> AsyncIterator[Post]:
    tls_dir, port = tls_dirs("identity"), free_port()
    store = LetterStore(WorkspaceKeys(MasterKeys(b"d" * 32, [])))
    office = PostOffice(
        SmtpServer.parse(f"{request.param}://localhost:{port}"),
        Address("ContactFollowUp", addr_spec="no-reply@practice.example"),
        str(tls_dir / "ca.pem"),
    )
    await house.superuser.execute("DELETE FROM letters")
    letters, delivery = Letters(store, house.clock), Delivery(database, store, office, house.clock)
    yield Post(house, database, letters, delivery, Inbox(), tls_dir, port, request.param == "smtps")
    await house.superuser.execute("DELETE FROM letters")


def letter(to: str = "ada@practice.example") -> Letter:
    return Letter(to, "Confirm your address", "Zoë, follow this link:\nhttps://crm.practice.example/x#t=secret\n")


async def test_letters_arrive_as_written_and_leave_the_queue(post: Post) -> None:
    for name in ("ada", "bea", "cyd"):
        await post.post(letter(f"{name}@practice.example"))
    async with post.server():
        assert await post.delivery.round() == 3
    assert post.inbox.recipients == ["ada@practice.example", "bea@practice.example", "cyd@practice.example"]
    first = post.inbox.letters[0]
    assert first["From"].addresses[0].addr_spec == "no-reply@practice.example"
    assert first["Subject"] == "Confirm your address"
    assert first.get_content().replace("\r\n", "\n") == letter().text
    assert await post.waiting() == 0


async def test_a_letter_of_a_transaction_that_fails_is_none(post: Post) -> None:
    with pytest.raises(RuntimeError):
        async with post.database.transaction(DEPLOYMENT) as tx:
            await post.letters.post(tx, post.house.workspaces[WorkspaceKind.PRODUCTION], letter())
            raise RuntimeError
    assert await post.waiting() == 0


async def test_at_rest_nothing_of_a_letter_can_be_read(post: Post) -> None:
    await post.post(letter())
    row = str(dict(await post.row()))
    assert not [word for word in ("ada@", "Confirm", "secret", "Zoë") if word in row]


async def test_a_server_that_is_away_is_tried_again_later_and_then_more_rarely(post: Post) -> None:
    await post.post(letter())
    clock: TestClock = post.house.clock
    assert await post.delivery.round() == 1
    assert await post.delivery.round() == 0
    clock.pass_by(seconds=5)
    assert await post.delivery.round() == 1
    clock.pass_by(seconds=5)
    assert await post.delivery.round() == 0
    clock.pass_by(seconds=5)
    async with post.server():
        assert await post.delivery.round() == 1
    assert len(post.inbox.letters) == 1
    assert await post.waiting() == 0


async def test_what_cannot_be_sent_for_two_days_is_given_up(post: Post) -> None:
    await post.post(letter())
    for _ in range(200):
        post.house.clock.pass_by(minutes=15)
        await post.delivery.round()
    assert await post.waiting() == 0


@pytest.mark.parametrize(("answer", "left"), [("451 later", 1), ("554 never", 0)])
async def test_the_servers_last_word_is_taken(post: Post, answer: str, left: int) -> None:
    await post.post(letter())
    post.inbox.answer = answer
    async with post.server():
        await post.delivery.round()
    assert await post.waiting() == left


async def test_an_address_that_the_server_refuses_holds_no_other_letter_up(post: Post) -> None:
    await post.post(letter())
    post.inbox.recipient_answer = "550 nobody"
    async with post.server():
        await post.delivery.round()
        post.inbox.recipient_answer = "250 known"
        await post.post(letter("bea@practice.example"))
        await post.delivery.round()
    assert post.inbox.recipients == ["bea@practice.example"]
    assert await post.waiting() == 0


async def test_a_letter_that_cannot_be_opened_holds_no_other_up_and_is_given_up(post: Post) -> None:
    await post.post(letter())
    await post.house.superuser.execute("UPDATE letters SET to_enc = text_enc")
    await post.post(letter("bea@practice.example"))
    async with post.server():
        await post.delivery.round()
        assert post.inbox.recipients == ["bea@practice.example"]
        assert await post.waiting() == 1
        for _ in range(200):
            post.house.clock.pass_by(minutes=15)
            await post.delivery.round()
    assert await post.waiting() == 0


@pytest.mark.parametrize("to", ["a@b.example\r\nBcc: eve@evil.example", "a@b.example, eve@evil.example", "ada", ""])
async def test_an_address_that_is_none_goes_to_nobody(post: Post, to: str) -> None:
    await post.post(letter(to))
    async with post.server():
        await post.delivery.round()
    assert post.inbox.letters == []
    assert await post.waiting() == 0


async def test_a_letter_sent_twice_by_a_crash_has_one_message_id(post: Post) -> None:
    await post.post(letter())
    row = await post.row()
    async with post.server():
        await post.delivery.round()
        columns = ", ".join(f"${index + 1}" for index in range(len(row)))
        await post.house.superuser.execute(f"INSERT INTO letters VALUES ({columns})", *row.values())
        await post.delivery.round()
    one, other = post.inbox.letters
    assert one["Message-ID"] == other["Message-ID"] == f"<{row['letter_id']}@practice.example>"


async def test_a_server_without_the_right_certificate_gets_nothing(post: Post, tmp_path: Path) -> None:
    await post.post(letter())
    stranger = PostOffice(SmtpServer.parse(f"smtp{'s' * post.implicit}://localhost:{post.port}"), sender())
    store = LetterStore(WorkspaceKeys(MasterKeys(b"d" * 32, [])))
    async with post.server():
        await Delivery(post.database, store, stranger, post.house.clock).round()
    assert post.inbox.letters == []
    assert await post.waiting() == 1


async def test_a_server_that_offers_no_tls_gets_nothing(post: Post) -> None:
    await post.post(letter())
    loop = asyncio.get_running_loop()
    plain = await loop.create_server(partial(SMTP, post.inbox, hostname="localhost", loop=loop), "127.0.0.1", post.port)
    await post.delivery.round()
    plain.close()
    assert post.inbox.letters == []
    assert await post.waiting() == 1


async def test_a_notice_says_what_happened_and_when(post: Post) -> None:
    async with post.database.transaction(DEPLOYMENT) as tx:
        workspace_id: UUID = post.house.workspaces[WorkspaceKind.PRODUCTION]
        to = f"{uuid4().hex}@practice.example"
        await post.house.cases.notices.post(tx, workspace_id, to, Notice.PASSWORD_CHANGED)
    async with post.server():
        await post.delivery.round()
    assert Notice.PASSWORD_CHANGED.value in post.inbox.letters[0].get_content()
    assert post.inbox.recipients == [to]


def sender() -> Address:
    return Address(addr_spec="no-reply@practice.example")
