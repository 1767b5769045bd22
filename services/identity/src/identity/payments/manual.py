"""Payment by transfer: an operator marks an invoice as paid, and nothing is ever charged."""

from uuid import UUID

from identity.errors import PaymentByTransferError, WebhookSignatureError
from identity.ports import Charge, ChargeState, MethodNews, Notice, Order, PaymentNews


class ManualProvider:
    charges = False

    async def create_customer(self, _workspace_id: UUID) -> str:
        raise PaymentByTransferError

    async def setup_page(self, _workspace_id: UUID, _customer_token: str) -> str:
        raise PaymentByTransferError

    async def detach(self, _method_token: str) -> None:
        raise PaymentByTransferError

    async def charge(self, _order: Order) -> Charge:
        return Charge(ChargeState.PROCESSING)

    def read(self, _payload: bytes, _signature: str) -> Notice:
        raise WebhookSignatureError

    async def fetch(self, _notice: Notice) -> PaymentNews | MethodNews | None:
        return None
