import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TRUCK } from "@commonlot/domain";
import { cartonsOfRun, goodsOfRun, truckRuns } from "../../src/lib/delivery-note-facts";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import { bulkOrder, givenOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { partLeft, restShort } from "./truck-kit";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

const COOP = { cooperative_id: "coop_x", person: "member_1" };

/** One destination whose goods go on a truck that costs so much. */
async function byTruck(packs: number, truck_minor: string): Promise<PlanOrderInput> {
  const input = await bulkOrder(house, 1, packs);
  const destinations = input.destinations.map((one) => ({ ...one, province_code: TRUCK.place, truck_minor }));
  return { ...input, destinations };
}

async function freight(order_id: string) {
  const parcels = (await house.parcels.parcelsOfOrder(order_id)).filter((one) => one.state !== "void");
  const lines = await house.parcels.freightOfOrder(order_id);
  return {
    carriers: [...new Set(parcels.map((one) => one.carrier))],
    on_parcels: parcels.reduce((sum, one) => sum + one.freight_minor, 0),
    on_lines: lines.reduce((sum, one) => sum + one.freight_minor, 0n),
  };
}

describe("goods on a truck", () => {
  it("are cartons of one carrier that bear exactly what the truck costs, and no carrier is asked for them", async () => {
    const input = await byTruck(101, "895001");
    await labelled(house, input);
    expect(await freight(input.order_id)).toEqual({
      carriers: [TRUCK.carrier],
      on_parcels: 895_001,
      on_lines: 895_001n,
    });
    const signed = await house.parcels.handOver({ ...COOP, order_id: input.order_id });
    if (!signed.ok) throw new Error(signed.refusal.message);
    const { rows } = await house.database.pool.query(`select 1 from booking where handover_id = $1`, [
      signed.value.handover.id,
    ]);
    expect(rows).toEqual([]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("planned anew after a part has left, together they still bear what the truck costs", async () => {
    const input = await byTruck(60, "100003");
    await labelled(house, input);
    const [first] = await house.parcels.parcelsOfOrder(input.order_id);
    if (!first) throw new Error("nothing was planned");
    const signed = await house.parcels.handOver({ ...COOP, parcel_ids: [first.id] });
    if (!signed.ok) throw new Error(signed.refusal.message);
    const cause = `truck:${randomUUID()}`;
    const withdrawn = await house.parcels.replans.withdraw({
      cause,
      order_ids: [input.order_id],
      left: { [input.order_id]: 1 },
    });
    if (!withdrawn.ok) throw new Error(withdrawn.refusal.message);
    const gone = first.contents.reduce((sum, one) => sum + one.units / one.pack_units, 0);
    const destinations = input.destinations.map((one) => ({
      ...one,
      items: one.items.map((item) => ({ ...item, packs: item.packs - gone })),
    }));
    const planned = await house.parcels.replans.plan({ ...input, cause, destinations, hold_days: 0 });
    if (!planned.ok) throw new Error(planned.refusal.message);
    expect(await freight(input.order_id)).toEqual({
      carriers: [TRUCK.carrier],
      on_parcels: 100_003,
      on_lines: 100_003n,
    });
  });

  it("when a part has left and all the rest falls short it costs the same: what lies on no carton is counted where carriage is", async () => {
    const input = await byTruck(60, "895001");
    await labelled(house, input);
    const { gone } = await partLeft(house, input);
    expect(gone.freight_minor).toBeLessThan(895_001);
    await restShort(house, input, gone);
    const now = await freight(input.order_id);
    expect(now).toEqual({
      carriers: [TRUCK.carrier],
      // What left is frozen.
      on_parcels: gone.freight_minor,
      on_lines: 895_001n,
    });
    expect(await house.parcels.plannedFreight(input.order_id)).toMatchObject([
      { cooperative_id: "coop_x", freight_minor: 895_001n, parcels: 1, left: true },
    ]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("while it waits for its new plan, and when what fell short is there after all, it costs the same", async () => {
    const input = await byTruck(60, "895001");
    await labelled(house, input);
    const { gone, cause, withdraw } = await partLeft(house, input);
    await withdraw();
    expect(await freight(input.order_id)).toMatchObject({ on_parcels: gone.freight_minor, on_lines: 895_001n });
    expect(await house.parcels.plannedFreight(input.order_id)).toMatchObject([
      { freight_minor: 895_001n, left: false },
    ]);
    const packs = gone.contents.reduce((sum, one) => sum + one.units, 0) / (gone.contents[0]?.pack_units ?? 1);
    const destinations = input.destinations.map((one) => ({
      ...one,
      items: one.items.map((item) => ({ ...item, packs: item.packs - packs })),
    }));
    const planned = await house.parcels.replans.plan({ ...input, cause, destinations, hold_days: 0 });
    expect(planned).toMatchObject({ ok: true, value: { planned: true } });
    expect(await freight(input.order_id)).toMatchObject({ on_parcels: 895_001, on_lines: 895_001n });
    expect(await violations(house)).toEqual(NONE);
  });

  it("of which nothing leaves costs nothing: no truck has driven", async () => {
    const input = await byTruck(30, "895001");
    await labelled(house, input);
    await restShort(house, input);
    expect(await freight(input.order_id)).toEqual({ carriers: [], on_parcels: 0, on_lines: 0n });
    expect(await house.parcels.plannedFreight(input.order_id)).toEqual([]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("of one cooperative is its own alone, where another one's parcels go on", async () => {
    const [tag, units] = [randomUUID().slice(0, 8), 2_000];
    const line = (cooperative_id: string, packs: number) => ({
      order_line_id: `line_${cooperative_id}_${tag}`,
      cooperative_id,
      pool_id: `pool_${cooperative_id}_${tag}`,
      pack_g: units,
      pack_units: units,
      blendable: true,
      lots: [{ lot_id: `lot_${cooperative_id}_${tag}`, units: packs * units }],
    });
    const [x, y] = [line("coop_x", 60), line("coop_y", 2)];
    const given = await givenOrder(house, {
      lines: [x, y],
      packs: [{ [x.order_line_id]: 60, [y.order_line_id]: 2 }],
    });
    const [to] = given.destinations;
    if (!to) throw new Error("it goes nowhere");
    const of = (cooperative_id: string) => to.items.filter((one) => one.cooperative_id === cooperative_id);
    const load = {
      ...to,
      id: `${to.id}:coop_x`,
      province_code: TRUCK.place,
      truck_minor: "895001",
      items: of("coop_x"),
    };
    const input = { ...given, destinations: [{ ...to, items: of("coop_y") }, load] };
    await labelled(house, input);
    const planned = async () => {
      const found = await house.parcels.plannedFreight(input.order_id);
      return Object.fromEntries(found.map((one) => [one.cooperative_id, one.freight_minor]));
    };
    const before = await planned();
    expect(before.coop_x).toBe(895_001n);
    expect(before.coop_y).toBeGreaterThan(0n);
    const { gone } = await partLeft(house, input);
    await restShort(house, input, gone);
    expect(await planned()).toEqual(before);
    const lines = await house.parcels.freightOfOrder(input.order_id);
    expect(Object.fromEntries(lines.map((one) => [one.order_line_id, one.freight_minor]))).toEqual({
      [x.order_line_id]: 895_001n,
      [y.order_line_id]: before.coop_y,
    });
    expect(await violations(house)).toEqual(NONE);
  });

  it("is missed by P5 when its cartons bear another sum than it costs", async () => {
    const input = await byTruck(30, "120000");
    await labelled(house, input);
    const costs = (more: number) =>
      house.database.pool.query(`update truck_load set freight_minor = freight_minor + $2 where order_id = $1`, [
        input.order_id,
        more,
      ]);
    for (const wrong of [1, -1]) {
      await costs(wrong);
      expect(await violations(house)).toEqual({ ...NONE, P5: 1 });
      await costs(-wrong);
    }
    expect(await violations(house)).toEqual(NONE);
  });

  it("its note says what left, lot by lot, to its own cooperative alone", async () => {
    const input = await byTruck(30, "120000");
    await labelled(house, input);
    const signed = await house.parcels.handOver({
      ...COOP,
      order_id: input.order_id,
      driver: "马师傅",
      plate: "甘K12345",
    });
    if (!signed.ok) throw new Error(signed.refusal.message);
    const handover_id = signed.value.handover.id;
    const [run, second] = await truckRuns(house.knex, { handover_id, cooperative_id: "coop_x" });
    expect(second).toBeUndefined();
    expect(run).toMatchObject({
      order_id: input.order_id,
      driver: "马师傅",
      plate: "甘K12345",
      cartons: signed.value.handover.parcels,
      gross_g: signed.value.handover.gross_g,
      address: input.destinations[0]?.address,
    });
    expect(await truckRuns(house.knex, { handover_id, cooperative_id: "coop_y" })).toEqual([]);
    expect(await truckRuns(house.knex, { order_ids: [input.order_id], cooperative_id: "coop_x" })).toEqual([run]);
    if (!run) throw new Error("there is no run");
    const goods = await goodsOfRun(house.knex, run);
    expect(goods.reduce((sum, one) => sum + one.units, 0)).toBe(60_000);
    expect(goods.flatMap((one) => one.lots).sort()).toEqual(input.allocations.map((one) => one.lot_id).sort());
    const kinds = await cartonsOfRun(house.knex, run);
    expect(kinds.reduce((sum, one) => sum + one.count, 0)).toBe(run.cartons);
    expect(kinds.reduce((sum, one) => sum + one.count * one.gross_g, 0)).toBe(run.gross_g);
  });

  it("parcels of carriers have no delivery note", async () => {
    const input = await bulkOrder(house, 2);
    await labelled(house, input);
    const signed = await house.parcels.handOver({ ...COOP, order_id: input.order_id });
    if (!signed.ok) throw new Error(signed.refusal.message);
    const of = { handover_id: signed.value.handover.id, cooperative_id: "coop_x" };
    expect(await truckRuns(house.knex, of)).toEqual([]);
  });
});
