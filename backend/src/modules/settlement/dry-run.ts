import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { cashGap, takeBack, type Refusal, type Result } from "@commonlot/domain";
import { groupBy } from "../../lib/group-by";
import { row, rows, type Sql } from "../../lib/sql";
import type { PayoutAccount } from "./accounts";
import { safeNumber } from "./amounts";
import { stoppedByBank } from "./answers/open-items";
import { JOIN_AT_BANK, ON_ITS_WAY, PAID } from "./at-bank";
import { clawbackCap } from "./clawback-caps";
import { DUE_AT_CLOSE } from "./holdbacks";
import { periodOf, type PeriodRow } from "./period";
import { asResult, notFound } from "./refusals";
import { postingsOf, waiting, type Sourced } from "./statement-sources";

/** What a settlement is, or would be, for one household in one currency. */
export interface DryRunRow {
  household_id: string;
  currency: string;
  lots: number;
  brought_forward_minor: bigint;
  gross_minor: bigint;
  /** Rule -> what it takes; a negative one gives back. Clawbacks are one of them. */
  deductions: Record<string, bigint>;
  deductions_minor: bigint;
  advances_minor: bigint;
  clawback_minor: bigint;
  net_minor: bigint;
  paid_minor: bigint;
  /** With the bank, which has not answered. */
  on_its_way_minor: bigint;
  remaining_minor: bigint;
  /** What the last statements brought, the newest first, what was brought forward left out. */
  past_minor: bigint[];
}

export interface DryRunCash {
  currency: string;
  /** Of this settlement, and not on its way yet. */
  to_pay_minor: bigint;
  /** Of all cooperatives: payouts without an outcome. */
  on_its_way_minor: bigint;
  /** Held for all of them, at the processor and the banks. */
  held_minor: bigint;
  gap_minor: bigint;
}

export interface MoneyWent {
  currency: string;
  paid_minor: number;
  parts: { account: string; amount_minor: number }[];
}

export interface DryRunLine {
  id: string;
  currency: string;
  kind: string;
  rule: string;
  amount_minor: number;
  lot_id: string | null;
  grams: number | null;
  of_line: { paid_minor: number; grams: number; deductions: { rule: string; amount_minor: number }[] } | null;
}

/** Statements a household is compared with: half a year of months. */
const PAST = 6;

/**
 * A settlement before it is one, or before it is approved: nothing is written. An open period is counted from what waits for
 * it, by the query and the rules that settling uses; a settled one from its statements.
 */
export class DryRuns {
  constructor(private readonly sql: Knex) {}

  /** Every household, one row a currency: sums are made in the database, so that ten thousand are a few megabytes. */
  rowsOf(
    period_id: string,
    cooperative_id: string,
  ): Promise<Result<{ period: PeriodRow; rows: DryRunRow[] }, Refusal>> {
    return asResult(async () => {
      const period = await periodOf(this.sql, period_id, cooperative_id);
      const found = await rows<Counted>(this.sql, ...counted(period));
      const list = found.map(counts);
      return { period, rows: isDraft(period) ? await withClawbacks(this.sql, period, list) : list };
    });
  }

  /** The period, and how many sale lines a dry run of it would count; of a settled one none are, its statements are there. */
  size(period_id: string, cooperative_id: string): Promise<Result<{ period: PeriodRow; lines: number }, Refusal>> {
    return asResult(async () => {
      const period = await periodOf(this.sql, period_id, cooperative_id);
      if (!isDraft(period)) return { period, lines: 0 };
      const { sql, bindings } = waiting("l", "posted_at", period);
      const found = await row<{ lines: number }>(
        this.sql,
        `select count(*)::int as lines from sale_line l where ${sql} and l.posted_at is not null`,
        bindings,
      );
      return { period, lines: found?.lines ?? 0 };
    });
  }

  /** Whom the bank keeps from being paid to these accounts: an approval leaves them out. */
  async refused(accounts: readonly PayoutAccount[]): Promise<ReadonlySet<string>> {
    return new Set((await stoppedByBank(this.sql, accounts)).keys());
  }

  /** What a period's statements still leave to pay is partly on its way: that is counted there, and not twice. */
  async cash(list: readonly DryRunRow[], period_id: string): Promise<DryRunCash[]> {
    const found = await rows<{ currency: string; held: string; on_its_way: string; of_period: string }>(
      this.sql,
      `select h.currency, h.held, coalesce(w.on_its_way, 0) as on_its_way, coalesce(w.of_period, 0) as of_period
       from (select a.currency, coalesce(sum(p.amount_minor), 0) as held from account a join posting p on p.account_id = a.id
             where a.kind in ('clearing', 'payout_clearing', 'bank') group by a.currency) h
       left join (select currency, sum(amount_minor) as on_its_way, sum(amount_minor) filter (where period_id = ?) as of_period
                  from payout where state in ('intended', 'unknown') group by currency) w on w.currency = h.currency order by 1`,
      [period_id],
    );
    return [...new Set(list.map((one) => one.currency))].sort().map((currency) => {
      const there = found.find((one) => one.currency === currency);
      const owed = list.reduce(
        (sum, one) => (one.currency === currency && one.remaining_minor > 0n ? sum + one.remaining_minor : sum),
        0n,
      );
      const to_pay_minor = owed - BigInt(there?.of_period ?? 0);
      const sums = {
        to_pay_minor,
        on_its_way_minor: BigInt(there?.on_its_way ?? 0),
        held_minor: BigInt(there?.held ?? 0),
      };
      return { currency, ...sums, gap_minor: cashGap(sums) };
    });
  }

  /** The lines of one household, as its statement has or would have them, by posting. */
  lines(input: {
    period_id: string;
    cooperative_id: string;
    household_id: string;
    limit: number;
    after?: string | undefined;
  }): Promise<Result<DryRunLine[], Refusal>> {
    return asResult(async () => {
      const period = await periodOf(this.sql, input.period_id, input.cooperative_id);
      const source = linesOf(period);
      const found = await rows<Omit<DryRunLine, "amount_minor" | "grams" | "of_line"> & RawLine>(
        this.sql,
        `select x.posting_id as id, x.currency, x.kind, x.rule, x.amount_minor, x.lot_id, x.grams, l.paid_minor as line_paid, l.grams as line_grams,
                (select jsonb_agg(jsonb_build_object('rule', r.rule, 'amount_minor', r.amount_minor) order by r.seq)
                 from sale_line_row r where r.sale_line_id = l.id and r.household_id is null) as deductions
         from (${source.sql}) x left join sale_line l on l.id = x.sale_line_id and x.kind = 'sale'
         where x.household_id = ? and x.posting_id collate "C" > ? order by x.posting_id collate "C" limit ?`,
        [...source.bindings, input.household_id, input.after ?? "", input.limit],
      );
      if (found.length === 0 && input.after === undefined) throw notFound("household in this settlement");
      return found.map(({ line_paid, line_grams, deductions, amount_minor, grams, ...one }) => ({
        ...one,
        amount_minor: safeNumber(amount_minor),
        grams: grams === null ? null : safeNumber(grams),
        of_line:
          line_paid === null
            ? null
            : { paid_minor: safeNumber(line_paid), grams: safeNumber(line_grams ?? 0), deductions: deductions ?? [] },
      }));
    });
  }

  /** Where what buyers paid for the lines of a period went, largest first; households as one. */
  moneyWent(period_id: string, cooperative_id: string): Promise<Result<MoneyWent[], Refusal>> {
    return asResult(async () => {
      const period = await periodOf(this.sql, period_id, cooperative_id);
      const mine = isDraft(period)
        ? {
            sql: `l.cooperative_id = ? and l.period_id is null and l.posted_at < ((?::date + 1)::timestamp at time zone ?)`,
            bindings: [period.cooperative_id, period.to_date, period.time_zone],
          }
        : { sql: `l.period_id = ?`, bindings: [period.id] };
      const found = await rows<{ currency: string; account: string; amount: string }>(
        this.sql,
        `select l.currency, case when r.account in ('household_payable', 'household_holdback') then 'households' else r.account end as account, sum(r.amount_minor) as amount
         from sale_line l join sale_line_row r on r.sale_line_id = l.id where ${mine.sql} group by 1, 2 order by 1, 3 desc, 2`,
        mine.bindings,
      );
      return [...new Set(found.map((one) => one.currency))].map((currency) => {
        const parts = found.filter((one) => one.currency === currency);
        return {
          currency,
          paid_minor: safeNumber(parts.reduce((sum, one) => sum + BigInt(one.amount), 0n)),
          parts: parts.map(({ account, amount }) => ({ account, amount_minor: safeNumber(amount) })),
        };
      });
    });
  }

  /** Who was paid where before, of these households; and whether this cooperative has ever paid anybody. */
  async paidBefore(
    cooperative_id: string,
    household_ids: readonly string[],
  ): Promise<{ ever: boolean; to: Map<string, Set<string>> }> {
    const found = await rows<{ household_id: string; key: string }>(
      this.sql,
      `select distinct household_id, rail || ':' || coalesce(account->>'stripe_account_id', account->>'last4', '') as key
       from payout where household_id = any(?) and state = 'created'`,
      [[...household_ids]],
    );
    const ever = await row(this.sql, `select 1 from payout where cooperative_id = ? and state = 'created' limit 1`, [
      cooperative_id,
    ]);
    const to = new Map<string, Set<string>>();
    for (const { household_id, key } of found) to.set(household_id, (to.get(household_id) ?? new Set()).add(key));
    return { ever: ever !== undefined, to };
  }
}

type RawLine = {
  amount_minor: string;
  grams: string | null;
  line_paid: string | null;
  line_grams: string | null;
  deductions: { rule: string; amount_minor: number }[] | null;
};

/** Not settled yet: what is shown is what would be. */
export function isDraft(period: Pick<PeriodRow, "state">): boolean {
  return period.state === "open" || period.state === "settling";
}

interface Counted {
  household_id: string;
  currency: string;
  lots: string;
  brought: string;
  gross: string;
  advanced: string;
  deductions: Record<string, string>;
  paid: string;
  at_bank: string;
  carried: string;
  past: string[];
}

/** The lines of a settled period are those of its statements; of a draft, those that wait. */
function linesOf(period: PeriodRow, by: "line" | "lot" = "line"): Sourced {
  if (isDraft(period)) return postingsOf(period, false, by);
  return {
    sql: `select s.household_id, s.currency, t.kind, t.rule, s.id || ':' || lpad(t.seq::text, 7, '0') as posting_id, t.amount_minor, t.sale_line_id, t.order_line_id, t.lot_id,
                 t.grams, t.from_statement_id
          from statement s join statement_line t on t.statement_id = s.id where s.period_id = ?`,
    bindings: [period.id],
  };
}

function counted(period: PeriodRow): [sql: string, bindings: unknown[]] {
  const source = linesOf(period, "lot");
  return [
    `with line as (${source.sql}),
     by_rule as (select household_id, currency, kind, rule, sum(amount_minor) as amount, count(distinct lot_id) as lots from line group by 1, 2, 3, 4),
     sums as (
       select household_id, currency, coalesce(max(lots) filter (where kind = 'sale'), 0) as lots,
              coalesce(sum(amount) filter (where kind = 'brought_forward'), 0) as brought,
              coalesce(sum(amount) filter (where kind = 'sale'), 0) as gross,
              coalesce(sum(amount) filter (where kind = 'advance'), 0) as advanced,
              coalesce(jsonb_object_agg(rule, amount::text) filter (where kind = 'deduction'), '{}') as deductions
       from by_rule group by 1, 2)
     select m.*, coalesce(${PAID}, 0) as paid, ${ON_ITS_WAY} as at_bank, coalesce(s.carried_minor, 0) as carried,
            array(select (p.net_minor - p.brought_forward_minor)::text from statement p
                  where p.household_id = m.household_id and p.currency = m.currency and p.cooperative_id = ? and p.period_id <> ?
                    and p.created_at < coalesce(s.created_at, now())
                  order by p.created_at desc, p.id desc limit ${PAST}) as past
     from sums m left join statement s on s.period_id = ? and s.household_id = m.household_id and s.currency = m.currency ${JOIN_AT_BANK}
     order by m.household_id collate "C", m.currency`,
    [...source.bindings, period.cooperative_id, period.id, period.id],
  ];
}

function counts(one: Counted): DryRunRow {
  const deductions = Object.fromEntries(Object.entries(one.deductions).map(([rule, amount]) => [rule, BigInt(amount)]));
  const brought = BigInt(one.brought);
  const gross = BigInt(one.gross);
  const advanced = BigInt(one.advanced);
  const deducted = Object.values(deductions).reduce((sum, amount) => sum + amount, 0n);
  const net = brought + gross - deducted - advanced;
  const [paid, at_bank] = [BigInt(one.paid), BigInt(one.at_bank)];
  return {
    household_id: one.household_id,
    currency: one.currency,
    lots: Number(one.lots),
    brought_forward_minor: brought,
    gross_minor: gross,
    deductions,
    deductions_minor: deducted,
    advances_minor: advanced,
    clawback_minor: deductions.clawback ?? 0n,
    net_minor: net,
    paid_minor: paid,
    on_its_way_minor: at_bank,
    remaining_minor: net - paid - at_bank - BigInt(one.carried),
    past_minor: one.past.map(BigInt),
  };
}

/** What closing the period gives back before it takes. Takes the cooperative and the period. */
const HELD_UNTIL_CLOSE = `
  select r.household_id, l.currency, sum(r.amount_minor) as amount_minor
  from holdback h join sale_line l on l.id = h.sale_line_id
  join sale_line_row r on r.sale_line_id = l.id and r.account = 'household_holdback'
  where ${DUE_AT_CLOSE} group by 1, 2`;

/** What settling now would take towards clawbacks, by the same rule and of the same money. */
async function withClawbacks(sql: Sql, period: PeriodRow, list: DryRunRow[]): Promise<DryRunRow[]> {
  const open = await rows<{
    id: string;
    household_id: string;
    currency: string;
    lot_id: string;
    left_minor: string;
    at: string;
    free_minor: string;
  }>(
    sql,
    `select c.id, c.household_id, c.currency, c.lot_id, c.amount_minor - c.taken_minor as left_minor, c.at::text as at,
            coalesce(-a.balance_minor - a.reserved_minor, 0) + coalesce(d.amount_minor, 0) as free_minor
     from clawback c left join account a on a.kind = 'household_payable' and a.party = c.household_id and a.currency = c.currency
     left join (${HELD_UNTIL_CLOSE}) d on d.household_id = c.household_id and d.currency = c.currency
     where c.cooperative_id = ? and c.state = 'open'`,
    [period.cooperative_id, period.id, period.cooperative_id],
  );
  if (open.length === 0) return list;
  const cap_bp = await clawbackCap(sql, period.cooperative_id);
  const owing = groupBy(open, (one) => `${one.household_id} ${one.currency}`);
  return list.map((one) => {
    const mine = owing.get(`${one.household_id} ${one.currency}`) ?? [];
    const takes = takeBack(
      { ...one, cap_bp, free_minor: BigInt(mine[0]?.free_minor ?? 0) },
      mine.map((owed) => ({ id: owed.id, lot: owed.lot_id, left_minor: BigInt(owed.left_minor), at: owed.at })),
    );
    const taken = takes.reduce((sum, take) => sum + take.amount_minor, 0n);
    if (taken === 0n) return one;
    return {
      ...one,
      deductions: { ...one.deductions, clawback: taken },
      deductions_minor: one.deductions_minor + taken,
      clawback_minor: taken,
      net_minor: one.net_minor - taken,
      remaining_minor: one.remaining_minor - taken,
    };
  });
}
