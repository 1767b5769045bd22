import { Link } from "react-router";

import { answered, api } from "../../../api/client";
import { everyPage, LARGEST } from "../../../api/every-page";
import type { Invoice } from "../../../api/schema";
import { useLoaded } from "../../../api/use-loaded";
import { Badge } from "../../../ui/badge";
import { day, money } from "../../../ui/format";
import { Panel } from "../../../ui/panel";
import { Table, type Column } from "../../../ui/table";
import { WhenLoaded } from "../../../ui/when-loaded";
import { INVOICE_STATES } from "./words";

export function InvoicesPanel() {
  const loaded = useLoaded(() =>
    everyPage(async (pageToken) => {
      const page = await answered(api.GET("/api/v1/invoices", { params: { query: { pageSize: LARGEST, pageToken } } }));
      return { items: page.invoices, nextPageToken: page.nextPageToken };
    }),
  );
  return (
    <Panel title="Invoices">
      <WhenLoaded loaded={loaded}>
        {(invoices) => (
          <Table caption="Invoices" columns={COLUMNS} rows={invoices} rowKey={({ invoiceId }) => invoiceId} empty="No invoice yet." />
        )}
      </WhenLoaded>
    </Panel>
  );
}

const COLUMNS: readonly Column<Invoice>[] = [
  {
    head: "Number",
    cell: ({ invoiceId, number }) => <Link to={`/settings/subscription/invoices/${invoiceId}`}>Invoice {number}</Link>,
  },
  { head: "Made", cell: ({ createTime }) => day(createTime) },
  { head: "Due", cell: ({ dueTime }) => day(dueTime) },
  { head: "Total", cell: ({ totalCents, currency }) => money(totalCents, currency) },
  { head: "State", cell: (invoice) => <InvoiceBadge invoice={invoice} /> },
];

export function InvoiceBadge({ invoice: { state, pastDueTime } }: { invoice: Invoice }) {
  const pastDue = state === "INVOICE_STATE_OPEN" && pastDueTime;
  const [kind, text] = pastDue ? (["danger", "Past due"] as const) : INVOICE_STATES[state];
  return <Badge kind={kind}>{text}</Badge>;
}
