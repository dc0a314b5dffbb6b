import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { truckRuns } from "../../src/lib/delivery-note-facts";
import { invariantsOf } from "../../src/modules/parcel/invariants";
import { Migration20261128000701 } from "../../src/modules/parcel/migrations/Migration20261128000701";
import { Migration20261128000702 } from "../../src/modules/parcel/migrations/Migration20261128000702";
import { Migration20261128000761 } from "../../src/modules/parcel/migrations/Migration20261128000761";
import { Plans } from "../../src/modules/parcel/plans";
import { ThreadPlanner } from "../../src/modules/parcel/planner";
import { Tallies } from "../../src/modules/parcel/tallies";
import { bulkOrder, givenOrder, labelled, parcelHouse, type ParcelHouse } from "./house";
import { runOf, SIZES } from "./run-kit";
import { looksAtParcels, tallyOf } from "./tally-kit";

const COOP = { cooperative_id: "coop_x", person: "member_1" };

let house: ParcelHouse;
let plans: Plans;
beforeAll(async () => {
  house = await parcelHouse();
  plans = new Plans(house.knex, new ThreadPlanner(), SIZES);
});
afterAll(() => house?.close());

const { open, work, drain } = runOf(
  () => house,
  () => plans,
);
const { db, fold, kept, same, broken, setState, idsOf, explained } = tallyOf(() => house);

describe("what stands where of an order", () => {
  it("is what its parcels are, at every moment of their life", async () => {
    const input = await bulkOrder(house, 10);
    const { order_id } = input;
    expect(await same(order_id)).toEqual({});
    await plans.planOrder(input);
    expect(await same(order_id)).toEqual({});
    await work((await open(order_id))[0]!, input);
    // Half a plan is kept, and told to nobody.
    expect(await kept(order_id)).toBe(1);
    expect(await same(order_id)).toEqual({});
    await drain(input);
    expect(await same(order_id)).toEqual({ planned: 10 });

    await labelled(house, input);
    expect(await same(order_id)).toEqual({ labelled: 10 });
    const ids = await idsOf(order_id);
    await setState(ids.slice(0, 3), "packed");
    expect(await same(order_id)).toEqual({ labelled: 7, packed: 3 });
    const signed = await house.parcels.handOver({ ...COOP, order_id });
    expect(signed.ok).toBe(true);
    expect(await same(order_id)).toEqual({ handed_over: 10 });

    const parcels = await house.parcels.parcelsOfOrder(order_id);
    const say = (said: string, from: number, to: number) =>
      house.parcels.recordCarrierEvents({
        message_id: `out_${randomUUID()}`,
        hold_days: new Map(),
        events: parcels
          .slice(from, to)
          .map(({ number }) => ({ event_id: `${number}_${said}`, number, said, at: new Date(), place: null })),
      });
    await say("in_transit", 0, 8);
    expect(await same(order_id)).toEqual({ handed_over: 2, in_transit: 8 });
    await say("delivered", 0, 5);
    await say("lost", 5, 6);
    expect(await same(order_id)).toEqual({ delivered: 5, handed_over: 2, in_transit: 2, lost: 1 });
    // A row for each state that some are in, whatever came before.
    expect(await kept(order_id)).toBe(4);
  });

  it("is nothing once a cancellation has voided all, of half a plan too, and the order leaves the desk's list", async () => {
    const whole = await bulkOrder(house, 3);
    await labelled(house, whole);
    const half = await bulkOrder(house, 10);
    await plans.planOrder(half);
    await work((await open(half.order_id))[0]!, half);
    const listed = async () =>
      (await house.parcels.ordersOfCooperative("coop_x", { limit: 100 })).map((order) => order.order_id);
    expect(await listed()).toContain(whole.order_id);
    expect(await listed()).not.toContain(half.order_id);
    for (const { order_id } of [whole, half]) {
      const gone = await house.parcels.replans.withdraw({
        cause: `cancel:${order_id}`,
        order_ids: [order_id],
        left: {},
      });
      expect(gone).toMatchObject({ ok: true });
      await db().query("update allocation set state = 'released' where order_id = $1", [order_id]);
      expect(await same(order_id)).toEqual({});
      expect(await listed()).not.toContain(order_id);
      expect(await house.parcels.parcelsOfOrder(order_id, { live: true, limit: 100 })).toEqual([]);
      expect(await house.parcels.tallies.freightOf(order_id)).toEqual([]);
    }
  });

  it("is told to each cooperative of its own parcels, with their weight and what they cost", async () => {
    const tag = randomUUID().slice(0, 8);
    const line = (cooperative_id: string, packs: number) => ({
      order_line_id: `line_${tag}_${cooperative_id}`,
      cooperative_id,
      pool_id: `pool_${tag}_${cooperative_id}`,
      pack_g: 2_000,
      pack_units: 2_000,
      blendable: true,
      lots: [{ lot_id: `lot_${tag}_${cooperative_id}`, units: packs * 2_000 }],
    });
    const lines = [line("coop_a", 3), line("coop_b", 1)];
    const input = await givenOrder(house, {
      lines,
      packs: [{ [lines[0]!.order_line_id]: 2, [lines[1]!.order_line_id]: 1 }, { [lines[0]!.order_line_id]: 1 }],
    });
    await labelled(house, input);
    const { order_id } = input;
    const parcels = await house.parcels.parcelsOfOrder(order_id);
    const sum = (of: string, what: "gross_g" | "freight_minor") =>
      parcels.filter((one) => one.cooperative_id === of).reduce((all, one) => all + one[what], 0);
    for (const cooperative_id of ["coop_a", "coop_b"]) {
      const count = parcels.filter((one) => one.cooperative_id === cooperative_id).length;
      expect(count).toBeGreaterThan(0);
      for (let round = 0; round < 2; round++) {
        const [order] = await house.parcels.ordersOfCooperative(cooperative_id, { limit: 10 });
        expect(order).toMatchObject({ order_id, states: { labelled: count }, gross_g: sum(cooperative_id, "gross_g") });
        expect((await house.parcels.board.counts(cooperative_id, new Date())).states).toEqual({ labelled: count });
        await fold();
      }
    }
    expect(await house.parcels.tallies.freightOf(order_id)).toEqual([
      { cooperative_id: "coop_a", freight_minor: BigInt(sum("coop_a", "freight_minor")) },
      { cooperative_id: "coop_b", freight_minor: BigInt(sum("coop_b", "freight_minor")) },
    ]);
    const planned = await house.parcels.plannedFreight(order_id);
    expect(planned.map(({ cooperative_id, freight_minor }) => ({ cooperative_id, freight_minor }))).toEqual(
      await house.parcels.tallies.freightOf(order_id),
    );
  });

  it("follows whatever writes parcels: weights and freight that change, rows of another state, and none at all", async () => {
    const input = await bulkOrder(house, 4);
    await labelled(house, input);
    const { order_id } = input;
    await fold();
    const ids = await idsOf(order_id);
    const before = await kept(order_id);
    await db().query("update parcel set updated_at = now() where order_id = $1", [order_id]);
    await db().query("update parcel set state = 'packed' where order_id = 'order_none'");
    // What changes nothing that is kept adds no row.
    expect(await kept(order_id)).toBe(before);
    await db().query("update parcel set gross_g = gross_g + 7, freight_minor = freight_minor + 5 where id = any($1)", [
      ids.slice(0, 2),
    ]);
    expect(await kept(order_id)).toBe(before + 1);
    expect(await same(order_id)).toEqual({ labelled: 4 });
    const [listed] = await house.parcels.ordersOfCooperative("coop_x", { limit: 1 });
    const { rows } = await db().query<{ gross_g: number }>(
      "select sum(gross_g)::float8 as gross_g from parcel where order_id = $1",
      [order_id],
    );
    expect(listed).toMatchObject({ order_id, gross_g: rows[0]?.gross_g });
    await db().query("update parcel set gross_g = gross_g - 7, freight_minor = freight_minor - 5 where id = any($1)", [
      ids.slice(0, 2),
    ]);
    await same(order_id);
  });

  it("is counted once from the parcels that are there when it begins to be kept", async () => {
    const input = await bulkOrder(house, 3);
    await labelled(house, input);
    const tx = await house.knex.transaction();
    try {
      type Made = typeof Migration20261128000701 | typeof Migration20261128000702 | typeof Migration20261128000761;
      const run = async (made: Made, way: "up" | "down") => {
        const migration = new made(undefined as never, undefined as never);
        migration[way]();
        for (const query of migration.getQueries()) await tx.raw(String(query));
      };
      await run(Migration20261128000761, "down");
      await run(Migration20261128000702, "down");
      await run(Migration20261128000701, "down");
      // Whoever writes without it is counted too.
      await tx.raw("update parcel set state = 'packed' where order_id = ?", [input.order_id]);
      await run(Migration20261128000701, "up");
      await run(Migration20261128000702, "up");
      await run(Migration20261128000761, "up");
      expect(await new Tallies(tx).progressOf(input.order_id)).toEqual({ packed: 3 });
      expect((await invariantsOf(tx)).find(({ id }) => id === "P7")).toMatchObject({ violations: 0 });
      expect(await new Tallies(tx).fold()).toBe(0);
      await tx.raw("update parcel set state = 'void' where order_id = ?", [input.order_id]);
      expect(await new Tallies(tx).progressOf(input.order_id)).toEqual({});
    } finally {
      await tx.rollback();
    }
    expect(await same(input.order_id)).toEqual({ labelled: 3 });
  });

  it("is gone with the parcels when the tables are emptied", async () => {
    await labelled(house, await bulkOrder(house, 2));
    const client = await db().connect();
    try {
      await client.query("begin");
      await client.query("truncate parcel cascade");
      const { rows } = await client.query<{ n: number }>(
        "select ((select count(*) from parcel_tally) + (select count(*) from label_tally))::int as n",
      );
      expect(rows).toEqual([{ n: 0 }]);
    } finally {
      await client.query("rollback");
      client.release();
    }
    expect(await broken()).toBe(0);
  });
});

describe("labels of a sheet", () => {
  it("are counted as they are printed, printed again and void", async () => {
    const input = await bulkOrder(house, 4);
    await labelled(house, input);
    const { order_id } = input;
    const first = await house.parcels.labelPrint(order_id, "coop_x");
    expect(first).toMatchObject({ printed: 4, total: 4, sheets: [{ pages: 4, void: 0 }] });
    await house.parcels.recordLabels({
      message_id: `out_${randomUUID()}`,
      order_id,
      sheets: [
        {
          cooperative_id: "coop_x",
          file: "labels/one.pdf",
          sha256: "0".repeat(64),
          parcel_ids: (await idsOf(order_id)).slice(0, 1),
        },
      ],
    });
    for (let round = 0; round < 2; round++) {
      const again = await house.parcels.labelPrint(order_id, "coop_x");
      expect(again.sheets.map((sheet) => [sheet.pages, sheet.void])).toEqual([
        [4, 1],
        [1, 0],
      ]);
      expect(await broken()).toBe(0);
      await fold();
    }
    await labelled(house, input);
    const last = await house.parcels.labelPrint(order_id, "coop_x");
    expect(last).toMatchObject({ printed: 4, sheets: [{ pages: 4, void: 0 }] });
    expect(await broken()).toBe(0);
  });
});

describe("P7", () => {
  it("tells a count that is wrong, of parcels and of labels, and none that only stands in many rows; counted anew it is right", async () => {
    const input = await bulkOrder(house, 2);
    await labelled(house, input);
    const { order_id } = input;
    await setState(await idsOf(order_id), "packed");
    expect(await broken()).toBe(0);
    const wrong = [
      `insert into parcel_tally (order_id, cooperative_id, plan_version, state, parcels, gross_g, freight_minor) values ('order_none', 'coop_x', 1, 'planned', 1, 0, 0)`,
      `insert into parcel_tally (order_id, cooperative_id, plan_version, state, parcels, gross_g, freight_minor) values ('${order_id}', 'coop_x', 1, 'packed', 0, 0, 1)`,
      `delete from parcel_tally where order_id = '${order_id}' and state = 'packed'`,
      `insert into label_tally (sheet_id, labels) select id, -1 from label_sheet where order_id = '${order_id}'`,
    ];
    for (const statement of wrong) {
      const tx = await house.knex.transaction();
      try {
        await tx.raw(statement);
        expect((await invariantsOf(tx)).find(({ id }) => id === "P7")?.violations, statement).toBe(1);
        await tx.raw("select parcel_tally_counts_anew(), label_tally_counts_anew()");
        expect((await invariantsOf(tx)).find(({ id }) => id === "P7")?.violations, statement).toBe(0);
      } finally {
        await tx.rollback();
      }
    }
    expect(await broken()).toBe(0);
  });
});

describe("what pages ask of an order", () => {
  it("looks at no parcel: how many stand where, what carriage costs, the desk's list, how many labels", async () => {
    const input = await bulkOrder(house, 300);
    await labelled(house, input);
    const { order_id } = input;
    await db().query("analyze parcel");
    const { parcels } = house;
    const asks: Record<string, () => Promise<unknown>> = {
      progress: () => parcels.progressOfOrder(order_id),
      freight: () => parcels.tallies.freightOf(order_id),
      "desk's list": () => parcels.ordersOfCooperative("coop_x", { limit: 50 }),
      labels: () => parcels.labelPrint(order_id, "coop_x"),
    };
    for (const [page, ask] of Object.entries(asks)) {
      const plan = await explained(ask);
      expect(plan, page).toMatch(/ on (parcel|label)_tally/);
      expect(looksAtParcels(plan), page).toEqual([]);
      expect(plan, page).not.toMatch(/ on parcel_label(?!\w)/);
    }
    // Goods that no truck carries are not read for those that one does.
    const trucks = () => truckRuns(house.knex, { order_ids: [order_id], cooperative_id: "coop_x" });
    expect(looksAtParcels(await explained(trucks)).filter((line) => !line.includes("parcel_on_truck"))).toEqual([]);
  });

  it("the first hundred are found by the index alone, void ones passed over, and half a plan is not looked at", async () => {
    const input = await bulkOrder(house, 12);
    await labelled(house, input);
    const { order_id } = input;
    const ids = await idsOf(order_id);
    await setState(ids.slice(0, 4), "void");
    const first = () => house.parcels.parcelsOfOrder(order_id, { live: true, limit: 5 });
    expect((await first()).map((parcel) => parcel.id)).toEqual(ids.slice(4, 9));
    expect(await explained(first)).toContain("Index Only Scan using parcel_of_order on parcel");

    const half = await bulkOrder(house, 10);
    await plans.planOrder(half);
    await work((await open(half.order_id))[0]!, half);
    const none = () => house.parcels.parcelsOfOrder(half.order_id, { live: true, limit: 5 });
    expect(await none()).toEqual([]);
    expect(looksAtParcels(await explained(none))).toEqual([]);
    await drain(half);
    expect(await none()).toHaveLength(5);
  });
});
