import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { PayoutState, Rail } from "@commonlot/domain";
import { atKey, placeOf } from "../../../lib/keyset";
import { row, rows } from "../../../lib/sql";
import { safeNumber } from "../amounts";
import { notFound } from "../refusals";

export interface OperatorPayout {
  id: string;
  at_key: string;
  batch_number: string;
  cooperative_id: string;
  household_id: string;
  rail: Rail;
  state: PayoutState;
  bank_state: string | null;
  currency: string;
  amount_minor: number;
  account_last4: string | null;
  provider_ref: string | null;
  reason_code: string | null;
  attempts: number;
  created_at: Date;
  updated_at: Date;
}

/** One thing that happened to a payout. */
export interface PayoutEvent {
  at: Date;
  what: "approved" | "called" | "booked" | "reversed" | "bank_said" | "reversal";
  detail: string | null;
}

const SELECT = `select p.id, ${atKey("p.created_at")}, b.number as batch_number, p.cooperative_id, p.household_id, p.rail, p.state, p.bank_state, p.currency,
  p.amount_minor, p.account->>'last4' as account_last4, p.provider_ref, p.reason_code, p.attempts, p.created_at, p.updated_at
  from payout p join payout_batch b on b.id = p.batch_id`;

type Found = Omit<OperatorPayout, "amount_minor"> & { amount_minor: string };
const shown = (found: Found): OperatorPayout => ({ ...found, amount_minor: safeNumber(found.amount_minor) });

/** Payouts of every cooperative, for who runs the house. Of accounts never more than the last four characters, and not whose they are. */
export class OperatorPayouts {
  constructor(private readonly sql: Knex) {}

  /** Newest first. `q`: the id of a payout, a household, a statement's batch or the rail's own id, as it is written. */
  async list(asked: {
    state?: PayoutState | undefined;
    q?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }) {
    const before = placeOf(asked.cursor);
    const q = asked.q ? asked.q : null;
    const found = await rows<Found>(
      this.sql,
      `${SELECT} where (?::text is null or p.state = ?) and (p.created_at, p.id) < (?::timestamptz, ?)
         and (?::text is null or ? in (p.id, p.household_id, p.provider_ref, b.number, p.cooperative_id))
       order by p.created_at desc, p.id desc limit ?`,
      [asked.state ?? null, asked.state ?? null, before.at, before.id, q, q, asked.limit],
    );
    return found.map(shown);
  }

  /** One payout and what happened to it, in order. */
  async one(id: string): Promise<{ payout: OperatorPayout; events: PayoutEvent[] }> {
    const found = await row<Found>(this.sql, `${SELECT} where p.id = ?`, [id]);
    if (!found) throw notFound("payout");
    const events = await rows<PayoutEvent>(
      this.sql,
      `select * from (
         select created_at as at, 'approved' as what, null as detail, 0 as place from payout where id = ?
         union all select called_at, 'called', attempts::text, 1 from payout where id = ? and called_at is not null
         union all select at, case kind when 'payout' then 'booked' else 'reversed' end, null, 2 from journal
           where kind in ('payout', 'reverse_payout') and source_id = ?
         union all select f.created_at, 'bank_said', a.fact || coalesce(' ' || a.reason_code, ''), 3 from bank_answer a
           join bank_answer_file f on f.id = a.file_id where a.payout_id = ?
         union all select updated_at, 'reversal', state || ': ' || reason, 4 from payout_reversal where payout_id = ?
       ) e order by at, place limit 200`,
      [id, id, id, id, id],
    );
    return { payout: shown(found), events };
  }
}
