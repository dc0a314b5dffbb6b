import { freightOfTruck, TRUCK, type BasketPlan } from "@commonlot/domain";
import { rows, type Sql } from "../../lib/sql";
import type { OrderToPlan, PlanOrderInput } from "./plan";

/**
 * The plans of an order with what its trucks cost laid on their cartons, exact: of each load that goes by truck, less what lies on cartons of
 * it that have left already. Other loads stay as they are.
 */
export async function withTrucks(
  sql: Sql,
  input: Pick<PlanOrderInput, "order_id" | "destinations">,
  order: OrderToPlan,
  plans: BasketPlan[],
): Promise<BasketPlan[]> {
  const stops = order.stops.filter(({ destination }) => destination.truck_minor !== undefined);
  if (stops.length === 0) return plans;
  const left = await leftOnTrucks(sql, input.order_id);
  const weights = new Map([...order.lines].map(([line, { pack_g }]) => [line, pack_g]));
  const carried = [...plans];
  for (const { destination, basket } of stops) {
    const plan = plans[basket];
    if (!plan) continue;
    const rest = BigInt(destination.truck_minor ?? "0") - (left.get(destination.id) ?? 0n);
    carried[basket] = freightOfTruck(plan, rest > 0n ? rest : 0n, weights);
  }
  return carried;
}

/** Destination -> what lies on its cartons that have left on a truck; those that are lost count, they were driven. */
async function leftOnTrucks(sql: Sql, order_id: string): Promise<Map<string, bigint>> {
  const found = await rows<{ destination_id: string; freight_minor: string }>(
    sql,
    `select destination_id, sum(freight_minor)::text as freight_minor from parcel
     where order_id = ? and carrier = ? and state <> 'void' and handover_id is not null group by destination_id`,
    [order_id, TRUCK.carrier],
  );
  return new Map(found.map((one) => [one.destination_id, BigInt(one.freight_minor)]));
}
