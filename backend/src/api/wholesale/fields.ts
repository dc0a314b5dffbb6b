import type { SpendingLimits } from "@commonlot/domain";
import type { CompanyActRow } from "../../modules/wholesale/companies/company-rows";
import type { Company, CompanyPaper, CompanyTerms } from "../../modules/wholesale/companies/company-types";
import type { SpentNow } from "../../modules/wholesale/companies/spent";

// Companies and their people as answers name them; minor units as numbers.

export function companyFields(company: Company) {
  const { id, name, country, tax_number, currency, time_zone, state, decision_words, decided_at, version } = company;
  return {
    id,
    name,
    country,
    tax_number,
    currency,
    time_zone,
    state,
    /** Of the last decision, as the company reads them. */
    decision_words,
    decided_at: decided_at?.toISOString() ?? null,
    version,
    created_at: company.created_at.toISOString(),
  };
}

export function limitFields({ per_order_minor, per_window }: SpendingLimits) {
  return {
    per_order_minor: per_order_minor === null ? null : Number(per_order_minor),
    per_window: per_window && { kind: per_window.kind, limit_minor: Number(per_window.limit_minor) },
  };
}

export function spentFields(spent: SpentNow) {
  return {
    spent_minor: Number(spent.spent_minor),
    /** What waits for an approver: limits count it beside what is spent. */
    waiting_minor: Number(spent.waiting_minor),
    /** What they have let through of others', by the day they did: it counts for their word, not for what they buy. */
    approved_minor: Number(spent.approved_minor),
    left_minor: Number(spent.left_minor),
    left_to_approve_minor: Number(spent.left_to_approve_minor),
    first_day: spent.window.first_day,
    last_day: spent.window.last_day,
  };
}

export function paperFields({ id, kind, width, height, added_at }: CompanyPaper) {
  return { id, kind, width, height, added_at: added_at.toISOString() };
}

export function termsFields({ terms, credit_limit_minor, set_at }: CompanyTerms) {
  return {
    kind: terms.kind,
    deposit_bp: terms.kind === "deposit" ? terms.deposit_bp : null,
    net_days:
      terms.kind === "net"
        ? terms.net_days
        : terms.kind === "deposit" && terms.balance !== "before_dispatch"
          ? terms.balance.net_days
          : null,
    credit_limit_minor: Number(credit_limit_minor),
    set_at: set_at?.toISOString() ?? null,
  };
}

export function actFields(act: CompanyActRow) {
  return { ...act, at: act.at.toISOString() };
}
