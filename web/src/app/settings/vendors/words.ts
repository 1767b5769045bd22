/** The codes of a vendor, as people say them. */

import type { Vendor } from "../../../api/schema";

export const CATEGORIES: Record<Vendor["category"], string> = {
  VENDOR_CATEGORY_UNSPECIFIED: "Not said",
  VENDOR_CATEGORY_EHR: "Health records",
  VENDOR_CATEGORY_SCHEDULING: "Scheduling and intake",
  VENDOR_CATEGORY_MESSAGING: "Texts, calls, chat",
  VENDOR_CATEGORY_EMAIL: "E-mail",
  VENDOR_CATEGORY_PAYMENT: "Payments",
  VENDOR_CATEGORY_CLOUD: "Hosting and storage",
  VENDOR_CATEGORY_AI: "AI",
  VENDOR_CATEGORY_MONITORING: "Monitoring",
  VENDOR_CATEGORY_ANALYTICS: "Analytics",
  VENDOR_CATEGORY_CRM: "CRM and marketing",
  VENDOR_CATEGORY_OTHER: "Other",
};

export const BAA_STATES: Record<Exclude<Vendor["baaState"], "VENDOR_BAA_STATE_UNSPECIFIED">, string> = {
  VENDOR_BAA_STATE_NONE: "None",
  VENDOR_BAA_STATE_REQUESTED: "Asked for, not signed",
  VENDOR_BAA_STATE_SIGNED: "Signed by both",
  VENDOR_BAA_STATE_TERMINATED: "Terminated",
};

export const STANDINGS: Record<Vendor["standing"], readonly ["note" | "success" | "warning" | "danger", string]> = {
  VENDOR_STANDING_UNSPECIFIED: ["note", "Unknown"],
  VENDOR_STANDING_ACTIVE: ["success", "BAA in force"],
  VENDOR_STANDING_UNKNOWN: ["note", "Unknown"],
  VENDOR_STANDING_NO_BAA: ["warning", "No BAA"],
  VENDOR_STANDING_REQUESTED: ["warning", "BAA asked for"],
  VENDOR_STANDING_NOT_YET_EFFECTIVE: ["warning", "BAA not yet in force"],
  VENDOR_STANDING_LAPSED: ["danger", "BAA expired"],
  VENDOR_STANDING_TERMINATED: ["danger", "BAA terminated"],
  VENDOR_STANDING_NOT_FOR_PHI: ["note", "Gets no PHI"],
  VENDOR_STANDING_WORKSPACE_WITHOUT_PHI: ["note", "PHI mode is off"],
};
