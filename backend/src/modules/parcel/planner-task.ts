import { performance } from "node:perf_hooks";
import {
  planBaskets,
  verifyBaskets,
  type Basket,
  type BasketPlan,
  type PricesByCooperative,
  type Refusal,
  type Result,
} from "@commonlot/domain";

export interface PlannerQuestion {
  baskets: readonly Basket[];
  prices: PricesByCooperative;
}

export type PlannerTask =
  | (PlannerQuestion & { what: "plan"; within_ms: number })
  | (PlannerQuestion & { what: "verify"; plans: readonly BasketPlan[] });

export type PlannerAnswer<Task extends PlannerTask> = Task extends { what: "plan" }
  ? Result<BasketPlan[], Refusal>
  : string[];

/** Works out one task on the processor; nothing else is touched. */
export function answerTo<Task extends PlannerTask>(task: Task): PlannerAnswer<Task>;
export function answerTo(task: PlannerTask): Result<BasketPlan[], Refusal> | string[] {
  if (task.what === "verify") return verifyBaskets(task.baskets, task.prices, task.plans);
  const now = () => performance.now();
  return planBaskets(task.baskets, task.prices, { now, until: now() + task.within_ms });
}
