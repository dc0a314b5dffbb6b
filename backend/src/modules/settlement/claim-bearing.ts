import { row, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { newId } from "./ids";

// How what a claim cost was shared, as it is kept.

export interface BearingRow {
  cooperative_id: string;
  currency: string;
  cost_minor: string;
  carrier_minor: string;
  cooperative_minor: string;
  answered_minor: string | null;
  reversed_at: Date | null;
}

export const BEARING = `cooperative_id, currency, cost_minor, carrier_minor, cooperative_minor, answered_minor, reversed_at`;

/**
 * What the ledger booked of claims and clawbacks that statements of a period show: off a payable is below zero. A row that takes a
 * replacement back stands for all reverses of its claim. Six times the period.
 */
export const BOOKED_CLAIMS = `
  select a.party as household_id, p.currency, -sum(p.amount_minor) as amount
  from (select 'claim_share' as kind, d.claim_id || ':' || d.attempt as source_id, d.lot_id, d.household_id
        from claim_deduction d where d.period_id = ? and d.round = 0 and d.amount_minor > 0
        union all
        select 'claim_share', d.claim_id || ':' || d.attempt || ':' || d.household_id, d.lot_id, d.household_id
        from claim_deduction d where d.period_id = ? and d.round = -1
        union all
        select 'returned_share', d.claim_id || ':' || d.attempt || ':' || d.round, d.lot_id, d.household_id
        from claim_deduction d where d.period_id = ? and d.round > 0
        union all
        select r.kind, r.source_id, d.lot_id, d.household_id from claim_deduction d
        join journal r on r.kind in ('reverse_claim_share', 'reverse_returned_share')
          and (r.source_id = d.claim_id || ':' || d.attempt or r.source_id like d.claim_id || ':' || d.attempt || ':%')
        where d.period_id = ? and d.round = 0 and d.amount_minor < 0
        union all
        select 'clawback_take', t.id, t.lot_id, t.household_id from clawback_take t where t.period_id = ?
        union all
        select 'reverse_clawback_take', b.take_id, b.lot_id, b.household_id from clawback_return b where b.period_id = ?) x
  join journal j on j.kind = x.kind and j.source_id = x.source_id
  join posting p on p.journal_id = j.id and p.lot_id = x.lot_id
  join account a on a.id = p.account_id and a.kind = 'household_payable' and a.party = x.household_id
  group by 1, 2`;

export async function writeDeductions(
  tx: Transaction,
  of: { claim_id: string; attempt: number; cooperative_id: string; currency: string },
  lots: readonly { lot_id: string; household_id: string; amount_minor: bigint }[],
  /** Above zero: what goods that came back brought, each time anew. */
  round = 0,
): Promise<void> {
  await insertAll(
    tx,
    "claim_deduction",
    [
      ["id", "text", () => newId("cded")],
      ["claim_id", "text", () => of.claim_id],
      ["attempt", "int", () => of.attempt],
      ["cooperative_id", "text", () => of.cooperative_id],
      ["household_id", "text", (one) => one.household_id],
      ["lot_id", "text", (one) => one.lot_id],
      ["currency", "text", () => of.currency],
      ["amount_minor", "bigint", (one) => one.amount_minor],
      ["round", "int", () => round],
    ],
    lots,
  );
}

export function bearingOf(tx: Transaction, claim_id: string, attempt: number): Promise<BearingRow | undefined> {
  return row<BearingRow>(tx, `select ${BEARING} from claim_bearing where claim_id = ? and attempt = ? for update`, [
    claim_id,
    attempt,
  ]);
}

/** What a journal of a claim books: the claim at one of its attempts. */
export function sourceOf({ claim_id, attempt }: { claim_id: string; attempt: number }): string {
  return `${claim_id}:${attempt}`;
}
