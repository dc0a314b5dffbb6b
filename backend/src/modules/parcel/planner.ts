import path from "node:path";
import type { BasketPlan, Refusal, Result } from "@commonlot/domain";
import { inThread } from "../../lib/in-thread";
import { answerTo, type PlannerAnswer, type PlannerQuestion, type PlannerTask } from "./planner-task";

/** Who divides baskets into parcels, and who looks whether that is right; the second knows nothing of how the first did it. */
export interface Planner {
  plan(question: PlannerQuestion): Promise<Result<BasketPlan[], Refusal>>;
  verify(question: PlannerQuestion, plans: readonly BasketPlan[]): Promise<string[]>;
}

/** After this the best plan so far is taken, with the gap that is proven by then. */
export const PLAN_WITHIN_MS = 30_000;
/** The thread is ended when even that does not come. Checking is quicker than planning. */
const GIVE_UP_AFTER_MS = 120_000;

/**
 * Different baskets, and packs in one of them, up to which planning takes less than starting a thread would: loading the rules in it
 * takes some tenths of a second, and a plan and its check are two threads.
 */
const ON_THE_SPOT = [
  { baskets: 8, packs: 2_000 },
  { baskets: 64, packs: 12 },
] as const;

const THREAD = path.join(__dirname, `plan-thread${path.extname(__filename)}`);

/** Small orders are planned on the spot, all others in a thread. */
export class ThreadPlanner implements Planner {
  constructor(private readonly within_ms = PLAN_WITHIN_MS) {}

  plan(question: PlannerQuestion): Promise<Result<BasketPlan[], Refusal>> {
    return this.answer({ ...question, what: "plan", within_ms: this.within_ms });
  }

  verify(question: PlannerQuestion, plans: readonly BasketPlan[]): Promise<string[]> {
    return this.answer({ ...question, what: "verify", plans });
  }

  private async answer<Task extends PlannerTask>(task: Task): Promise<PlannerAnswer<Task>> {
    return isSmall(task) ? answerTo(task) : inThread<PlannerAnswer<Task>>(THREAD, task, GIVE_UP_AFTER_MS);
  }
}

function isSmall({ baskets }: PlannerQuestion): boolean {
  const most = baskets.reduce((packs, basket) => Math.max(packs, packsIn(basket)), 0);
  return ON_THE_SPOT.some((limit) => baskets.length <= limit.baskets && most <= limit.packs);
}

function packsIn({ items }: PlannerQuestion["baskets"][number]): number {
  return items.reduce((packs, item) => packs + item.count, 0);
}
