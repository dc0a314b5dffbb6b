import type { ShortHouse } from "./short-house";

/** Every invariant of the three rooms that is broken. */
export async function broken(house: ShortHouse): Promise<string[]> {
  const all = [
    ...(await house.pools.invariants()),
    ...(await house.parcels.invariants()),
    ...(await house.settlement.invariants()),
  ];
  // Nobody seals here, and a slow machine takes longer than a seal may be waited for.
  return all.filter((one) => one.violations > 0 && one.id !== "M11").map((one) => `${one.id}: ${one.violations}`);
}

/** All that a short may change and its undoing must put back: lots, shares, holds, counters, lines' refunds. */
export async function picture(house: ShortHouse): Promise<unknown> {
  const read = async (sql: string) => (await house.db.query(sql)).rows as unknown[];
  return {
    lots: await read("select id, allocated, shipped, wasted from lot order by id"),
    shares: await read(
      "select order_line_id, lot_id, units, shipped, state, why from allocation where state <> 'released' order by 1, 2",
    ),
    holds: await read(
      "select h.owner_id, h.state, l.pool_id, l.units from hold h join hold_line l on l.hold_id = h.id order by 1, 3",
    ),
    pools: await read("select id, on_hand, held from pool order by id"),
    lines: await read("select order_line_id, refund_minor, refund_tax_minor, borne_minor from sale_line order by 1"),
    parcels: await read(
      `select p.order_id, p.gross_g, p.freight_minor, c.order_line_id, c.lot_id, sum(c.units) as units from parcel p join parcel_content c on c.parcel_id = p.id
       where p.state <> 'void' group by 1, 2, 3, 4, 5 order by 1, 4, 5, 2, 6`,
    ),
  };
}
