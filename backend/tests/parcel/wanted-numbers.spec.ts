import { afterAll, beforeAll, expect, it } from "vitest";
import { bulkOrder, labelled, parcelHouse, type ParcelHouse } from "./house";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

it("parcels without a number come by what a person does next, page by page, each once, and are found by name, order and wave", async () => {
  const coop = "coop_x";
  const input = await bulkOrder(house, 9);
  await labelled(house, input);
  const db = house.database.pool;
  const parcels = await house.parcels.parcelsOfOrder(input.order_id);
  await db.query(`update parcel set carrier = 'sf' where order_id = $1`, [input.order_id]);
  const made = await house.parcels.waves.make({
    cooperative_id: coop,
    order_ids: [input.order_id],
    cut_off_at: new Date("2026-12-01T08:00:00Z"),
    now: new Date("2026-12-01T00:00:00Z"),
    person: "member_1",
    idempotency_key: "wave_wanted",
  });
  if (!made.ok) throw new Error(made.refusal.message);
  const [a, b, c] = parcels as [(typeof parcels)[0], (typeof parcels)[0], (typeof parcels)[0]];
  await db.query(`update parcel set state = 'packed' where id = any($1)`, [[a.id, b.id, c.id]]);
  const signed = await house.parcels.handOver({ cooperative_id: coop, person: "member_1", parcel_ids: [b.id, c.id] });
  if (!signed.ok) throw new Error(signed.refusal.message);

  const seen: { id: string; state: string }[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await house.parcels.wantedNumbers.list({ cooperative_id: coop }, { limit: 2, cursor });
    seen.push(...page);
    cursor = page.at(-1)?.cursor;
    if (cursor === undefined) break;
  }
  expect(new Set(seen.map((one) => one.id)).size).toBe(9);
  expect(seen.map((one) => one.state)).toEqual([
    "handed_over",
    "handed_over",
    "packed",
    ...Array.from({ length: 6 }, () => "labelled"),
  ]);
  expect(await house.parcels.wantedNumbers.counts({ cooperative_id: coop })).toEqual({ all: 9, left: 2 });

  const found = (filter: object) =>
    house.parcels.wantedNumbers.list({ cooperative_id: coop, ...filter }, { limit: 100 });
  expect((await found({ search: a.number.slice(2).toLowerCase() })).map((one) => one.id)).toEqual([a.id]);
  expect((await found({ search: a.name })).map((one) => one.id)).toEqual([a.id]);
  expect(await found({ search: "7", order_ids: [input.order_id] })).toHaveLength(9);
  // What looks like a pattern is only letters.
  expect(await found({ search: "%" })).toEqual([]);
  expect(await found({ wave_id: made.value.wave_id })).toHaveLength(9);
  expect(await found({ wave_id: "wave_none" })).toEqual([]);
  expect(await house.parcels.wantedNumbers.waves(coop)).toMatchObject([{ id: made.value.wave_id, parcels: 9 }]);
  expect(await house.parcels.wantedNumbers.list({ cooperative_id: "coop_other" }, { limit: 100 })).toEqual([]);
});
