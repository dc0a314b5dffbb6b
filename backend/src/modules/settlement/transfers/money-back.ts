import { moneyBack, TRANSFER_PROCESSORS, type MoneyBack } from "@commonlot/domain";
import { rows, type Sql } from "../../../lib/sql";
import { LEFT } from "./lines";

// What became of refunds: what is said of them to their buyer. Of a transfer the bank is asked by a person, and until that is noted the money
// lies with the cooperative.

export interface RefundSaid extends MoneyBack {
  id: string;
  short_id: string | null;
  currency: string;
  amount_minor: bigint;
  /** As its intent has it; `state` is how far its money is. */
  intent: string;
  /** When the last part was noted as sent; null where none was, or nobody notes it. */
  sent_at: Date | null;
}

interface Found {
  id: string;
  short_id: string | null;
  currency: string;
  amount: string;
  state: string;
  by_transfer: boolean;
  credited: string;
  lies: string;
  returned: string;
  sent_at: Date | null;
}

/** Refunds `r` of an order that were not taken back, in the order they were promised. `where`: further, of `r`. */
export async function refundsSaid(
  sql: Sql,
  order_id: string,
  where = "true",
  params: readonly string[] = [],
): Promise<RefundSaid[]> {
  const found = await rows<Found>(
    sql,
    `select r.id, r.short_id, r.currency, r.amount_minor::text as amount, r.state, starts_with(s.processor, ?) as by_transfer,
       c.credited::text as credited, l.lies::text as lies, l.returned::text as returned, l.sent_at
     from refund_intent r join sale s on s.order_id = r.order_id
     cross join lateral (select coalesce(sum(x.amount_minor), 0) as credited from receivable_credit x where x.refund_intent_id = r.id) c
     cross join lateral (
       select coalesce(sum(${LEFT}), 0) as lies, coalesce(sum(u.returned), 0) as returned, max(u.sent_at) as sent_at
       from transfer_line l
       cross join lateral (
         select sum(u.amount_minor) as returned, max(u.at) as sent_at from transfer_use u
         where u.line_id = l.id and u.kind = 'returned' and u.undone_at is null) u
       where l.source = 'refund' and l.line_key = 'refund:' || r.id) l
     where r.order_id = ? and r.state <> 'cancelled' and ${where} order by r.created_at, r.id`,
    [TRANSFER_PROCESSORS, order_id, ...params],
  );
  return found.map(({ state, by_transfer, amount, credited, lies, returned, ...one }) => {
    const amount_minor = BigInt(amount);
    const back = moneyBack({
      state,
      by_transfer,
      amount_minor,
      credited_minor: BigInt(credited),
      lies_minor: BigInt(lies),
      returned_minor: BigInt(returned),
    });
    return { ...one, ...back, amount_minor, intent: state };
  });
}

/** Of these orders those that were paid by transfer, and whether something of them was to be paid after the order. */
export async function ordersByTransfer(
  sql: Sql,
  order_ids: readonly string[],
): Promise<Map<string, { owed: boolean }>> {
  if (order_ids.length === 0) return new Map();
  const found = await rows<{ order_id: string; owed: boolean }>(
    sql,
    `select order_id, owed_minor > 0 as owed from sale where order_id = any(?) and starts_with(processor, ?)`,
    [[...order_ids], TRANSFER_PROCESSORS],
  );
  return new Map(found.map(({ order_id, owed }) => [order_id, { owed }]));
}

/** As it is answered: minor units as numbers. */
export const refundFields = ({ sent_at, ...one }: RefundSaid) => ({
  amount_minor: Number(one.amount_minor),
  off_minor: Number(one.off_minor),
  lies_minor: Number(one.lies_minor),
  sent_minor: Number(one.sent_minor),
  used_minor: Number(one.used_minor),
  sent_at: sent_at?.toISOString() ?? null,
});
export type RefundFields = ReturnType<typeof refundFields>;
