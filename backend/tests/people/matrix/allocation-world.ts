import type { House } from "../../../../dev/src/testing/house";

/** A lot of the first household fills an order of X; and a change of the pool's rule waits. */
export async function insertAllocation(
  house: House,
  input: { mark: string; order: string; pool: string; household: string; lot: string },
) {
  const { mark, pool } = input;
  const order_line = `line_${mark}`;
  await house.db.query(
    `insert into allocation (id, order_id, order_line_id, pool_id, lot_id, household_id, units, rule, why)
     values ($1, $2, $3, $4, $5, $6, 1000, 'pro_rata', '{"en": "Because.", "zh": "因为。"}')`,
    [`alloc_${mark}`, input.order, order_line, pool, input.lot, input.household],
  );
  const rule = `prule_${mark}`;
  await house.db.query(
    `insert into pool_rule (id, pool_id, version, rule, season_days, reason, proposed_by)
     values ($1, $2, 1000, 'equal', 365, 'the matrix', 'member_of_before')`,
    [rule, pool],
  );
  return { order_line, allocated_lot: input.lot, rule };
}
