import { dayIn, HOME_TZ } from "../../lib/today";
import type { Sql } from "../../lib/sql";
import type { PlanOrderInput } from "./plan";
import { ratesFor, type RatesByCooperative } from "./rates";

/** The day whose rate cards price what is planned now. */
export function rateDay(now: Date = new Date()): string {
  return dayIn(HOME_TZ, now);
}

/** Today's rates of all cooperatives in a plan. */
export function ratesOfPlan(sql: Sql, input: Omit<PlanOrderInput, "message_id">): Promise<RatesByCooperative> {
  const cooperative_ids = input.destinations.flatMap((one) => one.items.map((item) => item.cooperative_id));
  return ratesFor(sql, { currency: input.currency, cooperative_ids, day: rateDay() });
}
