/** As the backend names them. */
export const PROFORMA_STATES = ["open", "paid", "granted", "ordered", "lapsed", "void"] as const;
export type ProformaState = (typeof PROFORMA_STATES)[number];
export const PROFORMA_KINDS = ["whole", "deposit", "balance", "account", "freight", "part"] as const;

/** Whether it asks for what is owed by an order that stands. */
export function isOwed(kind: (typeof PROFORMA_KINDS)[number]): boolean {
  return kind === "balance" || kind === "account" || kind === "freight";
}

/** What moves a company's account. */
export const ENTRIES = ["owed", "freight", "paid", "credited", "taken_back"] as const;

/** An entry as it moves what is owed: up by what is asked for or was taken back, down by what was paid or credited. */
export function signedAmount({ what, amount_minor }: { what: (typeof ENTRIES)[number]; amount_minor: number }): number {
  return what === "paid" || what === "credited" ? -amount_minor : amount_minor;
}
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
