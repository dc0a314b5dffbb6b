import type { Look } from "../ui/Tag";

// Codes that pages put into words, and how a state looks.

export const FREIGHT_RULES = ["pooled", "actual", "buyer_pays"] as const;
export const TAX_TREATMENTS = ["set_apart", "exempt"] as const;
export const RELEASES = ["after_days", "period_close"] as const;
export const SELLERS = ["cooperative", "platform"] as const;
export const STATES = ["proposed", "confirmed", "rejected", "withdrawn"] as const;
/** In the order in which a sale is divided, read from its end: households first. */
export const PARTIES = [
  "households",
  "price_pools",
  "cooperative",
  "platform",
  "agent",
  "carriers",
  "returned_goods",
] as const;

export const LOOKS: Record<(typeof STATES)[number], Look> = {
  proposed: { sign: "…", tone: "warn" },
  confirmed: { sign: "✓", tone: "good" },
  rejected: { sign: "✕", tone: "bad" },
  withdrawn: { sign: "○", tone: "" },
};
