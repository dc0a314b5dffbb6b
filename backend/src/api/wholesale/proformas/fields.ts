import type { MedusaContainer } from "@medusajs/framework/types";
import { spelledReference, type TransferPart } from "@commonlot/domain";
import type SettlementService from "../../../modules/settlement/service";
import type { CreditStanding } from "../../../modules/settlement/transfers/receivables";
import { leftOf, type ProformaRow } from "../../../modules/settlement/transfers/rows";

// Proformas as both sides are answered: minor units as numbers.

export function proformaFields(one: ProformaRow) {
  const { amount_minor, paid_minor, came_minor } = one;
  return {
    id: one.id,
    kind: one.kind,
    number: one.number,
    reference: one.reference,
    spelled: spelledReference(one.reference),
    company: one.company,
    quote_id: one.quote_id,
    quote_number: one.quote_number,
    currency: one.currency,
    amount_minor: Number(amount_minor),
    /** What its order costs, of which it may be a part. */
    total_minor: Number(one.total_minor),
    /** What refunds took off it. */
    credited_minor: Number(one.credited_minor),
    paid_minor: Number(paid_minor),
    /** All that ever came for it: also what is the company's again since it ended. */
    came_minor: Number(came_minor),
    left_minor: Number(leftOf(one)),
    due_at: one.due_at.toISOString(),
    state: one.state,
    because: one.because,
    order_id: one.order_id,
    issued_at: one.issued_at.toISOString(),
    paid_at: one.paid_at?.toISOString() ?? null,
    before_dispatch: one.before_dispatch,
    settled_at: one.settled_at?.toISOString() ?? null,
  };
}

/** With the account to pay to, whole: for whoever pays it. */
export function payableFields(container: MedusaContainer, one: ProformaRow) {
  const { proformas }: SettlementService = container.resolve("settlement");
  const { name, account, bank } = proformas.accountOf(one);
  return { ...proformaFields(one), account: { name, number: account ?? "", bank: bank ?? null } };
}

export function partFields({ kind, amount_minor, balance }: TransferPart) {
  return {
    kind,
    amount_minor: Number(amount_minor),
    balance: balance && { ...balance, amount_minor: Number(balance.amount_minor) },
  };
}

export function standingFields({ limit_minor, used_minor, left_minor, overdue_minor }: CreditStanding) {
  return {
    limit_minor: Number(limit_minor),
    used_minor: Number(used_minor),
    left_minor: Number(left_minor),
    overdue_minor: Number(overdue_minor),
  };
}
