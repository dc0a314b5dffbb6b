import { randomUUID } from "node:crypto";
import { TRUCK } from "@commonlot/domain";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import type { ParcelHouse } from "./house";
import { write } from "./part-kit";

type Parcel = Awaited<ReturnType<ParcelHouse["parcels"]["parcelsOfOrder"]>>[number];

/** One carton of a labelled order's truck is handed over; the rest is still here. `withdraw`: as a short does before anything else. */
export async function partLeft(house: ParcelHouse, input: PlanOrderInput) {
  const { order_id } = input;
  const gone = (await house.parcels.parcelsOfOrder(order_id)).find((one) => one.carrier === TRUCK.carrier);
  if (!gone) throw new Error("nothing goes by truck");
  const signed = await house.parcels.handOver({ cooperative_id: "coop_x", person: "member_1", parcel_ids: [gone.id] });
  if (!signed.ok) throw new Error(signed.refusal.message);
  const cause = `truck:${randomUUID()}`;
  const withdraw = () => withdrawn(house, cause, order_id, 1);
  return { gone, cause, withdraw };
}

/**
 * All of a truck's load that has not left falls short, and the order is planned anew without it; with `gone` left out, nothing has left. What
 * goes in parcels stays promised.
 */
export async function restShort(house: ParcelHouse, input: PlanOrderInput, gone?: Parcel): Promise<void> {
  const { order_id } = input;
  const cause = `truck:${randomUUID()}`;
  await withdrawn(house, cause, order_id, gone ? 1 : 0);
  const units = new Map<string, number>();
  for (const one of gone?.contents ?? [])
    units.set(one.allocation_id, (units.get(one.allocation_id) ?? 0) + Number(one.units));
  const driven = new Set(
    input.destinations.flatMap((one) =>
      one.truck_minor === undefined ? [] : one.items.map((item) => item.order_line_id),
    ),
  );
  const allocations = input.allocations
    .map((one) => ({ ...one, units: driven.has(one.order_line_id) ? (units.get(one.id) ?? 0) : Number(one.units) }))
    .filter((one) => one.units > 0);
  const destinations = input.destinations.filter((one) => one.truck_minor === undefined);
  const question = { order_id, named: [], reduced: [] };
  await write(house, { question, destinations, allocations }, input.allocations);
  const planned = await house.parcels.replans.plan({ ...input, cause, destinations, allocations, hold_days: 0 });
  if (!planned.ok) throw new Error(planned.refusal.message);
  if (!planned.value.planned) throw new Error("it was planned before");
}

async function withdrawn(house: ParcelHouse, cause: string, order_id: string, left: number): Promise<void> {
  const done = await house.parcels.replans.withdraw({ cause, order_ids: [order_id], left: { [order_id]: left } });
  if (!done.ok) throw new Error(done.refusal.message);
}
