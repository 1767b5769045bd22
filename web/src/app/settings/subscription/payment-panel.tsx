import { useState } from "react";

import { answered, api } from "../../../api/client";
import { Problem } from "../../../api/problem";
import type { PaymentMethod, Subscription } from "../../../api/schema";
import { Form } from "../../../ui/form";
import { Panel } from "../../../ui/panel";
import { useMay } from "../../frame/session";

/** How the practice pays. Card numbers are typed on the processor's own page, never here. */
export function PaymentPanel({ subscription: { paymentMethod } }: { subscription: Subscription }) {
  const [byTransfer, setByTransfer] = useState("");
  const mayChange = useMay("subscription.write");

  async function enterCard() {
    try {
      const { url } = await answered(api.POST("/api/v1/subscription/payment-method:setup", { body: {} }));
      window.location.assign(url);
    } catch (thrown) {
      const problem = Problem.from(thrown);
      if (problem.reason !== "PAYMENT_BY_TRANSFER") throw problem;
      setByTransfer(problem.message);
    }
  }

  return (
    <Panel title="Payment">
      {byTransfer ? <p role="status">{byTransfer} State the number of the invoice with your transfer.</p> : <p>{cardText(paymentMethod)}</p>}
      {mayChange && !byTransfer && <Form submit={enterCard} look="secondary" label={paymentMethod ? "Use another card" : "Pay by card"} />}
    </Panel>
  );
}

function cardText(card: PaymentMethod | undefined): string {
  if (!card) return "No card is on file. Invoices are paid by transfer, with the number of the invoice.";
  return `${card.brand.charAt(0).toUpperCase()}${card.brand.slice(1)} ending in ${card.lastFour} is charged.`;
}
