/** As the backend names them. */
export const PROFORMA_STATES = ["open", "paid", "granted", "ordered", "lapsed", "void"] as const;
export type ProformaState = (typeof PROFORMA_STATES)[number];
export const PROFORMA_KINDS = ["whole", "deposit", "balance", "account", "freight"] as const;

/** Whether it asks for what is owed by an order that stands. */
export function isOwed(kind: (typeof PROFORMA_KINDS)[number]): boolean {
  return kind === "balance" || kind === "account" || kind === "freight";
}

/** What moves a company's account. */
export const ENTRIES = ["owed", "paid", "credited"] as const;
/** Why money that came waits for a person. */
export const WHYS = [
  "no_reference",
  "unknown_reference",
  "several_references",
  "wrong_currency",
  "paid_already",
  "void",
  "in_time",
  "over",
  "lapsed",
  "refund",
] as const;
export const LINE_STATES = ["open", "kept", "all"] as const;
export type LineState = (typeof LINE_STATES)[number];
