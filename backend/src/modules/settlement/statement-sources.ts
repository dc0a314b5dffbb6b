import { type Transaction } from "../../lib/sql";
import { DUE_AT_CLOSE } from "./holdbacks";
import type { PeriodRow } from "./period";
import { TOLD } from "./unpaid-lots";

// Where the lines of statements come from, each source once: settling reads what its period has taken, a dry run what the
// next one would take. Household, currency, kind, rule, posting_id, amount_minor, sale_line_id, order_line_id, lot_id, grams,
// from_statement_id.

export interface Sourced {
  sql: string;
  bindings: unknown[];
}

type Days = Pick<PeriodRow, "cooperative_id" | "to_date" | "time_zone">;

/** What no statement holds yet of a cooperative, up to the end of the period's last day. */
export function waiting(alias: string, at: string, days: Days): Sourced {
  return {
    sql: `${alias}.cooperative_id = ? and ${alias}.period_id is null and ${alias}.${at} < ((?::date + 1)::timestamp at time zone ?)`,
    bindings: [days.cooperative_id, days.to_date, days.time_zone],
  };
}

/** Statements of before that still owe, and no payout is on its way for: below the minimum, no account, refused by the rail. */
export const RESTS = `s.cooperative_id = ? and s.remaining_minor <> 0
  and exists (select from settlement_period q where q.id = s.period_id and q.state in ('approved', 'paid'))
  and not exists (select 1 from payout o where o.statement_id = s.id and o.state in ('intended', 'unknown'))`;

/**
 * What a lot was sold for, as its share and what is held back of it. By line, as statements say it; or over all lines, for who only adds up:
 * a third of the rows, and no text made of each.
 */
function soldLots(where: Sourced, by: "line" | "lot"): Sourced {
  const line = by === "line" ? ", l.id, l.order_line_id" : "";
  const own =
    by === "line"
      ? "x.sale_line_id || ':' || x.lot_id || ':' || v.rule as posting_id, v.amount_minor, x.sale_line_id, x.order_line_id, x.lot_id, x.grams"
      : "null::text as posting_id, v.amount_minor, null::text as sale_line_id, null::text as order_line_id, x.lot_id, null::bigint as grams";
  return {
    sql: `select x.household_id, x.currency, v.kind, v.rule, ${own}, null as from_statement_id
          from (select r.household_id, l.currency, ${by === "line" ? "l.id as sale_line_id, l.order_line_id, max(r.grams) as grams," : ""} r.lot_id,
                       coalesce(sum(r.amount_minor) filter (where r.account in ('household_payable', 'household_holdback')), 0)::bigint as gross_minor,
                       coalesce(sum(r.amount_minor) filter (where r.account = 'household_holdback'), 0)::bigint as held_minor
                from sale_line l join sale_line_row r on r.sale_line_id = l.id
                where ${where.sql} and r.household_id is not null
                group by r.household_id, l.currency, r.lot_id${line}) x
          cross join lateral (values ('sale', 'share', x.gross_minor), ('deduction', 'holdback_bp', x.held_minor)) as v (kind, rule, amount_minor)
          where v.kind = 'sale' or v.amount_minor > 0`,
    bindings: where.bindings,
  };
}

/** Lots that filled a line and got nothing of it: a line of 0, whose rule is the reason. */
function unpaidLots(where: Sourced, by: "line" | "lot"): Sourced {
  const own =
    by === "line"
      ? "u.sale_line_id || ':' || u.lot_id || ':' || u.reason, 0::bigint, u.sale_line_id, l.order_line_id, u.lot_id, u.grams"
      : "null, 0::bigint, null, null, u.lot_id, null";
  return {
    sql: `select u.household_id, l.currency, 'sale', u.reason, ${own}, null
          from sale_line_unpaid_lot u join sale_line l on l.id = u.sale_line_id where ${where.sql} and ${TOLD}`,
    bindings: where.bindings,
  };
}

/**
 * With `taken`: of the rows that stand in this period; without: of those that wait for it, rests of before included. Sales `by` lot have no
 * line and no id of their own: for sums.
 */
export function postingsOf(period: PeriodRow, taken: boolean, by: "line" | "lot" = "line"): Sourced {
  const where = (alias: string, at: string): Sourced =>
    taken ? { sql: `${alias}.period_id = ?`, bindings: [period.id] } : waiting(alias, at, period);
  const sale = where("l", "posted_at");
  const claim = where("d", "at");
  const price = where("e", "at");
  const lost = where("k", "at");
  const back = where("b", "at");
  const released = where("h", "at");
  const refunded = where("r", "at");
  const parts: Sourced[] = [
    soldLots(sale, by),
    unpaidLots(sale, by),
    {
      sql: `select d.household_id, d.currency, 'deduction', 'claim', d.id, d.amount_minor, null, null, d.lot_id, null, null
            from claim_deduction d where ${claim.sql}`,
      bindings: claim.bindings,
    },
    {
      sql: `select e.household_id, e.currency, e.kind, e.rule, e.id, e.amount_minor, null, null, e.lot_id, e.grams, null
            from price_pool_entry e where ${price.sql}`,
      bindings: price.bindings,
    },
    {
      // Without grams: they were not sold, and count for no volume.
      sql: `select k.household_id, k.currency, 'sale', 'stock_loss', k.stocktake_id || ':' || k.lot_id, k.amount_minor, null, null, k.lot_id, null, null
            from stock_loss k where ${lost.sql} and k.amount_minor > 0`,
      bindings: lost.bindings,
    },
    {
      sql: `select b.household_id, b.currency, 'deduction', 'clawback_returned', b.take_id, -b.amount_minor, null, null, b.lot_id, null, null
            from clawback_return b where ${back.sql}`,
      bindings: back.bindings,
    },
    {
      sql: `select h.household_id, h.currency, 'deduction', 'holdback_released', h.sale_line_id || ':' || h.lot_id || ':holdback_released', -h.amount_minor,
                   null, null, h.lot_id, h.grams, null
            from holdback_entry h where ${released.sql}`,
      bindings: released.bindings,
    },
    {
      sql: `select r.household_id, r.currency, 'sale', r.rule, r.id, r.amount_minor, null, null, null, null, null
            from patronage_entry r where ${refunded.sql}`,
      bindings: refunded.bindings,
    },
  ];
  if (!taken) {
    parts.push({
      sql: `select s.household_id, s.currency, 'brought_forward', 'brought_forward', s.id, s.remaining_minor, null, null, null, null, s.id
            from statement s where ${RESTS}`,
      bindings: [period.cooperative_id],
    });
    // What closing this period will give back.
    parts.push({
      sql: `select r.household_id, l.currency, 'deduction', 'holdback_released', l.id || ':' || r.lot_id || ':holdback_released', -r.amount_minor,
                   null, null, r.lot_id, r.grams, null
            from holdback h join sale_line l on l.id = h.sale_line_id
            join sale_line_row r on r.sale_line_id = l.id and r.account = 'household_holdback' where ${DUE_AT_CLOSE}`,
      bindings: [period.cooperative_id, period.id],
    });
  }
  return { sql: parts.map((one) => one.sql).join("\nunion all\n"), bindings: parts.flatMap((one) => one.bindings) };
}

/** Rows of a household itself that wait to be stated; those of sales stand by line. */
const ENTRIES = [
  "claim_deduction",
  "price_pool_entry",
  "clawback_return",
  "holdback_entry",
  "patronage_entry",
  "stock_loss",
] as const;

/** The households that settling this period may say something of, those with an open clawback included. */
export function householdsOf(period: PeriodRow): Sourced {
  const sale = waiting("l", "posted_at", period);
  const parts: Sourced[] = [
    {
      sql: `select r.household_id from sale_line l join sale_line_row r on r.sale_line_id = l.id where ${sale.sql}`,
      bindings: sale.bindings,
    },
    ...ENTRIES.map((table): Sourced => {
      const { sql, bindings } = waiting("x", "at", period);
      return { sql: `select x.household_id from ${table} x where ${sql}`, bindings };
    }),
    { sql: `select s.household_id from statement s where ${RESTS}`, bindings: [period.cooperative_id] },
    {
      sql: `select r.household_id from holdback h join sale_line l on l.id = h.sale_line_id
            join sale_line_row r on r.sale_line_id = l.id and r.account = 'household_holdback' where ${DUE_AT_CLOSE}`,
      bindings: [period.cooperative_id, period.id],
    },
    {
      sql: `select c.household_id from clawback c where c.cooperative_id = ? and c.state = 'open'`,
      bindings: [period.cooperative_id],
    },
  ];
  return { sql: parts.map((one) => one.sql).join(" union "), bindings: parts.flatMap((one) => one.bindings) };
}

/** Puts everything that waits into this period, each source in one statement; what is written meanwhile comes with the next. */
export async function takeAll(tx: Transaction, period: PeriodRow): Promise<void> {
  const sources = [["sale_line", "posted_at"], ...ENTRIES.map((table) => [table, "at"])] as [string, string][];
  for (const [table, at] of sources) {
    const { sql, bindings } = waiting("x", at, period);
    const posted = table === "sale_line" ? " and x.posted_at is not null" : "";
    await tx.raw(`update ${table} x set period_id = ? where ${sql}${posted}`, [period.id, ...bindings] as never);
  }
}
