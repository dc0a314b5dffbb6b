import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";
import type { AskReason } from "./statement";
import { paymentParts, type PaymentPart, type PaymentTerms } from "./terms";

// A proforma: what a company is to transfer before its order is placed, and until when (docs: adr, paid by transfer).

/**
 * `open` waits for its money; `paid`: all of it is there and the order is being placed; `ordered`. `lapsed`: the money did not come in
 * time, or could not become an order any more; `void`: paid otherwise, or its order is cancelled. What had come for one that ends without
 * an order is the payer's again.
 */
export const PROFORMA_TRANSITIONS = defineTransitions({
  thing: "proforma",
  initial: "open",
  terminal: ["lapsed", "void"],
  next: {
    open: ["paid", "lapsed", "void"],
    paid: ["ordered", "lapsed", "void"],
    ordered: ["void"],
    lapsed: [],
    void: [],
  },
});
export type ProformaState = keyof typeof PROFORMA_TRANSITIONS.next;
export const PROFORMA_STATES = [
  "open",
  "paid",
  "ordered",
  "lapsed",
  "void",
] as const satisfies readonly ProformaState[];

/** Whether nothing is to be paid on it any more and nothing came of it. */
export function isOff(state: ProformaState): boolean {
  return state === "lapsed" || state === "void";
}

/**
 * What an order on these terms asks for by transfer before it is placed: all of it. Refuses terms with a deposit or net days: of those
 * each part is a proforma or an invoice of its own, which is not made yet.
 */
export function transferPart(
  terms: PaymentTerms | null,
  total_minor: bigint,
): Result<PaymentPart, Refusal<"terms_not_by_transfer">> {
  const parts = paymentParts(terms ?? { kind: "prepay" }, total_minor);
  const [part] = parts;
  if (part?.what === "whole" && part.before === "allocate" && parts.length === 1) return ok(part);
  return refuse(
    "terms_not_by_transfer",
    "Orders with a deposit or net days can't be paid by transfer here yet. Pay by card, or write to the cooperative; the goods stay held.",
  );
}

/**
 * Why money that came waits for a person: what the statement's line lacks, more than was asked (`over`), it came for a proforma that
 * ended without an order (`lapsed`), or it is the refund of an order that was paid so (`refund`).
 */
export const TRANSFER_WHYS = [
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
] as const satisfies readonly (AskReason | "over" | "lapsed" | "refund")[];
export type TransferWhy = (typeof TRANSFER_WHYS)[number];
