import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bulkOrder, givenOrder, NONE, parcelHouse, violations, type ParcelHouse } from "./house";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);

/** Splits `units` into lots at random cuts; whole packs when the pool is not blendable. */
function lotsOf(
  units: number,
  step: number,
  cuts: readonly number[],
  tag: string,
): { lot_id: string; units: number }[] {
  const at = [...new Set(cuts.map((cut) => Math.floor((cut % units) / step) * step))]
    .filter((cut) => cut > 0)
    .sort((a, b) => a - b);
  return [...at, units].map((cut, index) => ({
    lot_id: `lot_${tag}_${index}`,
    units: cut - (index === 0 ? 0 : at[index - 1]!),
  }));
}

describe("planning an order", () => {
  it("conserves every pack and every unit of every lot, for random orders of two cooperatives", async () => {
    let run = 0;
    const line = fc.record({
      pack_g: fc.constantFrom(500, 1_000, 2_500, 7_000, 20_000),
      blendable: fc.boolean(),
      cooperative: fc.constantFrom("coop_a", "coop_b"),
      cuts: fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 3 }),
        fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 }), {
          minLength: 1,
          maxLength: 6,
        }),
        async (lines, wants) => {
          run += 1;
          const packs = wants
            .map((want) => Object.fromEntries(lines.map((_, index) => [`line_${run}_${index}`, want[index]!])))
            .filter((want) => sum(Object.values(want)) > 0);
          const used = lines
            .map((given, index) => ({
              ...given,
              name: `line_${run}_${index}`,
              packs: sum(packs.map((want) => want[`line_${run}_${index}`] ?? 0)),
            }))
            .filter((given) => given.packs > 0);
          fc.pre(used.length > 0);
          const input = await givenOrder(house, {
            packs,
            provinces: ["44", "65", "11"],
            lines: used.map((given) => ({
              order_line_id: given.name,
              cooperative_id: given.cooperative,
              pool_id: `pool_${given.name}`,
              pack_g: given.pack_g,
              pack_units: given.pack_g,
              blendable: given.blendable,
              lots: lotsOf(given.packs * given.pack_g, given.blendable ? 1 : given.pack_g, given.cuts, given.name),
            })),
          });
          expect(await house.parcels.plans.planOrder(input)).toMatchObject({ ok: true, value: { planned: true } });
          const parcels = await house.parcels.parcelsOfOrder(input.order_id);
          const contents = parcels.flatMap((parcel) => parcel.contents);
          for (const allocation of input.allocations) {
            expect(sum(contents.filter((c) => c.allocation_id === allocation.id).map((c) => c.units))).toBe(
              allocation.units,
            );
          }
          for (const parcel of parcels) {
            const cooperatives = new Set(
              parcel.contents.map((c) => used.find((given) => given.name === c.order_line_id)?.cooperative),
            );
            expect([...cooperatives]).toEqual([parcel.cooperative_id]);
          }
          const freight = await house.parcels.freightOfOrder(input.order_id);
          expect(sum(freight.map((f) => Number(f.freight_minor)))).toBe(
            sum(parcels.map((parcel) => parcel.freight_minor)),
          );
        },
      ),
      { numRuns: 40 },
    );
    expect(await violations(house)).toEqual(NONE);
  });

  it("plans once, whether the message is replayed or ten jobs run at the same time", async () => {
    const input = await bulkOrder(house, 20);
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        house.parcels.plans.planOrder({
          ...input,
          message_id: index < 5 ? input.message_id : `${input.message_id}_${index}`,
        }),
      ),
    );
    expect(results.every((result) => result.ok && result.value.parcels === 20)).toBe(true);
    expect(results.filter((result) => result.ok && result.value.planned)).toHaveLength(1);
    expect(await house.parcels.parcelsOfOrder(input.order_id)).toHaveLength(20);
    const printed = await house.database.pool.query(
      `select 1 from outbox_message where job = 'print-labels' and payload->>'order_id' = $1`,
      [input.order_id],
    );
    expect(printed.rowCount).toBe(1);
    expect(await violations(house)).toEqual(NONE);
  });

  it("refuses, and writes nothing, when less is allocated than the packs need", async () => {
    const input = await bulkOrder(house, 3);
    const short = input.allocations.map((allocation, index) =>
      index === 0 ? { ...allocation, units: Number(allocation.units) - 1 } : allocation,
    );
    expect(await house.parcels.plans.planOrder({ ...input, allocations: short })).toMatchObject({
      ok: false,
      refusal: { reason: "allocation_differs" },
    });
    expect(await house.parcels.parcelsOfOrder(input.order_id)).toEqual([]);
  });

  it("refuses an order with a province no carrier serves, by the name of the destination", async () => {
    const input = await bulkOrder(house, 3);
    const destinations = input.destinations.map((one, index) => (index === 1 ? { ...one, province_code: "99" } : one));
    const planned = await house.parcels.plans.planOrder({ ...input, destinations });
    expect(planned).toMatchObject({ ok: false, refusal: { reason: "destination_refused" } });
    expect(!planned.ok && planned.refusal.message).toContain("dest_1");
  });

  it("plans 1,000 addressees as one parcel each", async () => {
    const input = await bulkOrder(house, 1_000);
    expect(await house.parcels.plans.planOrder(input)).toMatchObject({
      ok: true,
      value: { planned: true, parcels: 1_000 },
    });
    expect(await violations(house)).toEqual(NONE);
  });

  it("asks for exactly the freight that the parcels then cost", async () => {
    const input = await bulkOrder(house, 40, 3);
    const quoted = await house.parcels.quoteFreight({
      currency: "cny",
      baskets: input.destinations.map((one) => ({
        cooperative_id: "coop_x",
        province_code: one.province_code,
        count: 1,
        items: one.items.map((item) => ({ kind: item.order_line_id, weight_g: item.pack_g, packs: item.packs })),
      })),
    });
    await house.parcels.plans.planOrder(input);
    const freight = sum((await house.parcels.parcelsOfOrder(input.order_id)).map((parcel) => parcel.freight_minor));
    expect(quoted.ok && Number(quoted.value.freight_minor)).toBe(freight);
  });

  it("asks for the dearest zone while the province is not known", async () => {
    const quoteTo = async (province_code: string | null) => {
      const quoted = await house.parcels.quoteFreight({
        currency: "cny",
        baskets: [
          { cooperative_id: "coop_x", province_code, count: 2, items: [{ kind: "k", weight_g: 2_000, packs: 1 }] },
        ],
      });
      return quoted.ok ? Number(quoted.value.freight_minor) : undefined;
    };
    expect(await quoteTo(null)).toBe(await quoteTo("54"));
    expect(await quoteTo("44")).toBeLessThan((await quoteTo(null)) ?? 0);
  });
});
