import { formatMinor } from "@commonlot/domain";
import { safeNumber } from "../../../modules/settlement/amounts";
import type { DryRunCash } from "../../../modules/settlement/dry-run";
import type { PeriodRow } from "../../../modules/settlement/period";
import type { FlaggedRow } from "../../../workflows/settlement/dry-run";
import type { Names } from "../ledger/views";

export function periodHead(period: PeriodRow) {
  return { id: period.id, from: period.from_date, to: period.to_date, state: period.state };
}

export function dryRunView(one: FlaggedRow, names: Names) {
  return {
    id: `${one.household_id}.${one.currency}`,
    household_id: one.household_id,
    household: names.household(one.household_id),
    currency: one.currency,
    lots: one.lots,
    brought_forward_minor: safeNumber(one.brought_forward_minor),
    gross_minor: safeNumber(one.gross_minor),
    deductions: Object.entries(one.deductions).map(([rule, amount]) => ({ rule, amount_minor: safeNumber(amount) })),
    deductions_minor: safeNumber(one.deductions_minor),
    advances_minor: safeNumber(one.advances_minor),
    net_minor: safeNumber(one.net_minor),
    paid_minor: safeNumber(one.paid_minor),
    on_its_way_minor: safeNumber(one.on_its_way_minor),
    remaining_minor: safeNumber(one.remaining_minor),
    last_minor: one.past_minor[0] === undefined ? null : safeNumber(one.past_minor[0]),
    rail: one.rail,
    account_last4: one.last4,
    flags: one.flags,
  };
}

export function cashView(cash: DryRunCash) {
  return {
    currency: cash.currency,
    to_pay_minor: safeNumber(cash.to_pay_minor),
    on_its_way_minor: safeNumber(cash.on_its_way_minor),
    held_minor: safeNumber(cash.held_minor),
    gap_minor: safeNumber(cash.gap_minor),
  };
}

/** Deductions that have a column of their own; what is none of them is added up in the last. */
const RULES = ["holdback_bp", "holdback_released", "claim", "clawback", "clawback_returned"] as const;

export const SHEET_HEAD = [
  "card_number",
  "name",
  "currency",
  "lots",
  "brought_forward",
  "gross",
  ...RULES,
  "other_deductions",
  "advances",
  "net",
  "paid",
  "on_its_way",
  "remaining",
  "last_period",
  "rail",
  "account_last4",
  "flags",
];

/** A household as a row of the sheet, in major units. */
export function sheetRow(one: FlaggedRow, names: Names): string[] {
  const household = names.household(one.household_id);
  const money = (amount: bigint) => formatMinor(amount, one.currency);
  const named = RULES.map((rule) => one.deductions[rule] ?? 0n);
  const other = named.reduce((rest, amount) => rest - amount, one.deductions_minor);
  return [
    household?.card_number ?? "",
    household?.name ?? "",
    one.currency,
    String(one.lots),
    money(one.brought_forward_minor),
    money(one.gross_minor),
    ...named.map(money),
    money(other),
    money(one.advances_minor),
    money(one.net_minor),
    money(one.paid_minor),
    money(one.on_its_way_minor),
    money(one.remaining_minor),
    one.past_minor[0] === undefined ? "" : money(one.past_minor[0]),
    one.rail ?? "",
    one.last4 ?? "",
    one.flags.join(" "),
  ];
}
