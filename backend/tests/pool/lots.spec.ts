import { afterAll, beforeAll, expect, it } from "vitest";
import { nextCursor } from "../../src/lib/keyset";
import type { LotsAsked } from "../../src/modules/pool/reports";
import type { PoolRow } from "../../src/modules/pool/types";
import { givenLot, givenOrder, givenPool, newId, poolHouse, shipAll, type PoolHouse } from "./support";

/** A lot is found whatever its age: a list of the newest hundred is not all there is. */
let house: PoolHouse;
let pool: PoolRow;
let other: PoolRow;
const wang = newId("hh");
const old: string[] = [];
beforeAll(async () => {
  house = await poolHouse();
  pool = await givenPool(house);
  other = await givenPool(house, { cooperative_id: pool.cooperative_id, grade: "2" });
  for (let n = 0; n < 3; n += 1) old.push(await givenLot(house, pool, 1_000, { household_id: wang, days_ago: 30 + n }));
  for (let n = 0; n < 6; n += 1) await givenLot(house, pool, 1_000);
  old.push(await givenLot(house, other, 1_000, { household_id: wang, days_ago: 40 }));
});
afterAll(() => house?.close());

const asked = async (more: Partial<LotsAsked>) => {
  const lots = await house.pools.lotsOfCooperative({ cooperative_id: pool.cooperative_id, ...more });
  return { ids: lots.map((lot) => lot.id), next: nextCursor(lots, more.limit ?? 100) };
};

it("by its receipt's number, however it is written, and by its household's lots, oldest included", async () => {
  const { rows } = await house.db.query<{ number: string }>(`select number from lot where id = $1`, [old[2]]);
  const number = rows[0]?.number ?? "";
  expect((await asked({ limit: 5 })).ids).not.toContain(old[2]);
  expect((await asked({ find: { number: number.toLowerCase(), household_ids: [] } })).ids).toEqual([old[2]]);
  expect((await asked({ find: { number: "王", household_ids: [wang] } })).ids).toEqual(old);
  expect((await asked({ find: { number: "王", household_ids: [wang] }, pool_id: other.id })).ids).toEqual([old[3]]);
  expect((await asked({ find: { number, household_ids: [] }, pool_id: other.id })).ids).toEqual([]);
  expect((await asked({ find: { number, household_ids: [wang] }, cooperative_id: "coop_other" })).ids).toEqual([]);
});

it("page by page, each lot once", async () => {
  const find = { number: "", household_ids: [wang] };
  const first = await asked({ find, limit: 3 });
  const second = await asked({ find, limit: 3, cursor: first.next ?? "" });
  expect([...first.ids, ...second.ids]).toEqual(old);
  expect(second.next).toBeNull();
});

it("of what has left, nothing can be chosen: such lots don't fill the list", async () => {
  const sold = await givenPool(house, { cooperative_id: pool.cooperative_id, grade: "3" });
  const gone = await givenLot(house, sold, 1_000);
  const { order_id } = await givenOrder(house, sold, 1_000);
  expect((await asked({ pool_id: sold.id, here: true })).ids).toEqual([gone]);
  await shipAll(house, order_id);
  expect((await asked({ pool_id: sold.id, here: true })).ids).toEqual([]);
  expect((await asked({ pool_id: sold.id })).ids).toEqual([gone]);
});
