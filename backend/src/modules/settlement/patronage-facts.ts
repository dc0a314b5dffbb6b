import type { Patron } from "@commonlot/domain";
import { row, rows, type Sql } from "../../lib/sql";
import { SURPLUS_KINDS } from "./reserves";

/** A year of a cooperative, in one currency. */
export interface PatronageYear {
  cooperative_id: string;
  currency: string;
  year: number;
  /** Where its days begin and end. */
  tz: string;
}

export interface Surplus {
  /** Fees less losses by claims and missing goods that were booked in the year; what was set aside or given back is no expense. */
  year_minor: bigint;
  /** The same of all years, less what was set aside and given back: what can be given away now. */
  there_minor: bigint;
}

/** Takes tz, year, tz, year. The year's first moment and the one after its last. */
const YEAR = `select make_date(y.year, 1, 1)::timestamp at time zone y.tz as from_at, make_date(y.year + 1, 1, 1)::timestamp at time zone y.tz as to_at
  from (select ?::int as year, ?::text as tz) y`;

/** The cooperative's surplus as the ledger has it. Freight and packing pay carriers and boxes, outside this ledger: they are none. */
export async function surplusOf(sql: Sql, of: PatronageYear): Promise<Surplus> {
  const found = await row<{ year: string; there: string }>(
    sql,
    `with y as (${YEAR})
     select coalesce(-sum(p.amount_minor) filter (where j.at >= y.from_at and j.at < y.to_at and a.kind <> 'surplus_shared'
              and j.kind not in ('reserve_set_aside', 'reverse_reserve_set_aside')), 0) as year,
            coalesce(-sum(p.amount_minor), 0) as there
     from y cross join account a join posting p on p.account_id = a.id join journal j on j.id = p.journal_id
     where a.party = ? and a.currency = ? and a.kind in ${SURPLUS_KINDS}`,
    [of.year, of.tz, of.cooperative_id, of.currency],
  );
  return { year_minor: BigInt(found?.year ?? 0), there_minor: BigInt(found?.there ?? 0) };
}

/**
 * What each household sold through the cooperative in the year, by the day on which its sales were divided, goods of price pools by
 * their closing. Of the value, what claims took and later payouts owe is taken off. With whether it was a member at the end.
 */
export async function patronsOf(sql: Sql, of: PatronageYear): Promise<Patron[]> {
  const found = await rows<{ household_id: string; member: boolean; grams: string; value_minor: string }>(
    sql,
    `with y as (${YEAR}),
     brought as (
       select s.household_id, sum(s.grams) as grams, sum(s.value) as value from (
         select r.household_id, max(r.grams) as grams, sum(r.amount_minor) as value
         from y join sale_line l on l.posted_at >= y.from_at and l.posted_at < y.to_at
         join sale_line_row r on r.sale_line_id = l.id and r.account in ('household_payable', 'household_holdback')
         where l.cooperative_id = ? and l.currency = ? group by l.id, r.lot_id, r.household_id) s group by 1
       union all
       -- Closed again, a price pool gives a difference for the same goods: their weight is what the last closing had more than the one before.
       select e.household_id, sum(coalesce(e.grams, 0) - e.grams_before), sum(e.amount_minor) from (
         select x.household_id, x.at, x.amount_minor, x.grams,
                coalesce(lag(x.grams) over (partition by x.lot_id order by x.revision), 0) as grams_before
         from price_pool_entry x where x.cooperative_id = ? and x.currency = ? and x.rule in ('pool_share', 'pool_difference')) e
       join y on e.at >= y.from_at and e.at < y.to_at group by 1
       union all
       select d.household_id, 0, -sum(d.amount_minor) from claim_deduction d join y on d.at >= y.from_at and d.at < y.to_at
       where d.cooperative_id = ? and d.currency = ? group by 1
       union all
       select c.household_id, 0, -sum(c.amount_minor) from clawback c join y on c.at >= y.from_at and c.at < y.to_at
       where c.cooperative_id = ? and c.currency = ? and c.state in ('open', 'done') group by 1)
     select b.household_id, coalesce(m.kind <> 'left', true) as member, sum(b.grams)::bigint as grams, sum(b.value)::bigint as value_minor
     from brought b left join lateral (
       select kind from member_entry where household_id = b.household_id and cooperative_id = ? and kind in ('joined', 'left')
         and on_day < make_date(?, 1, 1) order by on_day desc, at desc, id desc limit 1) m on true
     group by b.household_id, m.kind order by b.household_id collate "C"`,
    [
      of.year,
      of.tz,
      ...Array.from({ length: 4 }, () => [of.cooperative_id, of.currency]).flat(),
      of.cooperative_id,
      of.year + 1,
    ],
  );
  return found.map((one) => ({
    household: one.household_id,
    member: one.member,
    grams: BigInt(one.grams),
    value_minor: BigInt(one.value_minor),
  }));
}
