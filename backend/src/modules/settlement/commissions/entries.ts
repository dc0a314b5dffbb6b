import type { CommissionEntry } from "@commonlot/domain";
import { rows, type Sql } from "../../../lib/sql";

/** What the ledger booked on an agent's account for one line of an order that they brought. */
export interface LedgerEntryOfAgent extends CommissionEntry {
  readonly currency: string;
  readonly order_id: string;
  readonly order_line_id: string;
  /** Of a sale: what the commission was reckoned of, and at which rate. */
  readonly base_minor: bigint | null;
  readonly rate_bp: number | null;
}

type Found = Omit<LedgerEntryOfAgent, "amount_minor" | "base_minor"> & { amount: string; base: string | null };

/**
 * Entries of agents' accounts by who owes them: a sale's journal is of its line, one of a refund of `<refund>:<line>`. `s` and `l` are the
 * sale and the line, `j` and `p` the journal and its posting.
 */
export const ENTRIES = `account a join posting p on p.account_id = a.id join journal j on j.id = p.journal_id
  join sale_line l on l.order_line_id = case when j.kind = 'sale' then j.source_id else split_part(j.source_id, ':', 2) end
  join sale s on s.id = l.sale_id and s.agent_id = a.party`;
export const OF_AGENTS = `a.kind = 'agent_commission' and j.kind in ('sale', 'refund_divided')`;
/** Nothing that pays it stands. */
export const OPEN = `not exists (select 1 from commission_line c where c.journal_id = j.id and c.freed_at is null)`;

/** Of what a line was paid, what fees are reckoned of: the waterfall's net. */
const BASE = `(select sum(r.amount_minor) from sale_line_row r where r.sale_line_id = l.id
    and r.account not in ('tax', 'buyer_refund', 'freight', 'packing') and r.rule not in ('freight_left', 'freight_borne', 'packing_borne'))`;

/** What a cooperative owes agents and has not begun to pay. */
export async function openEntries(
  sql: Sql,
  of: { cooperative_id: string; currency?: string | undefined; agent_ids?: readonly string[] | undefined },
): Promise<LedgerEntryOfAgent[]> {
  const found = await rows<Found>(
    sql,
    `select j.id, a.party as agent_id, p.currency, j.at, j.order_id, l.order_line_id, (-p.amount_minor)::text as amount,
       (case when j.kind = 'sale' then ${BASE} end)::text as base,
       case when j.kind = 'sale' then least(s.agent_bp, f.agent_bp) end as rate_bp
     from ${ENTRIES} left join fee_policy f on f.id = l.policy_id
     where ${OF_AGENTS} and l.cooperative_id = ? and (?::text is null or p.currency = ?) and (?::text[] is null or a.party = any(?::text[])) and ${OPEN}
     order by j.at, j.id`,
    [
      of.cooperative_id,
      of.currency ?? null,
      of.currency ?? null,
      of.agent_ids ? [...of.agent_ids] : null,
      of.agent_ids ? [...of.agent_ids] : null,
    ],
  );
  return found.map(({ amount, base, ...one }) => ({
    ...one,
    amount_minor: BigInt(amount),
    base_minor: base === null ? null : BigInt(base),
  }));
}
