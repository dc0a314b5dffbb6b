import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TRUCK, type FreightTerm } from "@commonlot/domain";
import SettlementService from "../../src/modules/settlement/service";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import { agreedFreight } from "../settlement/freight-kit";
import { givenCooperative, value, violations as moneyViolations, NONE as NO_MONEY } from "../settlement/house";
import { bulkOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { partLeft, restShort } from "./truck-kit";

let house: ParcelHouse;
let settlement: SettlementService;
const COOP = { cooperative_id: "coop_x", person: "member_1" };
const GOODS = 100_000;
const money = () => ({
  settlement,
  db: house.database.pool,
  knex: house.knex,
  url: house.database.url,
  close: house.close,
});

beforeAll(async () => {
  house = await parcelHouse();
  settlement = new SettlementService({ __pg_connection__: house.knex });
  await givenCooperative(money(), {}, COOP.cooperative_id);
});
afterAll(() => house.close());

/** What its parcels cost, and the order captured with freight that was quoted so much above it, or below. */
async function captured(input: PlanOrderInput, above: number, term: FreightTerm) {
  const { order_id } = input;
  const [plan] = await house.parcels.plannedFreight(order_id);
  const planned = Number(plan?.freight_minor ?? 0);
  const quoted = planned + above;
  const order_line_id = input.allocations[0]?.order_line_id ?? "";
  const units = input.allocations.reduce((sum, one) => sum + Number(one.units), 0);
  const agreed = agreedFreight(COOP.cooperative_id, quoted, term);
  const line = { order_line_id, cooperative_id: COOP.cooperative_id, pool_id: "pool_1", units, grams: units };
  value(
    await settlement.recordCapture({
      order_id,
      currency: "CNY",
      captured_minor: GOODS + quoted,
      provider_ref: `pi_${order_id}`,
      lines: [{ ...line, paid_minor: GOODS + quoted, tax_minor: 0, freight_paid_minor: quoted }],
      freight: [agreed],
    }),
  );
  const settle = (last = false) =>
    settlement.freightGaps.settle({ order_id, last, planned: () => house.parcels.plannedFreight(order_id) });
  const divide = async (allocations: PlanOrderInput["allocations"] = input.allocations) =>
    value(
      await settlement.postSale({
        order_id,
        allocations: allocations.map((one) => ({
          order_line_id: one.order_line_id,
          lot_id: one.lot_id,
          household_id: one.household_id,
          units: Number(one.units),
          grams: Number(one.units),
        })),
        freight: await house.parcels.freightOfOrder(order_id),
      }),
    );
  const household = async () => {
    const { rows } = await house.database.pool.query<{ sum: number }>(
      `select sum(r.amount_minor)::int as sum from sale_line_row r join sale_line l on l.id = r.sale_line_id
       where l.order_id = $1 and r.household_id is not null`,
      [order_id],
    );
    return rows[0]?.sum;
  };
  /** All that was paid goes back, as when everything falls short. */
  const allBack = async () =>
    value(
      await settlement.shorts.promise({
        short_id: `short_${order_id}`,
        lines: [
          {
            ...{ order_id, order_line_id, amount_minor: String(GOODS + quoted) },
            ...{ freight_minor: String(quoted), tax_minor: "0" },
          },
        ],
        borne: false,
        person: "member_1",
      }),
    );
  return { plan, planned, quoted, agreed, settle, divide, household, allBack };
}

describe("the freight of a quote's order that was really planned", () => {
  it("is settled by its parcels when the last of them has left, and what households get is the same either way", async () => {
    const shares: (number | undefined)[] = [];
    for (const [above, term] of [
      [800, { bearer: "buyer" }],
      [-5, { bearer: "buyer", cap_bp: 10_000 }],
      [300, { bearer: "cooperative" }],
      [-300, { bearer: "cooperative" }],
    ] as const) {
      const input = await bulkOrder(house, 4);
      await labelled(house, input);
      const { plan, planned, quoted, agreed, settle, divide, household } = await captured(input, above, term);
      expect(plan).toMatchObject({ cooperative_id: "coop_x", left: false, plan_version: expect.any(Number) as number });
      expect(planned).toBeGreaterThan(300);
      expect(value(await settle())).toBe(0);
      value(await house.parcels.handOver({ ...COOP, order_id: input.order_id }));
      expect(value(await settle())).toBe(1);
      const gap = await settlement.freightGaps.ofQuote(agreed.quote_id);
      const buyers = term.bearer === "buyer";
      expect(gap).toMatchObject({
        quoted_minor: BigInt(quoted),
        planned_minor: BigInt(planned),
        back_minor: buyers && above > 0 ? BigInt(above) : 0n,
        ask_minor: buyers && above < 0 ? BigInt(-above) : 0n,
        parcels: plan?.parcels,
      });
      expect(await divide()).toMatchObject({ posted: true });
      shares.push(await household());
    }
    expect(new Set(shares).size).toBe(1);
    expect(shares[0]).toBeGreaterThan(0);
    expect(await violations(house)).toEqual(NONE);
    expect(await moneyViolations(money())).toMatchObject(NO_MONEY);
  });

  it("of a plan that was withdrawn waits, until the sale is to be divided", async () => {
    const input = await bulkOrder(house, 2);
    await labelled(house, input);
    const { settle } = await captured(input, 100, { bearer: "buyer" });
    value(await house.parcels.handOver({ ...COOP, order_id: input.order_id }));
    const withdrawn = (by: string | null) =>
      house.database.pool.query(`update parcel_plan set withdrawn_for = $2 where order_id = $1`, [input.order_id, by]);
    await withdrawn("short_1");
    expect(value(await settle())).toBe(0);
    await withdrawn(null);
    expect(value(await settle())).toBe(1);
  });

  it("of a truck is all that it costs once a part of its load has left; of one that never leaves nothing", async () => {
    const byTruck = async () => {
      const input = await bulkOrder(house, 1, 60);
      const load = { province_code: TRUCK.place, truck_minor: "895000" };
      return { ...input, destinations: input.destinations.map((one) => ({ ...one, ...load })) };
    };
    for (const [term, above, expected] of [
      // 50.00 of the 9,000.00 that were quoted, and not all that lies on no carton.
      [{ bearer: "buyer" }, 5_000, [5_000n, 0n, 0n, 0n]],
      [{ bearer: "cooperative" }, 5_000, [0n, 0n, 0n, -5_000n]],
      // Quoted 8,000.00: 950.00 lack, the buyer is asked for a tenth of what was quoted.
      [{ bearer: "buyer" }, -95_000, [0n, 80_000n, 15_000n, 15_000n]],
    ] as const) {
      const [back_minor, ask_minor, above_minor, cooperative_minor] = expected;
      const input = await byTruck();
      await labelled(house, input);
      const { planned, quoted, agreed, settle, divide } = await captured(input, above, term);
      expect(planned).toBe(895_000);
      const { gone } = await partLeft(house, input);
      expect(value(await settle())).toBe(0);
      await restShort(house, input, gone);
      const kept = input.allocations.flatMap((one) => {
        const inside = gone.contents.filter((content) => content.allocation_id === one.id);
        const units = inside.reduce((sum, content) => sum + Number(content.units), 0);
        return units > 0 ? [{ ...one, units }] : [];
      });
      expect(value(await settle(true))).toBe(1);
      expect(await settlement.freightGaps.ofQuote(agreed.quote_id)).toMatchObject({
        quoted_minor: BigInt(quoted),
        planned_minor: 895_000n,
        ...{ back_minor, ask_minor, above_minor, cooperative_minor },
        parcels: 1,
      });
      expect(await divide(kept)).toMatchObject({ posted: true });
      const { rows } = await house.database.pool.query<{ freight: number }>(
        `select sum(freight_minor)::int as freight from sale_line where order_id = $1`,
        [input.order_id],
      );
      expect(rows[0]?.freight).toBe(895_000);
    }
    const never = await byTruck();
    await labelled(house, never);
    const { agreed, settle, allBack } = await captured(never, 5_000, { bearer: "buyer" });
    await restShort(house, never);
    await allBack();
    expect(value(await settle(true))).toBe(1);
    expect(await settlement.freightGaps.ofQuote(agreed.quote_id)).toMatchObject({
      ...{ quoted_minor: 0n, planned_minor: 0n, gap_minor: 0n, back_minor: 0n, ask_minor: 0n, above_minor: 0n },
      parcels: 0,
    });
    expect(await violations(house)).toEqual(NONE);
    expect(await moneyViolations(money())).toMatchObject(NO_MONEY);
  });

  it("of nobody's order is none", async () => {
    expect(await house.parcels.plannedFreight("order_none")).toEqual([]);
  });
});
