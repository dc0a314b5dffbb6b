import { groupBy } from "../../lib/group-by";
import { rows, type Sql } from "../../lib/sql";
import { safeNumber } from "./amounts";
import { reasonWords } from "./answers/reason-words";
import type { StatementRow } from "./approve";

/** Statements a household's page shows: two years of months. */
const SHOWN_STATEMENTS = 24;

export interface StatementLineView {
  kind: "brought_forward" | "sale" | "deduction" | "advance" | "payout";
  rule: string;
  amount_minor: number;
  lot_id: string | null;
  order_line_id: string | null;
  grams: number | null;
  /** For a share: what the buyer paid for the whole line, and what went off before the lots shared the rest. */
  of_line: {
    paid_minor: number;
    grams: number;
    deductions: { account: string; rule: string; amount_minor: number }[];
  } | null;
}

export interface StatementView {
  id: string;
  number: string;
  household_id: string;
  currency: string;
  period: { id: string; from: string; to: string; state: string };
  brought_forward_minor: number;
  gross_minor: number;
  deductions_minor: number;
  advances_minor: number;
  net_minor: number;
  paid_minor: number;
  /** Handed on to a later statement. */
  carried_minor: number;
  remaining_minor: number;
  /** below_minimum, no_account, account_not_valid, payout_failed ...: why something remains. */
  not_paid_because: string | null;
  payouts: {
    id: string;
    rail: string;
    state: string;
    amount_minor: number;
    reason_code: string | null;
    reason: string | null;
    account_last4: string | null;
    /** Why the bank did not pay, or sent it back; null where it did neither. */
    bank_words: { en: string; zh: string } | null;
    at: Date;
  }[];
  lines: StatementLineView[];
}

type Head = StatementRow & { period_id: string; from_date: string; to_date: string; state: string };
interface LineRow {
  statement_id: string;
  kind: StatementLineView["kind"];
  rule: string;
  amount_minor: string;
  lot_id: string | null;
  order_line_id: string | null;
  sale_line_id: string | null;
  grams: string | null;
  line_paid_minor: string | null;
  line_grams: string | null;
}
interface PayoutRow {
  id: string;
  statement_id: string;
  rail: string;
  state: string;
  amount_minor: string;
  reason_code: string | null;
  reason: string | null;
  account_last4: string | null;
  bank_state: string | null;
  updated_at: Date;
}

/** The statements of a household, newest first, each with every line and the deductions behind it. */
export async function statementOf(sql: Sql, household_id: string): Promise<StatementView[]> {
  const heads = await rows<Head>(
    sql,
    `select s.*, p.from_date::text as from_date, p.to_date::text as to_date, p.state
     from statement s join settlement_period p on p.id = s.period_id
     where s.household_id = ? order by s.created_at desc, s.id limit ${SHOWN_STATEMENTS}`,
    [household_id],
  );
  return withLines(sql, heads);
}

async function withLines(sql: Sql, heads: readonly Head[]): Promise<StatementView[]> {
  const ids = heads.map((head) => head.id);
  const lines = await rows<LineRow>(
    sql,
    `select t.statement_id, t.kind, t.rule, t.amount_minor, t.lot_id, t.order_line_id, t.sale_line_id, t.grams,
            l.paid_minor as line_paid_minor, l.grams as line_grams
     from statement_line t left join sale_line l on l.id = t.sale_line_id
     where t.statement_id = any(?) order by t.statement_id, t.seq`,
    [ids],
  );
  const deductions = await rows<{ sale_line_id: string; account: string; rule: string; amount_minor: string }>(
    sql,
    `select sale_line_id, account, rule, amount_minor from sale_line_row
     where sale_line_id = any(?) and household_id is null order by sale_line_id, seq`,
    [[...new Set(lines.flatMap((line) => line.sale_line_id ?? []))]],
  );
  const payouts = await rows<PayoutRow>(
    sql,
    `select id, statement_id, rail, state, amount_minor, reason_code, reason, bank_state, account->>'last4' as account_last4, updated_at
     from payout where statement_id = any(?) order by created_at, id`,
    [ids],
  );
  const linesOf = groupBy(lines, (line) => line.statement_id);
  const deductionsOf = groupBy(deductions, (deduction) => deduction.sale_line_id);
  const payoutsOf = groupBy(payouts, (payout) => payout.statement_id);
  return heads.map((head) => ({
    ...headView(head),
    period: { id: head.period_id, from: head.from_date, to: head.to_date, state: head.state },
    payouts: (payoutsOf.get(head.id) ?? []).map((payout) => ({
      id: payout.id,
      rail: payout.rail,
      state: payout.state,
      amount_minor: safeNumber(payout.amount_minor),
      reason_code: payout.reason_code,
      reason: payout.reason,
      account_last4: payout.account_last4,
      bank_words:
        payout.bank_state === "rejected" || payout.bank_state === "returned" ? reasonWords(payout.reason_code) : null,
      at: payout.updated_at,
    })),
    lines: (linesOf.get(head.id) ?? []).map((line) => ({
      kind: line.kind,
      rule: line.rule,
      amount_minor: safeNumber(line.amount_minor),
      lot_id: line.lot_id,
      order_line_id: line.order_line_id,
      grams: line.grams === null ? null : safeNumber(line.grams),
      of_line:
        line.kind !== "sale" || line.sale_line_id === null
          ? null
          : {
              paid_minor: safeNumber(line.line_paid_minor ?? 0),
              grams: safeNumber(line.line_grams ?? 0),
              deductions: (deductionsOf.get(line.sale_line_id) ?? []).map(({ account, rule, amount_minor }) => ({
                account,
                rule,
                amount_minor: safeNumber(amount_minor),
              })),
            },
    })),
  }));
}

/** The figures of a statement, as JSON numbers. */
export function headView(head: StatementRow) {
  return {
    id: head.id,
    number: head.number,
    household_id: head.household_id,
    currency: head.currency,
    brought_forward_minor: safeNumber(head.brought_forward_minor),
    gross_minor: safeNumber(head.gross_minor),
    deductions_minor: safeNumber(head.deductions_minor),
    advances_minor: safeNumber(head.advances_minor),
    net_minor: safeNumber(head.net_minor),
    paid_minor: safeNumber(head.paid_minor),
    carried_minor: safeNumber(head.carried_minor),
    remaining_minor: safeNumber(head.remaining_minor),
    not_paid_because: head.not_paid_because,
  };
}

export interface HouseholdMoney {
  currency: string;
  /** Owed to the household and not promised to a payout yet. */
  owed_minor: number;
  /** Promised to payouts that have no outcome yet. */
  on_its_way_minor: number;
  held_back_minor: number;
  paid_minor: number;
}

/** What a household is owed, what is on its way and what it was paid, per currency, from the ledger. */
export async function moneyOfHousehold(sql: Sql, household_id: string): Promise<HouseholdMoney[]> {
  const found = await rows<{ currency: string; owed: string; reserved: string; held: string; paid: string }>(
    sql,
    `select a.currency,
            coalesce(sum(-a.balance_minor - a.reserved_minor) filter (where a.kind = 'household_payable'), 0) as owed,
            coalesce(sum(a.reserved_minor), 0) as reserved,
            coalesce(sum(-a.balance_minor) filter (where a.kind = 'household_holdback'), 0) as held,
            coalesce((select sum(p.amount_minor) from payout p where p.household_id = ? and p.currency = a.currency and p.state = 'created'), 0) as paid
     from account a where a.party = ? and a.kind in ('household_payable', 'household_holdback') group by a.currency order by a.currency`,
    [household_id, household_id],
  );
  return found.map((money) => ({
    currency: money.currency,
    owed_minor: safeNumber(money.owed),
    on_its_way_minor: safeNumber(money.reserved),
    held_back_minor: safeNumber(money.held),
    paid_minor: safeNumber(money.paid),
  }));
}

/** Household id -> what its goods have earned in one currency since a moment, holdback included; nothing earned: missing. */
export async function earnedByHouseholds(
  sql: Sql,
  household_ids: readonly string[],
  since: Date,
  currency: string,
): Promise<Map<string, bigint>> {
  const found = await rows<{ household_id: string; earned: string }>(
    sql,
    `select r.household_id, sum(r.amount_minor) as earned
     from sale_line_row r join sale_line l on l.id = r.sale_line_id
     where r.household_id = any(?) and l.posted_at >= ? and l.currency = ? group by r.household_id`,
    [[...household_ids], since, currency],
  );
  return new Map(found.map((household) => [household.household_id, BigInt(household.earned)]));
}

export interface LotMoney {
  lot_id: string;
  currency: string;
  grams: number;
  /** Earned by this lot: payable and holdback. */
  share_minor: number;
  sales: { order_line_id: string; grams: number; share_minor: number; statement_number: string | null }[];
}

/** What each of these lots has earned, sale by sale. Lots that sold nothing yet are missing in the answer. */
export async function moneyOfLots(sql: Sql, lot_ids: readonly string[]): Promise<LotMoney[]> {
  const found = await rows<{
    lot_id: string;
    currency: string;
    order_line_id: string;
    grams: string | null;
    share: string;
    number: string | null;
  }>(
    sql,
    `select r.lot_id, l.currency, l.order_line_id, max(r.grams) as grams, sum(r.amount_minor) as share, max(s.number) as number
     from sale_line_row r join sale_line l on l.id = r.sale_line_id
     left join statement s on s.period_id = l.period_id and s.household_id = r.household_id and s.currency = l.currency
     where r.lot_id = any(?) group by 1, 2, 3 order by 1, 3`,
    [[...lot_ids]],
  );
  return [...groupBy(found, (sale) => `${sale.lot_id} ${sale.currency}`).values()].map((sales) => {
    const [first] = sales;
    if (!first) throw new Error("an empty group");
    const shown = sales.map((sale) => ({
      order_line_id: sale.order_line_id,
      grams: safeNumber(sale.grams ?? 0),
      share_minor: safeNumber(sale.share),
      statement_number: sale.number,
    }));
    return {
      lot_id: first.lot_id,
      currency: first.currency,
      grams: shown.reduce((sum, sale) => sum + sale.grams, 0),
      share_minor: shown.reduce((sum, sale) => sum + sale.share_minor, 0),
      sales: shown,
    };
  });
}
