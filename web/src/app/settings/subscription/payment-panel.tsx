import { useState } from "react";

import { answered, api } from "../../../api/client";
import { Problem } from "../../../api/problem";
import type { PaymentMethod, Subscription } from "../../../api/schema";
import { Button } from "../../../ui/button";
import { Confirm } from "../../../ui/confirm";
import { Form } from "../../../ui/form";
import { Panel } from "../../../ui/panel";
import { useMay } from "../../frame/session";

type Props = { subscription: Subscription; changed: () => void };

/** How the practice pays. Card numbers are typed on the processor's own page, never here. */
export function PaymentPanel({ subscription: { paymentMethod, prompts }, changed }: Props) {
  const [byTransfer, setByTransfer] = useState("");
  const [removing, setRemoving] = useState(false);
  const mayChange = useMay("subscription.write");
  const wanted = prompts.includes("SUBSCRIPTION_PROMPT_ADD_PAYMENT_METHOD");

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

  async function remove() {
    await answered(api.DELETE("/api/v1/subscription/payment-method"));
    changed();
  }

  const removal = paymentMethod && (
    <Button look="danger" onClick={() => setRemoving(true)}>
      Remove the card
    </Button>
  );
  return (
    <Panel title="Payment">
      <p role="status">{byTransfer || cardText(paymentMethod, wanted)}</p>
      {mayChange && !byTransfer && (
        <Form
          submit={enterCard}
          look={wanted ? "primary" : "secondary"}
          label={paymentMethod ? "Use another card" : "Pay by card"}
          actions={removal}
        />
      )}
      {removing && (
        <Confirm title="Remove the card?" label="Remove" act={remove} close={() => setRemoving(false)}>
          <p>It is charged no more. Your subscription goes on, and asks for another way to pay.</p>
        </Confirm>
      )}
    </Panel>
  );
}

function cardText(card: PaymentMethod | undefined, wanted: boolean): string {
  if (!card && wanted) return "There is no card to charge.";
  if (!card) return "No card is on file: invoices are paid by transfer, stating the number of the invoice.";
  return `${card.brand.charAt(0).toUpperCase()}${card.brand.slice(1)} ending in ${card.lastFour} is charged.`;
}
