import { row, rows, type Sql } from "../../lib/sql";
import { notFound } from "./refusals";

export interface PatronageRunRow {
  id: string;
  cooperative_id: string;
  currency: string;
  year: number;
  time_zone: string;
  basis: "weight" | "value";
  share_bp: number;
  surplus_minor: string;
  distributable_minor: string;
  refund_minor: string;
  total_units: string;
  households: number;
  words: string;
  state: "proposed" | "posted" | "dropped" | "reversed";
  proposed_by: string;
  at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  decided_words: string | null;
  reversal_asked_by: string | null;
  reversal_asked_at: Date | null;
  reversal_words: string | null;
  reversed_by: string | null;
  reversed_at: Date | null;
}

export async function patronageRun(sql: Sql, id: string, cooperative_id: string): Promise<PatronageRunRow> {
  const found = await row<PatronageRunRow>(sql, `select * from patronage_run where id = ? and cooperative_id = ?`, [
    id,
    cooperative_id,
  ]);
  if (!found) throw notFound("patronage refund");
  return found;
}

/** Households of one journal. */
export const HOUSEHOLDS_A_JOURNAL = 5_000;

/**
 * What the ledger booked of refunds for the entries that a period has taken up, per household: for the approval, which compares it with
 * the statements. All entries of a run have one moment, so that one period takes them all. Takes the period, `HOUSEHOLDS_A_JOURNAL`.
 */
export const BOOKED_PATRONAGE = `
  select a.party as household_id, p.currency, -sum(p.amount_minor) as amount
  from (select distinct e.run_id, case e.rule when 'patronage' then 'patronage' else 'reverse_patronage' end as kind, r.households
        from patronage_entry e join patronage_run r on r.id = e.run_id where e.period_id = ?) x
  cross join lateral generate_series(0, x.households, ?::int) as part
  join journal j on j.kind = x.kind and j.source_id = x.run_id || ':' || part
  join posting p on p.journal_id = j.id
  join account a on a.id = p.account_id and a.kind = 'household_payable'
  group by 1, 2`;

export interface PatronageShareRow {
  household_id: string;
  member: boolean;
  grams: string;
  value_minor: string;
  units: string;
  amount_minor: string;
}

/** A page of a run's households by id. */
export function sharesOf(sql: Sql, of: { run_id: string; after: string; limit: number }): Promise<PatronageShareRow[]> {
  return rows<PatronageShareRow>(
    sql,
    `select household_id, member, grams, value_minor, units, amount_minor from patronage_share
     where run_id = ? and household_id collate "C" > ? order by household_id collate "C" limit ?`,
    [of.run_id, of.after, of.limit],
  );
}
