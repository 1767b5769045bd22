"""How a workspace pays: tokens of the processor and what may be shown of a card, never its number."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

NO_METHOD = "no_payment_method"


@dataclass(frozen=True, slots=True)
class Account:
    """A customer at the processor; without a `method_token` there is no card to charge."""

    workspace_id: UUID
    customer_token: str
    method_token: str | None
    brand: str
    last_four: str
    set_time: datetime
