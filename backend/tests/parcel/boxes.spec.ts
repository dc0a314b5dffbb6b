import { randomUUID } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RateCardInput, SizeMm } from "@commonlot/domain";
import type { PackNature, PlanOrderInput } from "../../src/modules/parcel/plan";
import PoolService from "../../src/modules/pool/service";
import { estimateList } from "../../src/workflows/parcel/shipping-price";
import { givenOrder, NONE, parcelHouse, violations, type ParcelHouse } from "./house";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

const person = "m_1";
const carton = (code: string, size_mm: SizeMm, cost_minor: number) => ({
  code,
  title: code,
  size_mm,
  tare_g: 200,
  max_weight_g: 20_000,
  cost_minor,
  currency: "CNY",
});
const CARD: RateCardInput = {
  carrier: "sf",
  service: "standard",
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 1_000,
  max_weight_g: 30_000,
  valid_from: "2020-01-01",
  zones: [{ zone: "1", provinces: ["44"], first_minor: 800, step_minor: 200 }],
  declared: { bp: 50, minimum_minor: 200, max_minor: 200_000 },
};

/** A cooperative with two boxes and a carrier that insures. */
async function cooperative(card: Partial<RateCardInput> = {}): Promise<string> {
  const cooperative_id = `coop_${randomUUID().slice(0, 8)}`;
  const cartons = [carton("S", [300, 200, 200], 100), carton("L", [500, 400, 300], 300)];
  await house.parcels.cartons.set({ cooperative_id, person, cartons });
  const cards = [{ card: { ...CARD, ...card }, example: false }];
  expect(await house.parcels.rateCards.enter({ cooperative_id, person, cards })).toMatchObject({ ok: true });
  return cooperative_id;
}

/** An order of so many packs to each of two people in one province, of packs that are like that. */
async function orderOf(cooperative_id: string, packs: number, pack: PackNature): Promise<PlanOrderInput> {
  const tag = randomUUID().slice(0, 8);
  const order_line_id = `line_${tag}`;
  const line = { order_line_id, cooperative_id, pool_id: `pool_${tag}`, pack_g: 500, pack_units: 500, blendable: true };
  const order = await givenOrder(house, {
    lines: [{ ...line, lots: [{ lot_id: `lot_${tag}`, units: 2 * packs * 500 }] }],
    packs: [{ [order_line_id]: packs }, { [order_line_id]: packs }],
  });
  const destinations = order.destinations.map((one) => ({
    ...one,
    items: one.items.map((item) => ({ ...item, ...pack })),
  }));
  return { ...order, destinations };
}

async function stored(order_id: string) {
  const { rows } = await house.database.pool.query<{
    carton: string;
    value: number;
    insurance: number;
    freight: number;
    placement: { side_mm: number[]; count: number[] }[] | null;
  }>(
    `select carton, value_minor::float8 as value, insurance_minor::float8 as insurance, freight_minor::float8 as freight,
       (select placement from parcel_placement where id = placement_id) as placement
     from parcel where order_id = $1 and state <> 'void' order by id`,
    [order_id],
  );
  return rows;
}

const loaf = (change: PackNature["nature"] | object = {}): PackNature => ({
  volume_ml: 5_625,
  nature: { cold: false, not_with: [], size_mm: [250, 150, 150], ...change },
});

describe("parcels of packs with sides", () => {
  it("are such as the packs lie in, keep how, and the price asked is the freight planned", async () => {
    const own = await cooperative();
    const input = await orderOf(own, 2, loaf());
    expect(await house.parcels.plans.planOrder(input)).toMatchObject({ ok: true, value: { parcels: 2 } });
    const parcels = await stored(input.order_id);
    // By the litre both loaves go into the small box; as boxes they don't.
    expect(parcels.map((parcel) => parcel.carton)).toEqual(["L", "L"]);
    for (const { placement } of parcels) {
      expect(placement!.reduce((sum, { count: [x, y, z] }) => sum + x! * y! * z!, 0)).toBe(2);
    }
    const [first] = await house.parcels.parcelsOfOrder(input.order_id, { limit: 1 });
    expect((await house.parcels.packing.view(first?.id ?? "", own))?.placement).toEqual(parcels[0]!.placement);
    // All of an order lie alike, so it is kept once for them and their pattern; it names the order's lines, so another order has its own.
    expect(await house.parcels.plans.planOrder(await orderOf(own, 2, loaf()))).toMatchObject({ ok: true });
    const kept = await house.database.pool.query<{ parcels: string; ways: string; rows: string }>(
      `select count(*) as parcels, count(distinct placement_id) as ways, (select count(*) from parcel_placement) as rows
       from parcel where cooperative_id = $1`,
      [own],
    );
    expect(kept.rows).toEqual([{ parcels: "4", ways: "2", rows: "2" }]);
    await expect(house.database.pool.query("update parcel_placement set placement = '[]'")).rejects.toThrow();
    const basket = { cooperative_id: own, province_code: "44", count: 2 };
    const items = [{ kind: "a", weight_g: 500, packs: 2, ...loaf() }];
    const asked = await house.parcels.quoteFreight({ currency: "cny", baskets: [{ ...basket, items }] });
    expect(asked.ok && Number(asked.value.freight_minor)).toBe(parcels.reduce((sum, one) => sum + one.freight, 0));
    expect(await violations(house)).toEqual(NONE);
  });

  it("stay upright where they must, and are refused by their sides when no box takes them so", async () => {
    const own = await cooperative();
    const flat = await orderOf(own, 1, loaf({ size_mm: [100, 100, 320] }));
    expect(await house.parcels.plans.planOrder(flat)).toMatchObject({ ok: true });
    expect((await stored(flat.order_id))[0]).toMatchObject({ carton: "L" });
    const standing = await orderOf(own, 1, loaf({ size_mm: [100, 100, 320], keep_upright: true }));
    expect(await house.parcels.plans.planOrder(standing)).toMatchObject({
      ok: false,
      refusal: {
        message: expect.stringContaining(
          'A pack of "核桃 500 g" fits no carton and carrier: its 100 x 100 x 320 mm, standing, fit into no carton',
        ) as string,
      },
    });
  });

  it("with sides unknown, of packs or of the box, go by litres as before", async () => {
    const own = await cooperative();
    const input = await orderOf(own, 2, { volume_ml: 5_625 });
    expect(await house.parcels.plans.planOrder(input)).toMatchObject({ ok: true });
    expect(await stored(input.order_id)).toMatchObject([
      { carton: "S", placement: null },
      { carton: "S", placement: null },
    ]);
  });
});

describe("what is in a parcel is worth", () => {
  it("is kept, insured where the card insures, at its rate, its least and its rounding, in quote and plan alike", async () => {
    const own = await cooperative();
    for (const [value_minor, packs, insurance] of [
      [1_000, 1, 200],
      [25_001, 3, 375],
    ] as const) {
      const input = await orderOf(own, packs, { value_minor });
      expect(await house.parcels.plans.planOrder(input)).toMatchObject({ ok: true });
      const parcels = await stored(input.order_id);
      expect(parcels).toHaveLength(2);
      for (const parcel of parcels) expect(parcel).toMatchObject({ value: packs * value_minor, insurance });
      const items = [{ kind: "a", weight_g: 500, packs, value_minor }];
      const baskets = [{ cooperative_id: own, province_code: "44", count: 2, items }];
      const asked = await house.parcels.quoteFreight({ currency: "cny", baskets });
      expect(asked.ok && Number(asked.value.freight_minor)).toBe(parcels.reduce((sum, one) => sum + one.freight, 0));
    }
  });

  it("is insured in the estimate of a list too, at today's price, before there is a cart", async () => {
    const own = await cooperative();
    const input = await orderOf(own, 3, { value_minor: 25_001 });
    expect(await house.parcels.plans.planOrder(input)).toMatchObject({ ok: true });
    const planned = (await stored(input.order_id)).reduce((sum, one) => sum + one.freight, 0);
    const { pool_id } = input.allocations[0]!;
    // Of Medusa only the variant and its price are made up.
    const variant = {
      id: "variant_1",
      inventory_items: [{ inventory_item_id: pool_id, required_quantity: 500 }],
      calculated_price: { calculated_amount: 250.01 },
    };
    const services: Record<string, unknown> = {
      parcel: house.parcels,
      pool: new PoolService({ __pg_connection__: house.knex }),
      [ContainerRegistrationKeys.QUERY]: { graph: () => Promise.resolve({ data: [variant] }) },
    };
    const container = { resolve: (name: string) => services[name] } as unknown as MedusaContainer;
    const counted = [{ province_code: "44", packs: 3, addressees: 2 }];
    expect(await estimateList(container, "variant_1", counted)).toMatchObject({ freight_minor: planned, parcels: 2 });
    expect(await estimateList(container, null, counted)).toBeNull();
  });

  it("parts what is worth more than a parcel may be, and refuses by name one pack that is", async () => {
    const own = await cooperative();
    const input = await orderOf(own, 3, { value_minor: 90_000 });
    expect(await house.parcels.plans.planOrder(input)).toMatchObject({ ok: true, value: { parcels: 4 } });
    for (const parcel of await stored(input.order_id)) expect(parcel.value).toBeLessThanOrEqual(200_000);
    const ginseng = await orderOf(own, 1, { value_minor: 200_001 });
    expect(await house.parcels.plans.planOrder(ginseng)).toMatchObject({
      ok: false,
      refusal: {
        message: expect.stringContaining("its value of 200001 is over the 200000 that a carrier takes") as string,
      },
    });
  });

  it("is kept and costs nothing where the card insures nothing", async () => {
    const own = await cooperative({ declared: undefined });
    const input = await orderOf(own, 1, { value_minor: 300_000 });
    expect(await house.parcels.plans.planOrder(input)).toMatchObject({ ok: true });
    expect((await stored(input.order_id))[0]).toMatchObject({ value: 300_000, insurance: 0, freight: 800 });
  });
});
