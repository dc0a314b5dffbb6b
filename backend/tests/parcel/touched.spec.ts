import { afterAll, beforeAll, expect, it } from "vitest";
import type { PlanAllocation, PlanOrderInput } from "../../src/modules/parcel/plan";
import { bulkOrder, NONE, parcelHouse, plannedWhole, violations, type ParcelHouse } from "./house";

/** In an order of ten thousand parcels, other lots in place of one change the parcels that held it and not a row besides. */
const PARCELS = 10_000;

let house: ParcelHouse;
let input: PlanOrderInput;
beforeAll(async () => {
  house = await parcelHouse();
  input = await bulkOrder(house, PARCELS);
  await plannedWhole(house, input);
});
afterAll(() => house?.close());

/** Which transaction wrote each row, by its key. */
async function writers(text: string): Promise<Map<string, string>> {
  const { rows } = await house.database.pool.query<{ key: string; row: string }>(text, [input.order_id]);
  return new Map(rows.map((one) => [one.key, one.row]));
}
const parcels = () =>
  writers(
    "select id as key, concat_ws('|', xmin, ctid, updated_at, state, number) as row from parcel where order_id = $1",
  );
const contents = () =>
  writers(
    `select c.parcel_id || '/' || c.allocation_id as key, concat_ws('|', c.xmin, c.ctid, c.units) as row
     from parcel p join parcel_content c on c.parcel_id = p.id where p.order_id = $1`,
  );
const lines = () =>
  writers(
    `select l.parcel_id || '/' || l.order_line_id as key, concat_ws('|', l.xmin, l.ctid) as row
     from parcel p join parcel_line l on l.parcel_id = p.id where p.order_id = $1`,
  );

/** What the pool promises once `units` of an allocation come of another lot. */
async function exchanged(from: PlanAllocation, units: number, name: string): Promise<PlanAllocation[]> {
  const to = { ...from, id: `alloc_${name}`, lot_id: `lot_${name}`, household_id: `hh_${name}`, units };
  const db = house.database.pool;
  await db.query(
    `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, units, sellable_units, grade, weigher_id, idempotency_key, input_hash)
     select $2, $2, pool_id, cooperative_id, $3, harvested_on, units, sellable_units, grade, weigher_id, $2, input_hash from lot where id = $1`,
    [from.lot_id, to.lot_id, to.household_id],
  );
  await db.query(
    `insert into allocation (id, order_id, order_line_id, pool_id, lot_id, household_id, units, rule, why) values ($1, $2, $3, $4, $5, $6, $7, 'fefo', '{}')`,
    [to.id, input.order_id, to.order_line_id, to.pool_id, to.lot_id, to.household_id, units],
  );
  const left = Number(from.units) - units;
  await db.query(
    left > 0
      ? "update allocation set units = $2 where id = $1"
      : "update allocation set state = 'released' where id = $1 and $2 = $2",
    [from.id, left],
  );
  return [
    ...input.allocations.filter((one) => one.id !== from.id),
    ...(left > 0 ? [{ ...from, units: left }] : []),
    to,
  ];
}

it.each([
  ["a part of a lot is swapped", 0.4],
  ["a lot is recalled and another takes its place", 1],
])("%s: parcels that did not hold it keep every row as it was written", async (name, share) => {
  const [all, inside, of] = [await parcels(), await contents(), await lines()];
  const from = input.allocations[share === 1 ? 70 : 40]!;
  const held = new Set([...inside.keys()].filter((key) => key.endsWith(`/${from.id}`)).map((key) => key.split("/")[0]));
  expect(held.size).toBeGreaterThan(10);
  const promised = await exchanged(from, Math.floor(Number(from.units) * share), name.replaceAll(" ", "_"));
  const refitted = await house.parcels.refits.refit(
    input.order_id,
    promised.map((one) => ({ ...one, units: Number(one.units) })),
  );
  input = { ...input, allocations: promised };
  expect(refitted).toMatchObject({ ok: true });

  // A parcel is what it was, also one whose lot was exchanged: id, number, place, hour.
  expect(await parcels()).toEqual(all);
  expect(await lines()).toEqual(of);
  const after = await contents();
  const changed = [...after].filter(([key, row]) => inside.get(key) !== row).map(([key]) => key.split("/")[0]!);
  expect(changed.length).toBeGreaterThan(0);
  expect(changed.filter((parcel) => !held.has(parcel))).toEqual([]);
  expect([...inside.keys()].filter((key) => !after.has(key) && !key.endsWith(`/${from.id}`))).toEqual([]);
  expect(await violations(house)).toEqual(NONE);
});
