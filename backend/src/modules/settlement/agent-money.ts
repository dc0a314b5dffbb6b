import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import { rows } from "../../lib/sql";
import { earnedOfOrder } from "./commissions/tell";

/** One order that an agent brought, as they read it: nothing of who bought. */
export interface BroughtOrder {
  id: string;
  order_id: string;
  at_key: string;
  at: Date;
  currency: string;
  agent_bp: number;
  /** Null: on its way, or its company still owes it. */
  posted_at: Date | null;
  /** Their rows of its lines. */
  earned_minor: bigint;
  /** Gone back with refunds since. */
  reversed_minor: bigint;
}

export interface AgentSums {
  agent_id: string;
  currency: string;
  orders: number;
  earned_minor: bigint;
  reversed_minor: bigint;
  /** Owed and in no payment yet: it can stand below zero, when more went back than was earned since the last payment. */
  payable_minor: bigint;
  /** In a payment that waits for its second person, or with a bank that has not answered. */
  on_its_way_minor: bigint;
  /** What banks have paid. */
  paid_minor: bigint;
}

/** `s` is a sale: what its agent has of it. */
const EARNED = `coalesce((select sum(r.amount_minor) from sale_line l join sale_line_row r on r.sale_line_id = l.id
    where l.sale_id = s.id and r.account = 'agent_commission' and r.party = s.agent_id), 0)`;
const REVERSED = `coalesce((select sum(p.amount_minor) from journal j join posting p on p.journal_id = j.id join account a on a.id = p.account_id
    where j.order_id = s.order_id and j.kind <> 'sale' and a.kind = 'agent_commission' and a.party = s.agent_id), 0)`;

/** What agents earn (docs/adr/0058): rows of the waterfall, less what went back with refunds. */
export class AgentMoney {
  constructor(private readonly sql: Knex) {}

  async orders(agent_id: string, asked: { cursor?: string | undefined; limit: number }): Promise<BroughtOrder[]> {
    const place = placeOf(asked.cursor);
    const found = await rows<
      Omit<BroughtOrder, "earned_minor" | "reversed_minor"> & { earned: string; reversed: string }
    >(
      this.sql,
      `select s.id, s.order_id, ${atKey("s.created_at")}, s.created_at as at, s.currency, s.agent_bp, s.posted_at, ${EARNED}::text as earned, ${REVERSED}::text as reversed
       from sale s where s.agent_id = ? and (s.created_at, s.id) < (?::timestamptz, ?) order by s.created_at desc, s.id desc limit ?`,
      [agent_id, place.at, place.id, asked.limit],
    );
    return found.map(({ earned, reversed, ...one }) => ({
      ...one,
      earned_minor: BigInt(earned),
      reversed_minor: BigInt(reversed),
    }));
  }

  /** What was divided to who brought an order; undefined where nobody did, or nothing was. */
  earnedOf(order_id: string) {
    return earnedOfOrder(this.sql, order_id);
  }

  /** Of each of them, by currency; one statement whatever their number. */
  async sums(agent_ids: readonly string[]): Promise<AgentSums[]> {
    const ids = [...agent_ids];
    const found = await rows<
      { agent_id: string; currency: string; orders: number } & Record<"earned" | "reversed" | "way" | "paid", string>
    >(
      this.sql,
      `select o.agent_id, o.currency, o.orders, coalesce(e.sum, 0)::text as earned, coalesce(b.sum, 0)::text as reversed,
         coalesce(c.way, 0)::text as way, coalesce(c.paid, 0)::text as paid
       from (select agent_id, currency, count(*)::int as orders from sale where agent_id = any(?) group by 1, 2) o
       left join (select s.agent_id, l.currency, sum(r.amount_minor) as sum from sale s join sale_line l on l.sale_id = s.id
                    join sale_line_row r on r.sale_line_id = l.id
                  where s.agent_id = any(?) and r.account = 'agent_commission' group by 1, 2) e
         on e.agent_id = o.agent_id and e.currency = o.currency
       left join (select a.party, a.currency, sum(p.amount_minor) as sum from account a join posting p on p.account_id = a.id
                    join journal j on j.id = p.journal_id
                  where a.kind = 'agent_commission' and a.party = any(?) and j.kind = 'refund_divided' group by 1, 2) b
         on b.party = o.agent_id and b.currency = o.currency
       left join (select s.agent_id, s.currency, sum(s.amount_minor) filter (where o.bank_state is distinct from 'paid') as way,
                    sum(s.amount_minor) filter (where o.bank_state = 'paid') as paid
                  from commission_statement s left join payout o on o.commission_statement_id = s.id
                  where s.agent_id = any(?) and s.freed_at is null group by 1, 2) c on c.agent_id = o.agent_id and c.currency = o.currency
       order by 1, 2`,
      [ids, ids, ids, ids],
    );
    return found.map(({ agent_id, currency, orders, ...one }) => {
      const [earned_minor, reversed_minor] = [BigInt(one.earned), BigInt(one.reversed)];
      const [on_its_way_minor, paid_minor] = [BigInt(one.way), BigInt(one.paid)];
      const payable_minor = earned_minor - reversed_minor - on_its_way_minor - paid_minor;
      return { agent_id, currency, orders, earned_minor, reversed_minor, payable_minor, on_its_way_minor, paid_minor };
    });
  }
}
