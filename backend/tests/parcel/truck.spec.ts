import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TRUCK } from "@commonlot/domain";
import { cartonsOfRun, goodsOfRun, truckRuns } from "../../src/lib/delivery-note-facts";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import { bulkOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";

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
    expect(goods.map((one) => one.lot_number).sort()).toEqual(input.allocations.map((one) => one.lot_id).sort());
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
