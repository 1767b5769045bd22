"""InvoiceService over gRPC."""

from collections.abc import Sequence
from uuid import UUID

from contactfollowup.identity.v1 import invoices_pb2 as pb
from identity.invoices.model import CURRENCY, Invoice, InvoiceState, Line, LineKind
from identity.invoices.service import Invoices
from kit.caller import Caller

INVOICE_SERVICE = pb.DESCRIPTOR.services_by_name["InvoiceService"]
STATES = {InvoiceState.OPEN: pb.INVOICE_STATE_OPEN, InvoiceState.PAID: pb.INVOICE_STATE_PAID}
KINDS = {
    LineKind.CHARGE: pb.INVOICE_LINE_KIND_CHARGE,
    LineKind.CREDIT: pb.INVOICE_LINE_KIND_CREDIT,
    LineKind.CARRIED: pb.INVOICE_LINE_KIND_CARRIED,
}


class InvoiceServicer:
    def __init__(self, invoices: Invoices) -> None:
        self._invoices = invoices

    async def ListInvoices(self, request: pb.ListInvoicesRequest, caller: Caller) -> pb.ListInvoicesResponse:
        found, token = await self._invoices.page(caller, request.page_size, request.page_token)
        return pb.ListInvoicesResponse(invoices=map(invoice_message, found), next_page_token=token)

    async def GetInvoice(self, request: pb.GetInvoiceRequest, caller: Caller) -> pb.GetInvoiceResponse:
        invoice, lines = await self._invoices.get(caller, UUID(request.invoice_id))
        return pb.GetInvoiceResponse(invoice=invoice_message(invoice, lines))


def invoice_message(invoice: Invoice, lines: Sequence[Line] = ()) -> pb.Invoice:
    return pb.Invoice(
        invoice_id=str(invoice.invoice_id),
        number=invoice.number,
        state=STATES[invoice.state],
        currency=CURRENCY,
        total_cents=invoice.total_cents,
        create_time=invoice.create_time,
        due_time=invoice.due_time,
        pay_time=invoice.pay_time,
        payment_reference=invoice.payment_reference,
        attempts=invoice.attempts,
        next_attempt_time=invoice.next_attempt_time,
        failure_code=invoice.failure_code,
        lines=map(line_message, lines),
        past_due_time=invoice.dunning_time,
    )


def line_message(line: Line) -> pb.InvoiceLine:
    return pb.InvoiceLine(
        kind=KINDS[line.kind],
        description=line.description,
        amount_cents=line.cents,
        arithmetic=line.arithmetic,
        quantity=line.quantity,
        unit_cents=line.unit_cents,
        months=line.months,
        discounts=[
            pb.InvoiceDiscount(display_name=each.name, percent=each.percent, amount_cents=each.cents)
            for each in line.discounts
        ],
        days=line.days,
        term_days=line.term_days,
        start_date=line.start.isoformat() if line.start else "",
        end_date=line.end.isoformat() if line.end else "",
    )
