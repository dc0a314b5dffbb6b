import { rows, type Sql } from "../../lib/sql";

/** What the buyer has paid for freight with a line and not got back, and the tax in it, minor units. */
export interface KeptLine {
  order_line_id: string;
  cooperative_id: string;
  left_minor: bigint;
  tax_left_minor: bigint;
}

/** What the buyer has paid for freight with each line and not got back, and the tax in it. */
export async function keptFreight(tx: Sql, sale_id: string): Promise<KeptLine[]> {
  const found = await rows<{ order_line_id: string; cooperative_id: string; kept: string; tax: string }>(
    tx,
    `select order_line_id, cooperative_id, k.kept::text as kept,
       case when k.kept = 0 then 0 else greatest(tax_minor - refund_tax_minor, 0) * k.kept / (paid_minor - refund_minor) end::bigint::text as tax
     from sale_line cross join lateral (select greatest(least(freight_paid_minor - refund_freight_minor, paid_minor - refund_minor), 0) as kept) k
     where sale_id = ? order by order_line_id`,
    [sale_id],
  );
  return found.map(({ kept, tax, ...line }) => ({ ...line, left_minor: BigInt(kept), tax_left_minor: BigInt(tax) }));
}

/** Cooperatives whose freight of an order is the buyer's and theirs alone, as its quote says: households bear and get nothing of it. */
export async function freightApart(sql: Sql, sale_id: string): Promise<ReadonlySet<string>> {
  const found = await rows<{ cooperative_id: string }>(
    sql,
    `select cooperative_id from sale_freight_term where sale_id = ?`,
    [sale_id],
  );
  return new Set(found.map((one) => one.cooperative_id));
}
