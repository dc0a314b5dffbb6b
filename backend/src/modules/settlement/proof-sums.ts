import type { ProofParts } from "@commonlot/domain";
import { row, rows, type Sql } from "../../lib/sql";

// What the ledger's own tables say of one order, as a proof tells it: each in one statement, however many lots it has.

export interface ProvenSale {
  currency: string;
  posted_at: Date | null;
  withdrawn_at: Date | null;
  claim_id: string | null;
  /** Its company still owes something of it: it waits to be divided (docs/adr/0058). */
  owed: boolean;
}

/** The sale of an order; locked for whoever writes its next version. */
export function saleOf(sql: Sql, order_id: string, lock = ""): Promise<ProvenSale | undefined> {
  return row<ProvenSale>(
    sql,
    `select s.currency, s.posted_at, s.withdrawn_at, s.claim_id, s.owed_minor > 0 and not exists (
         select 1 from proforma p where p.settled_at is not null
           and (p.id = s.provider_ref and p.kind = 'account' or p.order_id = s.order_id and p.kind = 'balance')) as owed
     from sale s where s.order_id = ? ${lock}`,
    [order_id],
  );
}

export interface ProvenShare {
  household_id: string;
  cooperative_id: string;
  lots: number;
  grams: bigint;
  payable_minor: bigint;
  holdback_minor: bigint;
}

/** What each household got of an order when it was divided: that changes no more. */
export async function sharesOf(sql: Sql, order_id: string): Promise<ProvenShare[]> {
  const found = await rows<Record<keyof ProvenShare, string>>(
    sql,
    `select household_id, cooperative_id, count(distinct lot_id)::text as lots, sum(grams)::text as grams,
       sum(payable)::text as payable_minor, sum(holdback)::text as holdback_minor
     from (select r.household_id, l.cooperative_id, r.lot_id, l.id, max(coalesce(r.grams, 0)) as grams,
             coalesce(sum(r.amount_minor) filter (where r.account = 'household_payable'), 0) as payable,
             coalesce(sum(r.amount_minor) filter (where r.account = 'household_holdback'), 0) as holdback
           from sale_line l join sale_line_row r on r.sale_line_id = l.id
           where l.order_id = ? and r.household_id is not null and r.account in ('household_payable', 'household_holdback')
           group by r.household_id, l.cooperative_id, r.lot_id, l.id) lot
     group by household_id, cooperative_id order by household_id, cooperative_id`,
    [order_id],
  );
  return found.map((one) => ({
    household_id: one.household_id,
    cooperative_id: one.cooperative_id,
    lots: Number(one.lots),
    grams: BigInt(one.grams),
    payable_minor: BigInt(one.payable_minor),
    holdback_minor: BigInt(one.holdback_minor),
  }));
}

/**
 * What claims took of households again, and did not give back: off what they are owed, or out of later payouts (docs/adr/0031). What was
 * waived counts as far as it was taken.
 */
export async function takenBackOf(sql: Sql, claim_ids: readonly string[]): Promise<Map<string, bigint>> {
  if (claim_ids.length === 0) return new Map();
  const found = await rows<{ household_id: string; amount: string }>(
    sql,
    `select household_id, sum(amount)::text as amount from (
       select household_id, amount_minor as amount from claim_deduction where claim_id = any(?)
       union all
       select c.household_id, case when c.state in ('open', 'done') then c.amount_minor else coalesce(
                (select sum(t.amount_minor) from clawback_take t where t.clawback_id = c.id and t.given_back_at is null), 0) end
       from clawback c where c.claim_id = any(?)) x group by household_id`,
    [[...claim_ids], [...claim_ids]],
  );
  return new Map(found.map((one) => [one.household_id, BigInt(one.amount)]));
}

const PARTS: Readonly<Record<string, keyof ProofParts>> = {
  freight: "freight_minor",
  packing: "packing_minor",
  platform_fee: "platform_fee_minor",
  cooperative_fee: "cooperative_fee_minor",
  agent_commission: "agent_commission_minor",
  price_pool: "price_pool_minor",
  returned_goods: "returned_goods_minor",
};

/** Everything of an order's money that no household got, as it stands today: tax and refunds change after the division, too. */
export async function partsOf(sql: Sql, order_id: string): Promise<ProofParts> {
  const [line] = await rows<Record<"paid" | "tax" | "refund" | "put_in", string>>(
    sql,
    `select sum(paid_minor)::text as paid, sum(tax_minor - refund_tax_minor)::text as tax, sum(refund_minor)::text as refund,
            (-sum(borne_minor))::text as put_in from sale_line where order_id = ?`,
    [order_id],
  );
  const found = await rows<{ account: string; amount: string }>(
    sql,
    `select r.account, sum(r.amount_minor)::text as amount from sale_line l join sale_line_row r on r.sale_line_id = l.id
     where l.order_id = ? and r.account not in ('tax', 'buyer_refund', 'household_payable', 'household_holdback') group by r.account`,
    [order_id],
  );
  const parts = {
    paid_minor: BigInt(line?.paid ?? 0),
    tax_minor: BigInt(line?.tax ?? 0),
    refund_minor: BigInt(line?.refund ?? 0),
    put_in_minor: BigInt(line?.put_in ?? 0),
    freight_minor: 0n,
    packing_minor: 0n,
    platform_fee_minor: 0n,
    cooperative_fee_minor: 0n,
    agent_commission_minor: 0n,
    price_pool_minor: 0n,
    returned_goods_minor: 0n,
  };
  for (const { account, amount } of found) {
    const part = PARTS[account];
    if (part === undefined) throw new Error(`a proof knows no account ${account}`);
    parts[part] += BigInt(amount);
  }
  return parts;
}

/** Grams of each line of an order, as it was sold. */
export async function gramsOf(sql: Sql, order_id: string): Promise<Map<string, bigint>> {
  const found = await rows<{ order_line_id: string; grams: string }>(
    sql,
    `select order_line_id, grams::text from sale_line where order_id = ? order by order_line_id`,
    [order_id],
  );
  return new Map(found.map((one) => [one.order_line_id, BigInt(one.grams)]));
}
