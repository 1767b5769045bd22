"""What identity's concepts need of each other without knowing each other, and what they need from outside."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from kit.caller import Caller
from kit.db import Transaction


class Entitled(Protocol):
    async def features(self, tx: Transaction, workspace_id: UUID) -> frozenset[str]:
        """What the workspace is entitled to at this moment."""


@dataclass(frozen=True, slots=True)
class Entitlement:
    """`contact_limit` None: as many as there are."""

    features: frozenset[str]
    contact_limit: int | None


class Entitles(Protocol):
    async def of(self, tx: Transaction, workspace_id: UUID) -> Entitlement:
        """Everything the workspace is entitled to at this moment, from whatever entitles it."""


class SessionEnds(Protocol):
    async def end_all(
        self, tx: Transaction, caller: Caller, user_id: UUID, *, workspace_id: UUID, reason: str, keep: str = ""
    ) -> None:
        """Ends every session of the person but the one kept, everywhere within five seconds."""


class MadeTokens(Protocol):
    async def accounts_of(self, tx: Transaction, creator_id: UUID) -> list[str]:
        """The names of the service accounts that have a token in force that this person made."""

    async def end_made_by(self, tx: Transaction, creator_id: UUID) -> None:
        """Ends every token of a machine that this person made, everywhere within five seconds."""


class Circular(Protocol):
    async def __call__(self, tx: Transaction, permission: str, written: tuple[str, str]) -> None:
        """Queues a letter, subject and text, to everyone who holds the permission."""


class ForgetLinks(Protocol):
    async def __call__(self, tx: Transaction, user_id: UUID) -> None:
        """Whatever links of one kind the person was sent, they work no longer."""


class SeatsChanged(Protocol):
    async def __call__(self, tx: Transaction, workspace_id: UUID) -> None:
        """Bills the seats there are from now on, in the transaction that changed their number."""


class Founded(Protocol):
    async def __call__(self, tx: Transaction, workspace_id: UUID, *, sandbox: bool) -> None:
        """What a workspace of a deployment begins with; again changes nothing."""


class WayIn(Protocol):
    async def __call__(self, tx: Transaction, workspace_id: UUID) -> None:
        """Raises when, where an identity provider is required, nobody could sign in while it is away."""


class Enforced(Protocol):
    async def check(self, tx: Transaction, actor: Caller, user_id: UUID, role: str) -> None:
        """Raises when the person has to sign in through an identity provider."""


class ProviderProofs(Protocol):
    async def used(self, tx: Transaction, challenge_hash: bytes, session_id: UUID) -> bool:
        """Notes that the provider's proof before this challenge opened the session; False when it counts no longer."""


class ChargeState(StrEnum):
    SUCCEEDED = "SUCCEEDED"
    PROCESSING = "PROCESSING"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class Order:
    """An amount to charge. `attempt` counts from 1; `reference` is what an earlier attempt is known by."""

    invoice_id: UUID
    workspace_id: UUID
    cents: int
    customer_token: str
    method_token: str
    attempt: int
    reference: str


@dataclass(frozen=True, slots=True)
class Charge:
    """What came of it. `failure_code` is the processor's."""

    state: ChargeState
    reference: str = ""
    failure_code: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A signed event: its id, what it says happened, and to which object."""

    event_id: str
    kind: str
    object_id: str


@dataclass(frozen=True, slots=True)
class PaymentNews:
    """How a payment stands now, for whatever reason that is looked at."""

    workspace_id: UUID
    invoice_id: UUID
    cents: int
    charge: Charge


@dataclass(frozen=True, slots=True)
class MethodNews:
    """A card that may be charged: tokens and the last four digits, never its number."""

    workspace_id: UUID
    customer_token: str
    method_token: str
    brand: str
    last_four: str
    set_time: datetime


class PaymentProvider(Protocol):
    """Who moves the money. Raises Unavailable when it cannot be asked now; asking again does nothing twice."""

    charges: bool

    async def create_customer(self, workspace_id: UUID) -> str:
        """The token of the workspace's customer; the same one when asked again."""

    async def setup_page(self, workspace_id: UUID, customer_token: str) -> str:
        """The address of the page a card is entered on. Raises PaymentByTransferError where there is none."""

    async def detach(self, method_token: str) -> None:
        """Lets go of a card for good; again does nothing."""

    async def charge(self, order: Order) -> Charge:
        """Charges the card; an order that was charged before is not charged again."""

    def read(self, payload: bytes, signature: str) -> Notice:
        """The event in a webhook. Raises WebhookSignatureError."""

    async def fetch(self, notice: Notice) -> PaymentNews | MethodNews | None:
        """What the event is about, as it stands now; None where it is of no interest."""
