import "./invoice-lines.css";

import type { InvoiceLine } from "../../../api/schema";
import { day, money } from "../../../ui/format";

type Props = { lines: readonly InvoiceLine[]; totalCents: number; currency?: string; total?: string };

/** Positions, each with its calculation, and their sum. */
export function InvoiceLines({ lines, totalCents, currency = "USD", total = "Total" }: Props) {
  return (
    <table className="invoice-lines">
      <thead className="spoken">
        <tr>
          <th scope="col">Position</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          <tr key={index}>
            <td>
              {line.description}
              <span className="invoice-arithmetic">{line.arithmetic}</span>
              {line.startDate && (
                <span className="invoice-arithmetic">
                  {day(line.startDate)} until {day(line.endDate)}
                </span>
              )}
            </td>
            <td className="invoice-amount">{money(line.amountCents, currency)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{total}</th>
          <td className="invoice-amount">{money(totalCents, currency)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
