"""PaymentService over gRPC."""

from contactfollowup.identity.v1 import payments_pb2 as pb
from identity.payments.service import Payments
from kit.caller import Caller

PAYMENT_SERVICE = pb.DESCRIPTOR.services_by_name["PaymentService"]


class PaymentServicer:
    def __init__(self, payments: Payments) -> None:
        self._payments = payments

    async def SetupPaymentMethod(
        self, _: pb.SetupPaymentMethodRequest, caller: Caller
    ) -> pb.SetupPaymentMethodResponse:
        return pb.SetupPaymentMethodResponse(url=await self._payments.setup_page(caller))

    async def DeletePaymentMethod(
        self, _: pb.DeletePaymentMethodRequest, caller: Caller
    ) -> pb.DeletePaymentMethodResponse:
        await self._payments.remove_method(caller)
        return pb.DeletePaymentMethodResponse()

    async def ReceiveStripeEvent(
        self, request: pb.ReceiveStripeEventRequest, _: Caller
    ) -> pb.ReceiveStripeEventResponse:
        await self._payments.receive(request.payload, request.signature)
        return pb.ReceiveStripeEventResponse()
