import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../src/lib/ids";
import type { BoardList } from "../../src/modules/parcel/board";
import { take_ } from "../../src/modules/parcel/wave-take";
import { bulkOrder, labelled, parcelHouse, type ParcelHouse } from "./house";
import { COOP, HOUR, key, later, NOW, shedOf, value } from "./shed";
import { looksAtParcels, tallyOf } from "./tally-kit";

/** What a shed asks of orders that have many more parcels than it packs at once: docs/adr/0068. */
let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house?.close());

const { db, fold, broken, idsOf, explained } = tallyOf(() => house);
const { waveOf } = shedOf(() => house);

async function ready(count: number): Promise<string> {
  const input = await bulkOrder(house, count);
  await labelled(house, input);
  return input.order_id;
}

/** What waits of an order, as the list says it, and counted one by one; nothing where it is not on the list. */
async function waits(order_id: string): Promise<number> {
  const { rows } = await db().query<{ parcels: number; gross_g: number }>(
    `select count(*)::int as parcels, coalesce(sum(gross_g), 0)::float8 as gross_g from parcel
     where order_id = $1 and cooperative_id = 'coop_x' and state = 'labelled' and wave_id is null`,
    [order_id],
  );
  const counted = rows[0]!;
  for (const folded of [false, true]) {
    if (folded) await fold();
    const listed = (await house.parcels.waves.waiting("coop_x", 500)).find((one) => one.order_id === order_id);
    expect(listed === undefined, `${counted.parcels} wait`).toBe(counted.parcels === 0);
    if (listed) expect(listed).toMatchObject(counted);
  }
  expect(await broken()).toBe(0);
  return counted.parcels;
}

async function emptyWave(): Promise<string> {
  const id = newId("wave");
  await db().query(
    `insert into wave (id, cooperative_id, cut_off_at, made_by, idempotency_key) values ($1, 'coop_x', now() + interval '1 day', 'm_1', $1)`,
    [id],
  );
  return id;
}

describe("orders that wait for a wave", () => {
  it("are those of which labelled parcels are in none, at every moment; another cooperative sees none of them", async () => {
    const order_id = await ready(5);
    expect(await waits(order_id)).toBe(5);
    const wave_id = await waveOf([order_id]);
    expect(await waits(order_id)).toBe(0);
    const [first, second, third] = (await idsOf(order_id)) as [string, string, string];
    value(await house.parcels.waves.takeOut({ parcel_id: first, wave_id, cooperative_id: "coop_x" }));
    expect(await waits(order_id)).toBe(1);
    expect((await house.parcels.waves.waiting("coop_other", 500)).map((one) => one.order_id)).not.toContain(order_id);
    expect(value(await house.parcels.waves.add({ ...COOP, wave_id, order_ids: [order_id] }))).toEqual({
      taken: 1,
      left: 0,
    });
    // Packed out of a wave, void in one, and taken out and void: none of them waits.
    await db().query("update parcel set state = 'packed' where id = $1", [first]);
    await db().query("update parcel set state = 'void' where id = any($1)", [[second, third]]);
    await db().query("update parcel set wave_id = null where id = $1", [third]);
    expect(await waits(order_id)).toBe(0);
  });

  it("are listed without a look at their parcels", async () => {
    const order_id = await ready(200);
    await db().query("analyze parcel, parcel_tally");
    const plan = await explained(async () => {
      expect(await house.parcels.waves.waiting("coop_x", 500)).toContainEqual(
        expect.objectContaining({ order_id, parcels: 200 }),
      );
    });
    expect(plan).toContain("parcel_tally");
    expect(looksAtParcels(plan)).toEqual([]);
  });
});

describe("filling a wave", () => {
  it("reads as many parcels as there is room for, those to one place together, and counts none of those that are left", async () => {
    const order_id = await ready(120);
    await db().query("update parcel set address = '同一个地方' where id in (select id from parcel where order_id = $1 order by number desc limit 4)", [order_id]); // prettier-ignore
    await db().query("analyze parcel, parcel_tally");
    const wave_id = await emptyWave();
    const plan = await explained(
      async () => {
        const tx = await house.knex.transaction();
        try {
          const asked = { cooperative_id: "coop_x", order_ids: [order_id, order_id, "order_of_nobody"] };
          expect(await take_(tx, wave_id, 7, asked)).toEqual({ taken: 7, left: 113 });
        } finally {
          await tx.rollback();
        }
      },
      { in_order: true },
    );
    const looked = looksAtParcels(plan);
    const found = looked.filter((line) => line.includes("using parcel_to_take on parcel"));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/rows=7(\.00)? /);
    expect(looked.filter((line) => /rows=(\d{2,})/.test(line))).toEqual([]);
    expect(plan).not.toMatch(/Sort Key: .*left/i);
    // What was rolled back was never taken.
    expect(await waits(order_id)).toBe(120);

    const { taken, left } = await house.knex.transaction((tx) =>
      take_(tx, wave_id, 7, { cooperative_id: "coop_x", order_ids: [order_id] }),
    );
    expect([taken, left]).toEqual([7, 113]);
    const { rows } = await db().query<{ is_first: boolean }>(
      `select coalesce(max(left(address, 200)) filter (where wave_id = $1) <= min(left(address, 200)) filter (where wave_id is null), false) as is_first
       from parcel where order_id = $2`,
      [wave_id, order_id],
    );
    expect(rows).toEqual([{ is_first: true }]);
  });

  it("of one carrier takes and counts that carrier's alone; another cooperative's are not there", async () => {
    const order_id = await ready(6);
    const ids = await idsOf(order_id);
    await db().query("update parcel set carrier = 'other' where id = any($1)", [ids.slice(0, 4)]);
    const wave_id = await emptyWave();
    const take = (room: number, more: object) =>
      house.knex.transaction((tx) => take_(tx, wave_id, room, { cooperative_id: "coop_x", order_ids: [order_id], ...more })); // prettier-ignore
    expect(await take(9, { cooperative_id: "coop_other" })).toEqual({ taken: 0, left: 0 });
    expect(await take(3, { carrier: "other" })).toEqual({ taken: 3, left: 1 });
    expect(await take(9, { carrier: "other", service: "none" })).toEqual({ taken: 0, left: 0 });
    expect(await take(9, {})).toEqual({ taken: 3, left: 0 });
    expect(await waits(order_id)).toBe(0);
  });

  it("by many at once, beside people who pack and folds, puts each parcel in one wave, and what is kept is what waits", async () => {
    const order_id = await ready(60);
    const make = () =>
      house.parcels.waves.make({
        ...COOP,
        order_ids: [order_id],
        cut_off_at: later(HOUR),
        now: NOW,
        idempotency_key: key(),
      });
    const ids = await idsOf(order_id);
    await Promise.all([
      make(),
      make(),
      fold(),
      ...ids.slice(0, 10).map((id) => db().query("update parcel set state = 'packed' where id = $1", [id])),
      make(),
      fold(),
    ]);
    expect(await waits(order_id)).toBe(0);
  });
});

describe("the board's lists", () => {
  it("that end after a page read a page: silent, refused, and by state", async () => {
    const order_id = await ready(150);
    const ids = await idsOf(order_id);
    await db().query("update parcel set booking_refusal = 'carrier_refused' where id = any($1)", [ids.slice(0, 90)]);
    const gone = await ready(150);
    value(await house.parcels.handOver({ ...COOP, order_id: gone }));
    await db().query("analyze parcel, parcel_event");
    const now = later(7 * 24 * HOUR);
    const by: Record<string, string> = {
      silent: "parcel_on_its_way(_of_cooperative)?",
      refused: "parcel_refused_on_board",
      labelled: "parcel_on_board",
    };
    for (const [list, index] of Object.entries(by)) {
      const plan = await explained(() =>
        house.parcels.board.list("coop_x", list as BoardList, { limit: 10, now }).then((page) => {
          expect(page, list).toHaveLength(10);
        }),
      );
      const looked = looksAtParcels(plan);
      expect(looked, list).toHaveLength(1);
      expect(looked[0], list).toMatch(new RegExp(`using ${index} on parcel p .*rows=10(\\.00)? `));
    }
  });

  it("of what is past its cut-off go on in the wave where the page before ended, also of waves with one cut-off", async () => {
    const cut_off_at = later(2 * HOUR);
    const orders = [await ready(4), await ready(4), await ready(3)];
    const waves = [];
    for (const [at, order_id] of orders.entries())
      waves.push(await waveOf([order_id], at < 2 ? cut_off_at : later(3 * HOUR)));
    const now = later(24 * HOUR);
    const whole = await house.parcels.board.list("coop_x", "late", { limit: 500, now });
    const paged: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await house.parcels.board.list("coop_x", "late", { limit: 3, now, cursor });
      paged.push(...page.map((one) => one.id));
      const last = page.at(-1);
      if (!last || page.length < 3) break;
      cursor = `${last.at_key}~${last.id}`;
    }
    expect(paged).toEqual(whole.map((one) => one.id));
    const { rows } = await db().query<{ id: string }>("select id from parcel where wave_id = any($1)", [waves]);
    expect(new Set(paged.filter((id) => rows.some((row) => row.id === id))).size).toBe(11);
  });
});
