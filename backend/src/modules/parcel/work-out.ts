import { performance } from "node:perf_hooks";
import { ok, refuse, type Result } from "@commonlot/domain";
import type { Sql } from "../../lib/sql";
import { drawUp, layOut, refusedBasket, type OrderPlan, type PlanOrderInput, type PlanRefusal } from "./plan";
import type { Planner } from "./planner";
import type { PlannerQuestion } from "./planner-task";
import type { RatesByCooperative } from "./rates";
import { ratesOfPlan } from "./rates-today";
import { withTrucks } from "./truck-freight";

/** A plan that has stood up to its check, and the rates it was made by. */
export interface WorkedOut {
  plan: OrderPlan;
  rates: RatesByCooperative;
  planned_ms: number;
}

/**
 * Works a plan out and has it checked; writes nothing. Refused in words when it can't be made, when allocations differ, and when
 * the check does not find it right.
 */
export async function workOut(
  sql: Sql,
  planner: Planner,
  input: Omit<PlanOrderInput, "message_id">,
): Promise<Result<WorkedOut, PlanRefusal>> {
  const began = performance.now();
  const rates = await ratesOfPlan(sql, input);
  const order = layOut(input);
  if (!order.ok) return order;
  const question = { baskets: order.value.baskets, prices: pricesOf(rates) };
  const plans = await planner.plan(question);
  if (!plans.ok) return refusedBasket(order.value, plans.refusal);
  const carried = await withTrucks(sql, input, order.value, plans.value);
  const plan = drawUp(order.value, carried, input.allocations);
  if (!plan.ok) return plan;
  // What was planned is checked; a truck's cost is laid on it, exact, and touches no box.
  const [fault] = await planner.verify(question, plans.value);
  if (fault !== undefined) {
    return refuse("not_verified", `The plan does not stand up to its check, so nothing was stored: ${fault}`);
  }
  return ok({ plan: plan.value, rates, planned_ms: performance.now() - began });
}

function pricesOf(rates: RatesByCooperative): PlannerQuestion["prices"] {
  return Object.fromEntries([...rates].map(([id, { cartons, rate_cards }]) => [id, { cartons, rate_cards }]));
}
