/** The codes of a subscription, as people say them. */

import type { Invoice, Subscription, SubscriptionTerms } from "../../../api/schema";

export const PLANS: Record<Subscription["plan"], string> = {
  PLAN_UNSPECIFIED: "None",
  PLAN_STARTER: "Starter",
  PLAN_PRO: "Pro",
  PLAN_ENTERPRISE: "Enterprise",
};

export const PERIODS: Record<Subscription["billingPeriod"], string> = {
  BILLING_PERIOD_UNSPECIFIED: "Not billed",
  BILLING_PERIOD_MONTHLY: "Monthly",
  BILLING_PERIOD_ANNUAL: "Annual",
};

export const ADD_ONS: Record<Subscription["addOns"][number], string> = {
  ADD_ON_UNSPECIFIED: "",
  ADD_ON_MARKETING: "Marketing",
};

type Standing = readonly ["note" | "success" | "warning" | "danger", string];

export const STATES: Record<Subscription["state"], Standing> = {
  SUBSCRIPTION_STATE_UNSPECIFIED: ["note", "Unknown"],
  SUBSCRIPTION_STATE_TRIALING: ["warning", "Trial"],
  SUBSCRIPTION_STATE_TRIAL_ENDED: ["danger", "Trial ended"],
  SUBSCRIPTION_STATE_ACTIVE: ["success", "Active"],
  SUBSCRIPTION_STATE_PAST_DUE: ["danger", "Past due"],
  SUBSCRIPTION_STATE_READ_ONLY: ["danger", "Read only"],
  SUBSCRIPTION_STATE_FOLLOWING: ["note", "Sandbox"],
};

export const INVOICE_STATES: Record<Invoice["state"], Standing> = {
  INVOICE_STATE_UNSPECIFIED: ["note", "Unknown"],
  INVOICE_STATE_OPEN: ["warning", "Open"],
  INVOICE_STATE_PAID: ["success", "Paid"],
};

export const PROMPTS: Record<Subscription["prompts"][number], string> = {
  SUBSCRIPTION_PROMPT_UNSPECIFIED: "",
  SUBSCRIPTION_PROMPT_TRIAL_ENDING: "Your trial ends soon. Choose a plan, and everything goes on as it is.",
  SUBSCRIPTION_PROMPT_CHOOSE_PLAN: "Your trial is over. Choose a plan to have back what it gave you. Nothing is charged until you do.",
  SUBSCRIPTION_PROMPT_ADD_PAYMENT_METHOD: "There is no card to charge. Enter one.",
  SUBSCRIPTION_PROMPT_PAYMENT_FAILED: "A charge failed and is tried again. Check your card.",
  SUBSCRIPTION_PROMPT_PAST_DUE: "An invoice is past due. Please pay it.",
};

/** Whether a plan is still to be chosen. */
export function isOnTrial({ state }: Subscription): boolean {
  return state === "SUBSCRIPTION_STATE_TRIALING" || state === "SUBSCRIPTION_STATE_TRIAL_ENDED";
}

export function termsText({ plan, billingPeriod, addOns }: SubscriptionTerms): string {
  return [PLANS[plan], PERIODS[billingPeriod].toLowerCase(), ...addOns.map((one) => `with ${ADD_ONS[one]}`)].join(", ");
}
