import { afterAll, beforeAll, expect, it } from "vitest";
import { searched } from "../../src/modules/parcel/point-order-search";
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

it("who fetches goods is found by two characters of a name without reading the names of all", async () => {
  // Of fewer the planner reads them all, and is right.
  const many = 100_000;
  const { and, bindings } = searched("coop_many", { search: "芳婷" });
  const search = `from point_order o where o.cooperative_id = 'coop_many'${and}`;
  const lines = await house.knex.transaction(async (tx) => {
    // Copies without what a real parcel hangs on: a plan, a carton, an order.
    await tx.raw(`create schema many`);
    await tx.raw(`create table many.parcel as select * from public.parcel where false`);
    await tx.raw(
      `create index by_phone on many.parcel (cooperative_id, right(regexp_replace(phone, '\\D', '', 'g'), 4), order_id) include (phone, name)
         where carrier = 'pickup' and state <> 'void'`,
    );
    const [index] = (
      await tx.raw<{ rows: { made: string }[] }>(
        `select indexdef as made from pg_indexes where indexname = 'parcel_fetched_by_name'`,
      )
    ).rows;
    await tx.raw(String(index?.made).replace("public.parcel", "many.parcel"));
    await tx.raw(`create table many.point_order (like public.point_order including defaults including indexes)`);
    await tx.raw(`set local search_path to many, public`);
    // A family name and two of two hundred characters: one in some thousands has both, side by side.
    await tx.raw(
      `insert into parcel (id, order_id, cooperative_id, name, phone, carrier, state)
       select 'p' || n, 'o' || n, 'coop_many', substr('王李张刘陈杨黄赵', 1 + n % 8, 1)
           || case when n % 4000 = 7 then '芳婷' else chr(20013 + (n * 31) % 211) || chr(24000 + (n * 17) % 223) end,
         '1380000' || lpad((n % 10000)::text, 4, '0'), 'pickup', 'planned'
       from generate_series(1, ?) n`,
      [many],
    );
    await tx.raw(
      `insert into point_order (id, order_id, cooperative_id, point_id, code) select 'x' || n, 'o' || n, 'coop_many', 'pt', '123456' from generate_series(1, ?) n`,
      [many],
    );
    await tx.raw(`analyze parcel`);
    await tx.raw(`analyze point_order`);
    const found = await tx.raw<{ rows: object[] }>(`select o.id ${search}`, bindings as string[]);
    expect(found.rows).toHaveLength(many / 4_000);
    const plan = await tx.raw<{ rows: { "QUERY PLAN": string }[] }>(
      `explain (analyze, buffers off) select o.id ${search}`,
      bindings as string[],
    );
    await tx.raw(`drop schema many cascade`);
    return plan.rows.map((one) => one["QUERY PLAN"]);
  });
  expect(lines.join("\n")).toContain("Bitmap Index Scan on parcel_fetched_by_name");
});
