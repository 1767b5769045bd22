import { Link, useParams } from "react-router";

import { answered, api } from "../../../api/client";
import type { Invoice as InvoiceMade } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Facts } from "../../../ui/facts";
import { day, moment } from "../../../ui/format";
import { Page } from "../../../ui/page";
import { Panel } from "../../../ui/panel";
import { WhenLoaded } from "../../../ui/when-loaded";
import { InvoiceLines } from "./invoice-lines";
import { InvoiceBadge } from "./invoices-panel";

/** `/app/settings/subscription/invoices/:invoiceId` */
export function Invoice() {
  const { invoiceId = "" } = useParams();
  const loaded = useLoaded(
    () => answered(api.GET("/api/v1/invoices/{invoice_id}", { params: { path: { invoice_id: invoiceId } } })),
    [invoiceId],
  );
  const title = loaded.value ? `Invoice ${loaded.value.number}` : "Invoice";
  return (
    <Page title={title} above={<Link to="/settings/subscription">Subscription</Link>}>
      <WhenLoaded loaded={loaded}>{(invoice) => <Shown invoice={invoice} />}</WhenLoaded>
    </Page>
  );
}

function Shown({ invoice }: { invoice: InvoiceMade }) {
  const retried = invoice.nextAttemptTime && `${moment(invoice.nextAttemptTime)}, after ${invoice.attempts} tried`;
  return (
    <>
      <Panel>
        <Facts
          facts={[
            ["State", <InvoiceBadge key="state" invoice={invoice} />],
            ["Made", day(invoice.createTime)],
            ["Due", day(invoice.dueTime)],
            ["Past due since", invoice.state === "INVOICE_STATE_OPEN" && day(invoice.pastDueTime)],
            ["Paid", day(invoice.payTime)],
            ["Payment reference", invoice.paymentReference],
            ["Charged again", retried],
            ["Last charge failed", invoice.failureCode],
          ]}
        />
      </Panel>
      <Panel title="Positions">
        <InvoiceLines lines={invoice.lines} totalCents={invoice.totalCents} currency={invoice.currency} />
      </Panel>
    </>
  );
}
