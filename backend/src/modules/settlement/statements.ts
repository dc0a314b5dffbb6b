import { groupBy } from "../../lib/group-by";
import { rows, type Sql } from "../../lib/sql";
import { safeNumber } from "./amounts";
import type { StatementRow } from "./approve";
import { AT_BANK, JOIN_AT_BANK, ON_ITS_WAY } from "./at-bank";

/** Statements a household's page shows: two years of months. */
const SHOWN_STATEMENTS = 24;

/** The statements of a household, newest first: their figures. What is behind one is read when it is opened. */
export async function statementHeads(sql: Sql, household_id: string) {
  const heads = await rows<StatementFound & { from_date: string; to_date: string }>(
    sql,
    `select s.*, ${ON_ITS_WAY} as at_bank_minor, p.from_date::text as from_date, p.to_date::text as to_date
     from statement s ${JOIN_AT_BANK} join settlement_period p on p.id = s.period_id
     where s.household_id = ? order by s.created_at desc, s.id limit ${SHOWN_STATEMENTS}`,
    [household_id],
  );
  return heads.map((head) => ({ ...headView(head), period: { from: head.from_date, to: head.to_date } }));
}

/** A statement, and what of it is at the bank. */
export type StatementFound = StatementRow & { at_bank_minor: string };

/** The figures of a statement, as JSON numbers. */
export function headView(head: StatementFound) {
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
    paid_minor: safeNumber(String(BigInt(head.paid_minor) - BigInt(head.at_bank_minor))),
    on_its_way_minor: safeNumber(head.at_bank_minor),
    carried_minor: safeNumber(head.carried_minor),
    remaining_minor: safeNumber(head.remaining_minor),
    not_paid_because: head.not_paid_because,
  };
}

export interface HouseholdMoney {
  currency: string;
  /** Owed to the household and not promised to a payout yet. */
  owed_minor: number;
  /** Promised to payouts that have no outcome yet, or with a bank that has not answered. */
  on_its_way_minor: number;
  held_back_minor: number;
  paid_minor: number;
}

/** What a household is owed, what is on its way and what it was paid, per currency, from the ledger. */
export async function moneyOfHousehold(sql: Sql, household_id: string): Promise<HouseholdMoney[]> {
  const found = await rows<{
    currency: string;
    owed: string;
    reserved: string;
    held: string;
    at_bank: string;
    paid: string;
  }>(
    sql,
    `select a.currency,
            coalesce(sum(-a.balance_minor - a.reserved_minor) filter (where a.kind = 'household_payable'), 0) as owed,
            coalesce(sum(a.reserved_minor), 0) as reserved,
            coalesce(sum(-a.balance_minor) filter (where a.kind = 'household_holdback'), 0) as held,
            coalesce((select sum(o.amount_minor) from payout o where o.household_id = ? and o.currency = a.currency and ${AT_BANK}), 0) as at_bank,
            coalesce((select sum(p.amount_minor) from payout p where p.household_id = ? and p.currency = a.currency and p.state = 'created'), 0) as paid
     from account a where a.party = ? and a.kind in ('household_payable', 'household_holdback') group by a.currency order by a.currency`,
    [household_id, household_id, household_id],
  );
  return found.map((money) => ({
    currency: money.currency,
    owed_minor: safeNumber(money.owed),
    on_its_way_minor: safeNumber(String(BigInt(money.reserved) + BigInt(money.at_bank))),
    held_back_minor: safeNumber(money.held),
    paid_minor: safeNumber(String(BigInt(money.paid) - BigInt(money.at_bank))),
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
